package org.distributedactors.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Faults of one node and of its machine, on demand. The node they happen to, `c`, is a new one each time.
@Tag("on-demand")
class NodeFaultsIT extends FaultsFixture {

    private static final List<String> OTHERS = List.of("a", "b");

    NodeFaultsIT() {
        super(Cluster.TICK_SECONDS, "a", "b", "c", Cluster.ERLANG);
    }

    @AfterEach
    void replace() {
        cluster.forget("c");
        cluster.start("c");
        cluster.awaitWhole();
    }

    private JavaMember victim(String... jvm) {
        cluster.forget("c");
        JavaMember victim = (JavaMember) cluster.start("c", jvm);
        cluster.awaitWhole();
        victim.load(100, 100);
        return victim;
    }

    @Test
    @DisplayName("5: all threads of a node stand still at once, by the freezer of the kernel")
    void freezer() throws IOException {
        Path group =
                Path.of(
                        "/sys/fs/cgroup/freezer",
                        "distributed-actors-" + ProcessHandle.current().pid());
        Files.createDirectory(group);
        try {
            JavaMember victim = cluster.java("c");
            Files.writeString(group.resolve("cgroup.procs"), String.valueOf(victim.pid()));
            long frozen = System.nanoTime();
            Files.writeString(group.resolve("freezer.state"), "FROZEN");
            for (String host : OTHERS) {
                bounded(
                        "fault 5, " + host,
                        cluster.lossAfter(frozen, host, "c"),
                        ticks(0.75).toMillis(),
                        ticks(1.25).toMillis() + 1000);
            }
            Files.writeString(group.resolve("freezer.state"), "THAWED");
            cluster.awaitWhole();
        } finally {
            Files.writeString(group.resolve("freezer.state"), "THAWED");
            cluster.forget("c");
            Files.delete(group);
            cluster.start("c");
        }
    }

    @Test
    @DisplayName("6: a full heap that is collected all the time does not look like silence")
    void collections() {
        JavaMember victim = victim("-Xmx192m");
        long from = System.nanoTime();
        figure("fault 6, collections in 8 s", victim.ask("collect 8"));
        nobodyLostAnybodySince(from);
    }

    @Test
    @DisplayName("37: a name that resolves to nothing, or never, fails in time and holds no thread")
    void names() throws IOException {
        Path etc = Path.of("/etc/netns", cluster.hosts().namespace("c"));
        Files.createDirectories(etc);
        Files.writeString(etc.resolve("resolv.conf"), "nameserver 10.77.0.99\n");
        try {
            JavaMember victim = victim();
            long threads = victim.figures().threads();
            long asked = System.nanoTime();
            assertThat(victim.ask("connect ghost@nowhere.example.invalid")).isEqualTo("false");
            bounded("fault 37", Duration.ofNanos(System.nanoTime() - asked).toMillis(), 0, 8000);
            messagesArrive();
            cluster.until("no thread is held", () -> victim.figures().threads() <= threads + 2);
        } finally {
            Files.delete(etc.resolve("resolv.conf"));
            Files.delete(etc);
        }
    }

    @Test
    @DisplayName("38: the clock of the machine jumps by hours, and nothing is early or late")
    void clock() throws IOException {
        Path time = Files.createTempFile("faults", "time");
        Files.writeString(time, "+0");
        cluster.forget("c");
        List<String> where = new ArrayList<>(cluster.hosts().on("c"));
        where.addAll(
                List.of(
                        "env",
                        "LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
                        "DONT_FAKE_MONOTONIC=1",
                        "FAKETIME_CACHE_DURATION=1",
                        "FAKETIME_TIMESTAMP_FILE=" + time));
        cluster.put("c", cluster.java(where, cluster.name("c")));
        cluster.awaitWhole();
        cluster.member("c").load(100, 100);
        long from = System.nanoTime();
        for (String offset : List.of("+3600", "-7200", "+0")) {
            Files.writeString(time, offset);
            during(ticks(1.5));
        }
        nobodyLostAnybodySince(from);
        messagesArrive();
        Files.delete(time);
    }

    @Test
    @DisplayName("40: a process that takes all memory fails alone, or its node ends fast")
    void heapExhausted() {
        JavaMember victim = victim("-Xmx64m", "-XX:+ExitOnOutOfMemoryError");
        long from = System.nanoTime();
        victim.tell("eat");
        assertThat(victim.ended(Duration.ofSeconds(30))).isTrue();
        bounded("fault 40", cluster.lossAfter(from, "a", "c"), 0, 30_000);
        cluster.forget("c");
        cluster.start("c");
        JavaMember survivor = victim("-Xmx64m");
        figure("fault 40, without the flag the process ends with", survivor.ask("eat"));
        messagesArrive();
    }

    @Test
    @DisplayName("41: where no more files can be opened, standing connections live")
    void noMoreDescriptors() throws IOException {
        JavaMember victim = victim();
        long open = victim.figures().descriptors();
        Command.run(
                "prlimit", "--pid", String.valueOf(victim.pid()), "--nofile=" + (open + 4) + ":");
        long from = System.nanoTime();
        flood("a", "c", 100);
        messagesArrive();
        nobodyLostAnybodySince(from);
        Command.run("prlimit", "--pid", String.valueOf(victim.pid()), "--nofile=4096:");
        cluster.java("a").ask("disconnect " + cluster.name("c"));
        cluster.awaitWhole();
    }

    /// Opens connections to the node's port mapper that say nothing, from another host, and holds them for a while.
    private void flood(String from, String to, int sockets) {
        InetSocketAddress target = new InetSocketAddress(cluster.hosts().address(to), 4369);
        cluster.hosts()
                .inside(
                        from,
                        "bash",
                        "-c",
                        "for i in $(seq %d); do exec {f}<>/dev/tcp/%s/%d; done; read -t 3 <> <(:) || true"
                                .formatted(sockets, target.getHostString(), target.getPort()));
    }

    @Test
    @DisplayName("42: memory for the network runs out, and the node lives")
    void noDirectMemory() {
        victim("-XX:MaxDirectMemorySize=16m", "-Dio.netty.maxDirectMemory=16777216");
        cluster.java("a").ask("throw-at " + cluster.name("c") + " 40");
        cluster.java("b").ask("throw-at " + cluster.name("c") + " 40");
        during(ticks(1));
        cluster.awaitWhole();
        messagesArrive();
    }

    @Test
    @DisplayName("44: a process that never lets go does not keep its node from ending")
    void blockedProcess() {
        JavaMember victim = victim();
        victim.ask("block");
        messagesArrive();
        long took = Long.parseLong(victim.ask("stop"));
        bounded("fault 44, stop", took, 0, 15_000);
    }
}
