package org.distributedactors.boot.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.event.EventListener;

/// An application with nothing but the starter stays alive while its node is up. Only a process of its own can show that.
class StaysAliveTest {

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
    void theProcessLivesOnAfterMainAndEndsInOrder() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Application.class.getName(),
                                "--spring.application.name=alone",
                                "--distributed-actors.cookie=a cookie for tests",
                                "--distributed-actors.epmd.mode=none",
                                // On the class path of tests only.
                                "--spring.docker.compose.enabled=false")
                        .redirectErrorStream(true)
                        .start();
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
