package org.distributedactors.faults;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.distributedactors.interop.ErlangNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// R6: from `kill -9` of a node to the `DOWN` of a monitor elsewhere. A node of ours and one of Erlang's watch the same
/// victims, a node of ours and one of Erlang's in turn, so that what a process needs to die counts for both.
@Tag("on-demand")
class KillToDownIT {

    private static final int REPEATS = Integer.getInteger("r6.repeats", 20);
    private static final String VICTIM = "y";

    private final Map<String, List<Double>> millis = new TreeMap<>();

    @Test
    void theSameVictimIsMissedByBoth() {
        ErlangNode.assumeInstalled();
        Hosts.assumePossible();
        try (Cluster cluster = new Cluster(60, "a", Cluster.ERLANG, "b", VICTIM)) {
            // A JVM as users run it, not as the other tests do.
            cluster.start("a", "-XX:TieredStopAtLevel=4", "-Dio.netty.leakDetection.level=simple");
            cluster.start(Cluster.ERLANG);
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                Member victim = cluster.start("b");
                kill(cluster, "b", "JVM", victim.pid());
                cluster.forget("b");
                killErlang(cluster);
            }
        }
        millis.forEach((who, values) -> FaultsFixture.figure("R6 ms, " + who, summary(values)));
    }

    private void killErlang(Cluster cluster) {
        try (ErlangNode victim =
                ErlangNode.startIn(
                        cluster.hosts().namespace(VICTIM), cluster.name(VICTIM), Cluster.COOKIE)) {
            victim.eval("register(sink, spawn(fun() -> receive stop -> ok end end))");
            victim.eval("pong = net_adm:ping('" + cluster.name("a") + "')");
            victim.eval("pong = net_adm:ping('" + cluster.name(Cluster.ERLANG) + "')");
            kill(cluster, VICTIM, "beam", victim.pid());
        }
    }

    private void kill(Cluster cluster, String host, String kind, long pid) {
        String name = cluster.name(host);
        ErlangMember erlang = (ErlangMember) cluster.member(Cluster.ERLANG);
        cluster.until(host + " is watched", () -> cluster.java("a").ask("watched").contains(name));
        erlang.eval(
                """
                (fun() -> Me = self(), spawn(fun() ->
                    monitor(process, {sink, '%s'}), Me ! watching,
                    receive {'DOWN', _, _, _, noconnection} ->
                        Me ! {down, erlang:system_time(microsecond)} end
                end), receive watching -> ok end end)()
                """
                        .formatted(name));
        long nanos = System.nanoTime();
        long micros = micros();
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        String down = erlang.eval("(fun() -> receive {down, At} -> At end end)()");
        add(kind + " watched by OTP", (Long.parseLong(down) - micros) / 1e3);
        cluster.until(
                "DOWN",
                () -> cluster.history().first(cluster.name("a"), nanos, "down", name).isPresent());
        long at =
                cluster.history().first(cluster.name("a"), nanos, "down", name).orElseThrow().at();
        add(kind + " watched by ours", (at - nanos) / 1e6);
    }

    private void add(String who, double value) {
        millis.computeIfAbsent(who, first -> new ArrayList<>()).add(value);
    }

    private static long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }

    private static String summary(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return "median %.2f, least %.2f, most %.2f of %d"
                .formatted(
                        sorted.get(sorted.size() / 2),
                        sorted.getFirst(),
                        sorted.getLast(),
                        sorted.size());
    }
}
