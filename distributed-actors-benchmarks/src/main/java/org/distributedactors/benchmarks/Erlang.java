package org.distributedactors.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the workloads in Erlang need: their modules, and a port mapper of their own.
final class Erlang {
    private static Path beams;
    private static int epmdPort;
    private static Process epmd;

    private Erlang() {}

    /// The directory of the compiled modules; null where there is no compiler. The sources travel in the jar.
    static Path compile() throws InterruptedException {
        if (beams != null) {
            return beams;
        }
        try {
            Path directory = Files.createTempDirectory("benchmarks-erl");
            Path source = directory.resolve("bench.erl");
            Path second = directory.resolve("bench_gs.erl");
            for (Path file : List.of(source, second)) {
                try (InputStream in =
                        Benchmarks.class.getResourceAsStream("/erl/" + file.getFileName())) {
                    Files.copy(in, file);
                }
            }
            Process erlc =
                    new ProcessBuilder(
                                    "erlc",
                                    "-o",
                                    directory.toString(),
                                    source.toString(),
                                    second.toString())
                            // It takes a working directory for part of any path that begins with
                            // it.
                            .directory(directory.toFile())
                            .inheritIO()
                            .start();
            beams = erlc.waitFor() == 0 ? directory : null;
        } catch (IOException noErlang) {
            beams = null;
        }
        return beams;
    }

    static List<String> command(Path beams, String workload) throws IOException {
        startEpmd();
        return List.of(
                "erl",
                "-noshell",
                "+P",
                "4000000",
                "-name",
                "bench@127.0.0.1",
                "-setcookie",
                "peers-bench-cookie",
                "-kernel",
                "inet_dist_use_interface",
                "{127,0,0,1}",
                "-pa",
                beams.toString(),
                "-run",
                "bench",
                "main",
                workload);
    }

    static void startEpmd() throws IOException {
        if (epmd == null) {
            epmd =
                    new ProcessBuilder("epmd", "-port", "" + epmdPort(), "-address", "127.0.0.1")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        }
    }

    static int epmdPort() throws IOException {
        if (epmdPort == 0) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                epmdPort = socket.getLocalPort();
            }
        }
        return epmdPort;
    }

    static void stop() {
        if (epmd != null) {
            epmd.destroy();
        }
    }
}
