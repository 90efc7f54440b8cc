package org.distributedactors.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/// The three nodes of the sample, each in its own JVM, looked at in a browser; one is killed while one watches.
class SampleClusterIT {

    private static final Path BINARY = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Dimension PHONE = new Dimension(390, 800);

    @TempDir static Path profile;

    private static List<SampleNode> nodes = List.of();
    private static WebDriver browser;

    @BeforeAll
    static void start() throws Exception {
        if (!"true".equals(System.getenv("CI"))) {
            Assumptions.assumeTrue(
                    Files.isExecutable(BINARY) && Files.isExecutable(DRIVER),
                    "Chromium and its driver are not installed");
        }
        int portMapper = SampleNode.freePort();
        nodes =
                List.of(
                        SampleNode.start("sample1", portMapper),
                        SampleNode.start("sample2", portMapper),
                        SampleNode.start("sample3", portMapper));
        browser =
                new ChromeDriver(
                        new ChromeDriverService.Builder()
                                .usingDriverExecutable(DRIVER.toFile())
                                .usingAnyFreePort()
                                .build(),
                        new ChromeOptions()
                                .setBinary(BINARY.toFile())
                                .addArguments(
                                        "--headless=new",
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--disable-dev-shm-usage",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync",
                                        "--user-data-dir=" + profile));
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.quit();
        }
        for (SampleNode node : nodes) {
            node.close();
        }
    }

    /// Three JVMs start side by side, on a small machine too.
    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(2));
    }

    private static String shown(String script) {
        return String.valueOf(((JavascriptExecutor) browser).executeScript("return " + script));
    }

    private static String stateOf(SampleNode node) {
        return shown(
                "document.querySelector('[data-node=\"%s\"]')?.dataset.state"
                        .formatted(node.name()));
    }

    private static String textOf(String selector) {
        return shown(
                "[...document.querySelectorAll('%s')].map(found => found.textContent).join(' | ')"
                        .formatted(selector));
    }

    @Test
    void aNodeIsKilledWhileOneWatches() {
        SampleNode first = nodes.get(0);
        SampleNode third = nodes.get(2);
        nodes.forEach(node ->
                patiently().until(() -> !node.answer("GET", "/actuator/actornodes").isEmpty()));
        browser.manage().window().setSize(PHONE);
        browser.get(first.address() + "/actuator/actordashboard");
        for (SampleNode other : nodes.subList(1, 3)) {
            patiently().until(() -> stateOf(other).equals("CONNECTED"));
        }
        first.answer("POST", "/workers?node=" + third.name() + "&name=ann");
        nodes.get(1).answer("POST", "/counter?add=5");

        patiently()
                .untilAsserted(() -> {
                    assertThat(textOf("[data-graph-node^=sample3]")).contains("worker");
                    assertThat(textOf("#graph [data-tie=MONITOR]"))
                            .containsPattern(
                                    "watcher on sample1 watches worker <[0-9.]+> on sample3");
                    assertThat(textOf("[data-on^=sample3][data-type=worker]")).contains("worker");
                    assertThat(textOf("[data-name=counter]")).contains("counter");
                });

        third.kill();

        patiently()
                .untilAsserted(() -> {
                    assertThat(stateOf(third)).isEqualTo("DOWN");
                    assertThat(textOf("[data-failure^=sample3]"))
                            .contains("node lost", "closed by the peer", "sample1", "sample2");
                    assertThat(textOf("[data-graph-node^=sample3]")).doesNotContain("worker");
                    assertThat(textOf("[data-fired^=sample3]")).contains("noconnection");
                    // Both go on elsewhere: ann with the watcher, the counter with one of the other
                    // two.
                    assertThat(textOf("[data-on^=sample1][data-type=worker]")).contains("worker");
                    assertThat(textOf("[data-name=counter]")).containsPattern("sample[12]");
                });
        assertThat(shown("document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo("true");
        assertThat(shown("document.getElementById('notice').hidden")).isEqualTo("true");
    }
}
