package org.distributedactors.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// R7: ten nodes, each in a process of its own, that are up and know nobody; then each is told the first one. Boot is until
/// all are up, mesh from then until all see all.
///
/// A node prints `READY`, reads a line, and prints `WHOLE` when it sees all others.
final class Mesh {

    private static final int NODES = Integer.parseInt(Report.env("MESH_NODES", "10"));

    private Mesh() {}

    /// @param args `ours`, `pekko` or `otp`
    public static void main(String[] args) throws Exception {
        int base = freePort();
        List<Process> nodes = new ArrayList<>();
        List<BufferedReader> outputs = new ArrayList<>();
        try {
            long start = System.nanoTime();
            for (int i = 0; i < NODES; i++) {
                Process node =
                        new ProcessBuilder(command(args[0], i, base))
                                .redirectError(ProcessBuilder.Redirect.INHERIT)
                                .start();
                nodes.add(node);
                outputs.add(new BufferedReader(new InputStreamReader(node.getInputStream())));
            }
            awaitAll(outputs, "READY");
            long up = System.nanoTime();
            for (Process node : nodes) {
                node.getOutputStream().write('\n');
                node.getOutputStream().flush();
            }
            awaitAll(outputs, "WHOLE");
            long whole = System.nanoTime();
            report(args[0], "boot", up - start);
            report(args[0], "mesh", whole - up);
        } finally {
            nodes.forEach(Process::destroyForcibly);
        }
        System.exit(0);
    }

    private static void report(String who, String metric, long nanos) {
        Report.report(who, "R7", "nodes=" + NODES, metric, "ms", nanos / 1e6);
    }

    private static void awaitAll(List<BufferedReader> outputs, String word) throws IOException {
        for (BufferedReader output : outputs) {
            for (String line = output.readLine(); !word.equals(line); line = output.readLine()) {
                if (line == null) {
                    throw new IllegalStateException("a node ended before " + word);
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static List<String> command(String who, int number, int base) {
        return switch (who) {
            case "ours" -> java("OursMesh", number, base);
            case "pekko" -> java("peers.PekkoMesh", number, base);
            case "otp" -> erlang(number);
            default -> throw new IllegalArgumentException(who);
        };
    }

    private static List<String> java(String type, int number, int base) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "org.distributedactors.benchmarks." + type,
                String.valueOf(number),
                String.valueOf(NODES),
                String.valueOf(base));
    }

    private static List<String> erlang(int number) {
        String whole =
                """
                io:format("READY~~n"), io:get_line(""), net_adm:ping('mesh0@127.0.0.1'),
                Wait = fun Wait() -> case length(nodes()) of %d -> ok; _ -> receive after 2 -> Wait() end end end,
                Wait(), io:format("WHOLE~~n"), io:get_line("").
                """
                        .formatted(NODES - 1)
                        .replace("~~", "~");
        return List.of(
                "erl",
                "-noshell",
                "-name",
                String.format(Locale.ROOT, "mesh%d@127.0.0.1", number),
                "-setcookie",
                "benchmarks",
                "-eval",
                whole);
    }
}
