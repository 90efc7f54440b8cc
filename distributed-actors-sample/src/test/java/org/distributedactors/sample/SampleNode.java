package org.distributedactors.sample;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.test.web.servlet.client.RestTestClient;

/// A node of the sample in a JVM of its own, so that it can be killed.
final class SampleNode implements AutoCloseable {

    private final String name;
    private final int http;
    private final Process process;
    private final Path log;

    private SampleNode(String name, int http, Process process, Path log) {
        this.name = name;
        this.http = http;
        this.process = process;
        this.log = log;
    }

    /// Starts a node.
    ///
    /// @param portMapper the port of the port mapper of all nodes of a test
    static SampleNode start(String name, int portMapper, String... more) throws IOException {
        int http = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add("-D" + SampleApplication.PARENT_PID + "=" + ProcessHandle.current().pid());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(SampleApplication.class.getName());
        command.add("--server.port=" + http);
        command.add("--distributed-actors.node.name=" + name);
        command.add("--distributed-actors.epmd.port=" + portMapper);
        command.addAll(List.of(more));
        Path log = Files.createTempFile(name, ".log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new SampleNode(name, http, process, log);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String name() {
        return name + "@127.0.0.1";
    }

    String address() {
        return "http://127.0.0.1:" + http;
    }

    RestTestClient http() {
        return RestTestClient.bindToServer().baseUrl(address()).build();
    }

    /// The answer to a GET or another request; empty while there is none.
    String answer(String method, String path) {
        try {
            return String.valueOf(
                    http().method(org.springframework.http.HttpMethod.valueOf(method))
                            .uri(path)
                            .exchange()
                            .returnResult(String.class)
                            .getResponseBody());
        } catch (RuntimeException notUpYet) {
            return "";
        }
    }

    /// As `kill -9`.
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(log);
    }
}
