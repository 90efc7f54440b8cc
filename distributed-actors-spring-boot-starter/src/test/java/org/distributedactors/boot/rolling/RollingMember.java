package org.distributedactors.boot.rolling;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A {@link RollingNode} in a JVM of its own.
final class RollingMember {

    static final String STARTED = "the application has started";

    private static final long LIMIT_SECONDS = 120;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    RollingMember(String name, int port, List<String> seeds) {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx160m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RollingNode.class.getName(),
                        "--spring.application.name=" + name,
                        "--spring.main.banner-mode=off",
                        "--distributed-actors.cookie=" + RollingRestartIT.COOKIE,
                        "--spring.docker.compose.enabled=false",
                        "--distributed-actors.epmd.mode=none",
                        "--distributed-actors.transport.port=" + port,
                        "--distributed-actors.remote-spawn.enabled=true",
                        "--distributed-actors.discovery.interval=1s",
                        "--distributed-actors.discovery.seeds=" + String.join(",", seeds));
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().name(name).start(this::read);
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.equals(STARTED)) {
                    started.complete(null);
                }
            }
        } catch (IOException ended) {
            lines.add("not read to its end: " + ended.getMessage());
        }
        started.completeExceptionally(new IllegalStateException(String.join("\n", lines)));
    }

    void awaitStarted() throws Exception {
        started.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /// Sends SIGTERM and waits for the end.
    ///
    /// @return what it printed
    String terminate() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it does not end\n" + String.join("\n", lines));
        }
        return String.join("\n", lines);
    }

    void kill() {
        process.destroyForcibly();
    }
}
