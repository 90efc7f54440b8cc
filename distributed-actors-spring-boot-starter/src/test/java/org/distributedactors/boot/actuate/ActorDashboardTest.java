package org.distributedactors.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.distributedactors.boot.TestNode;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.springframework.http.MediaType;

/// The page, over HTTP and in a browser where there is one.
class ActorDashboardTest {

    private static final int PHONE_WIDTH = 390;

    private static TestNode orders;

    @BeforeAll
    static void start() {
        orders = TestNode.start("orders", "distributed-actors.discovery.interval=100ms");
    }

    @AfterAll
    static void stop() {
        orders.close();
    }

    private static String page() {
        byte[] body =
                orders.actuator()
                        .get()
                        .uri("/actordashboard")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .contentTypeCompatibleWith(MediaType.TEXT_HTML)
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        assertThat(body).isNotNull();
        return new String(body, StandardCharsets.UTF_8);
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        assertThat(page())
                .contains("<html")
                .doesNotContainPattern("(src|href)=\"(?!data:)")
                .doesNotContain("innerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }

    @Test
    void aNodeThatIsLostWhileOneWatchesIsShownWithTheReason() {
        try (Browser browser = Browser.start()) {
            WebDriver chromium = browser.driver();
            chromium.get(orders.actuatorAddress() + "/actordashboard");
            await().until(() -> chromium.getTitle().equals("orders@127.0.0.1"));
            try (TestNode billing =
                    TestNode.start(
                            "billing", "distributed-actors.discovery.seeds=" + orders.seed())) {
                await().until(() -> stateOf(chromium, billing).equals("CONNECTED"));
                billing.node().disconnect(orders.name());
            }
            await().until(() -> !failuresOf(chromium, "billing@127.0.0.1").isEmpty());

            assertThat(failuresOf(chromium, "billing@127.0.0.1")).contains("closed by the peer");
            assertThat(chromium.findElement(By.id("notice")).isDisplayed()).isFalse();
        }
    }

    private static String stateOf(WebDriver chromium, TestNode node) {
        return textOrNothing(
                chromium,
                "return document.querySelector('[data-node=\"%s\"]')?.dataset.state",
                node.name());
    }

    private static String failuresOf(WebDriver chromium, String what) {
        return textOrNothing(
                chromium,
                "return document.querySelector('[data-failure=\"%s\"]')?.textContent",
                what);
    }

    private static String textOrNothing(WebDriver chromium, String script, Object argument) {
        Object found = Browser.run(chromium, script.formatted(argument));
        return found == null ? "" : found.toString();
    }

    @Test
    void processesOfAnotherNodeAreShownWithTheirLinksAndMonitors() {
        try (Browser browser = Browser.start();
                TestNode billing =
                        TestNode.start(
                                "billing", "distributed-actors.discovery.seeds=" + orders.seed())) {
            await().until(() -> orders.node().nodes().contains(billing.name()));
            Pid ledger = billing.node().spawn(self -> self.receive(message -> null));
            billing.node().register("ledger", ledger);
            billing.node().send(ledger, "something that waits");
            Pid watcher =
                    orders.node()
                            .spawn(self -> {
                                self.link(ledger);
                                self.monitor(ledger);
                                self.receive(message -> () -> message);
                            });
            WebDriver chromium = browser.driver();
            chromium.get(orders.actuatorAddress() + "/actordashboard");

            await().untilAsserted(() -> {
                assertThat(textOf(chromium, "#graph [data-graph-node^=billing]"))
                        .contains("ledger", "1 queued");
                assertThat(textOf(chromium, "#graph [data-tie=LINK]")).contains("is linked with");
                assertThat(textOf(chromium, "#graph [data-tie=MONITOR]"))
                        .contains("watches ledger on billing");
                assertThat(textOf(chromium, "#queues")).contains("ledger", "billing");
            });
            orders.node().exit(watcher, ExitReason.KILL);
        }
    }

    /// What the page shows of a node that leaves, which seldom takes long enough to be watched.
    @Test
    void howFarANodeIsThatLeavesIsShown() {
        try (Browser browser = Browser.start()) {
            WebDriver chromium = browser.driver();
            chromium.get(orders.actuatorAddress() + "/actordashboard");
            await().until(() ->
                    Boolean.TRUE.equals(
                            Browser.run(
                                    chromium,
                                    "if (!last?.cluster.nodes[0].summary) return false;"
                                            + " last.cluster.nodes[0].summary.moves = {why: 'DRAIN', all: 40, moved: 12};"
                                            + " show(last); return true")));

            assertThat(textOf(chromium, "#nodes [data-moves=DRAIN]"))
                    .contains("leaves: 12 of 40 moved");
        }
    }

    private static String textOf(WebDriver chromium, String selector) {
        return textOrNothing(
                chromium,
                "return [...document.querySelectorAll('%s')].map(found => found.textContent).join('"
                        + " ')",
                selector);
    }

    @Test
    void thePageFitsAPhone() {
        try (Browser browser = Browser.start()) {
            WebDriver chromium = browser.driver();
            // A window is never as narrow.
            browser.emulate(
                    "setDeviceMetricsOverride",
                    Map.of(
                            "width",
                            PHONE_WIDTH,
                            "height",
                            844,
                            "deviceScaleFactor",
                            3,
                            "mobile",
                            true));
            chromium.get(orders.actuatorAddress() + "/actordashboard");
            await().until(() -> chromium.getTitle().equals("orders@127.0.0.1"));

            assertThat(Browser.run(chromium, "return window.innerWidth"))
                    .isEqualTo((long) PHONE_WIDTH);
            assertThat(Browser.run(chromium, "return document.documentElement.scrollWidth"))
                    .isEqualTo((long) PHONE_WIDTH);
        }
    }

    @Test
    void thePageIsDarkWhereTheUserWantsItDark() {
        try (Browser browser = Browser.start()) {
            WebDriver chromium = browser.driver();
            chromium.get(orders.actuatorAddress() + "/actordashboard");
            await().until(() -> chromium.getTitle().equals("orders@127.0.0.1"));

            for (String element : List.of("body", "section")) {
                prefer(browser, "light");
                assertThat(brightness(chromium, element, "backgroundColor"))
                        .isGreaterThan(brightness(chromium, element, "color"));
                prefer(browser, "dark");
                assertThat(brightness(chromium, element, "backgroundColor"))
                        .isLessThan(brightness(chromium, element, "color"));
            }
        }
    }

    private static void prefer(Browser browser, String scheme) {
        browser.emulate(
                "setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private static long brightness(WebDriver chromium, String element, String colour) {
        Object sum =
                Browser.run(
                        chromium,
                        ("return getComputedStyle(document.querySelector('%s')).%s.match(/\\d+/g)"
                                        + ".slice(0, 3).reduce((sum, part) => sum + Number(part), 0)")
                                .formatted(element, colour));
        assertThat(sum).isInstanceOf(Long.class);
        return (Long) sum;
    }

    @Test
    void aNodeThatDoesNotAnswerAnyMoreIsSaidSo() {
        try (Browser browser = Browser.start()) {
            WebDriver chromium = browser.driver();
            try (TestNode stock = TestNode.start("stock")) {
                chromium.get(stock.actuatorAddress() + "/actordashboard");
                await().until(() -> chromium.getTitle().equals("stock@127.0.0.1"));
            }
            await().until(() -> chromium.findElement(By.id("notice")).isDisplayed());

            assertThat(chromium.findElement(By.id("notice")).getText())
                    .startsWith("No answer from this node since");
        }
    }
}
