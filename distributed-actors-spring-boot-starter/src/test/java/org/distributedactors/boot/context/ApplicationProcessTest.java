package org.distributedactors.boot.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.event.EventListener;

/// When an application with nothing but the starter ends. Only a process of its own can show that.
class ApplicationProcessTest {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        private static final String MAIN_ENDED = "main has ended";

        public static void main(String[] args) {
            SpringApplication application = new SpringApplication(Application.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            application.run(args);
            IO.println(MAIN_ENDED);
        }

        @EventListener
        void started(NodeStartedEvent event) {
            IO.println(event);
        }
    }

    @Test
    @Timeout(60)
    void itLivesOnWhenMainHasEndedAndEndsInOrder() throws IOException, InterruptedException {
        Process process = launch();
        try (var output = process.inputReader()) {
            assertThat(until(output, Application.MAIN_ENDED)).contains(Application.MAIN_ENDED);
            assertThat(process.waitFor(1, TimeUnit.SECONDS)).isFalse();

            // Process.destroy would close the stream that is read below.
            process.toHandle().destroy();
            assertThat(until(output, "is down")).contains("Node alone@127.0.0.1 is down");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    @Timeout(60)
    void withExitOnRefreshItStartsNothingAndEnds() throws IOException, InterruptedException {
        Process process = launch("-Dspring.context.exit=onRefresh");
        try (var output = process.inputReader()) {
            assertThat(until(output, "Node alone@127.0.0.1 is up"))
                    .doesNotContain("is up", "FAILED");
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Process launch(String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Application.class.getName());
        command.add("--spring.application.name=alone");
        command.add("--distributed-actors.cookie=a cookie for tests");
        command.add("--distributed-actors.epmd.mode=none");
        // On the class path of tests only.
        command.add("--spring.docker.compose.enabled=false");
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /// What is read up to the line that has this text, or up to the end.
    private static String until(BufferedReader output, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            read.append(line).append('\n');
            if (line.contains(text)) {
                break;
            }
        }
        return read.toString();
    }
}
