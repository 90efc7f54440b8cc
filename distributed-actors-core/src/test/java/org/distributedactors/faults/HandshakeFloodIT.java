package org.distributedactors.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A host that floods a node with silent sockets and wrong cookies keeps nobody else out, and costs nothing when it is over.
@Tag("on-demand")
class HandshakeFloodIT {

    private static final int SILENT = 1500;
    private static final int COOKIES = 10_000;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    @Test
    void whoHasTheCookieConnectsDuringTheFlood() throws IOException {
        Hosts.assumePossible();
        try (Cluster cluster = new Cluster(60, "a", "b", "x")) {
            cluster.start("a");
            cluster.start("b");
            cluster.until("a and b are connected", () -> connected(cluster));
            double idle = cores(cluster.member("a").pid(), Duration.ofSeconds(3));
            Process flood = flood(cluster);
            try (BufferedReader said = flood.inputReader(UTF_8)) {
                String silent = next(said);
                FaultsFixture.figure("flood, sockets", silent);
                for (int round = 0; round < 5; round++) {
                    FaultsFixture.bounded("flood, connected", reconnect(cluster), 0, 1000);
                }
                long guessing = System.nanoTime();
                while (!said.ready()) {
                    FaultsFixture.bounded("flood, connected during", reconnect(cluster), 0, 1000);
                    FaultsFixture.during(PAUSE);
                }
                String guessed = next(said);
                assertThat(guessed).startsWith("guessed " + COOKIES + " of ");
                FaultsFixture.figure(
                        "flood, wrong cookies that were looked at",
                        guessed
                                + " in s "
                                + Duration.ofNanos(System.nanoTime() - guessing).toSeconds());
                FaultsFixture.bounded("flood, connected after", reconnect(cluster), 0, 1000);
                double after = cores(cluster.member("a").pid(), Duration.ofSeconds(5));
                FaultsFixture.figure("flood, cores used before and after", idle + " and " + after);
                assertThat(after).isLessThan(0.2 + idle);
            } finally {
                flood.destroyForcibly();
            }
            assertThat(cluster.member("a").nodes()).containsExactly(cluster.name("b"));
        }
    }

    private static boolean connected(Cluster cluster) {
        return cluster.member("a").nodes().equals(List.of(cluster.name("b")));
    }

    private static long reconnect(Cluster cluster) {
        cluster.java("b").ask("disconnect " + cluster.name("a"));
        long start = System.nanoTime();
        assertThat(cluster.java("b").ask("connect " + cluster.name("a"))).isEqualTo("true");
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private static Process flood(Cluster cluster) throws IOException {
        List<String> command = new ArrayList<>(cluster.hosts().on("x"));
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Flooder.class.getName(),
                        cluster.hosts().address("a"),
                        cluster.java("a").ask("port"),
                        String.valueOf(SILENT),
                        String.valueOf(COOKIES)));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String next(BufferedReader said) throws IOException {
        String line = said.readLine();
        assertThat(line).startsWith("=");
        return line.substring(1);
    }

    /// How many cores a process uses, over a while.
    private static double cores(long pid, Duration over) throws IOException {
        long before = hundredths(pid);
        FaultsFixture.during(over);
        return (hundredths(pid) - before) / 100.0 / over.toSeconds();
    }

    private static long hundredths(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
