package org.distributedactors.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The faults that every build lives through: three JVMs and an Erlang node. Numbers are those of the list of faults in
/// `docs/evidence/faults.md`.
class FaultsIT extends FaultsFixture {

    private static final List<String> OTHERS = List.of("a", "b", Cluster.ERLANG);

    FaultsIT() {
        super(Cluster.TICK_SECONDS, "a", "b", "c", Cluster.ERLANG);
    }

    @Test
    @DisplayName("1 and 20: a node that is killed is missed at once, and a new one takes its place")
    void killedAndRestarted() {
        assertThat(cluster.member("c").register("killed")).isTrue();
        cluster.awaitOneOwner("killed");
        long killed = System.nanoTime();
        cluster.member("c").kill();
        for (String host : List.of("a", "b")) {
            bounded("fault 1, " + host, cluster.lossAfter(killed, host, "c"), 0, 250);
        }
        cluster.forget("c");
        cluster.awaitWhole();
        cluster.members()
                .forEach(member ->
                        cluster.until(
                                "the name is free",
                                () -> member.whereis("killed").equals("undefined")));
        cluster.start("c");
        cluster.awaitWhole();
        assertThat(cluster.member("c").register("killed")).isTrue();
    }

    @Test
    @DisplayName("2: a host that vanishes without a word is missed in time")
    void hostGone() {
        long gone = System.nanoTime();
        cluster.network().unplug("b");
        cluster.member("b").kill();
        for (String host : List.of("a", "c")) {
            silence("fault 2, " + host, cluster.lossAfter(gone, host, "b"));
        }
        cluster.forget("b");
        cluster.network().plug("b");
        cluster.start("b");
    }

    @Test
    @DisplayName("3: a node that pauses for less than the tick time is not missed")
    void shortPause() {
        long frozen = System.nanoTime();
        cluster.member("b").freeze();
        during(ticks(0.25));
        cluster.member("b").thaw();
        messagesArrive();
        nobodyLostAnybodySince(frozen);
    }

    @Test
    @DisplayName("4: a node that pauses for longer is missed once, and comes back as the same node")
    void longPause() {
        long frozen = System.nanoTime();
        cluster.member("b").freeze();
        for (String host : List.of("a", "c")) {
            silence("fault 4, " + host, cluster.lossAfter(frozen, host, "b"));
        }
        during(ticks(0.25));
        cluster.member("b").thaw();
        cluster.until(
                "the node that paused has missed the others",
                () ->
                        List.of("a", "c").stream()
                                .allMatch(host -> cluster.lossAfter(frozen, "b", host) > 0));
        cluster.awaitWhole();
        assertThat(lossesOf("b", "a", frozen)).isEqualTo(1);
    }

    private long lossesOf(String lost, String by, long since) {
        return cluster.history()
                .count(
                        since,
                        event ->
                                event.node().equals(cluster.name(by))
                                        && event.is("nodedown", cluster.name(lost)));
    }

    @Test
    @DisplayName(
            "7 and 23: both sides of a split go on, and one owner of each name is left when it"
                    + " heals")
    void split() {
        cluster.network().split("a e | b c");
        cluster.awaitViews("a e | b c");
        assertThat(cluster.member("a").register("both")).isTrue();
        assertThat(cluster.member("c").register("both")).isTrue();
        long healed = System.nanoTime();
        cluster.network().heal();
        cluster.awaitWhole();
        cluster.awaitOneOwner("both");
        figure("fault 7, whole again", Duration.ofNanos(System.nanoTime() - healed).toMillis());
    }

    @Test
    @DisplayName("8: where one hears the other and not the other way round, both give up")
    void oneWay() {
        long deaf = System.nanoTime();
        cluster.network().deafen("b", List.of(cluster.hosts().all().getFirst()));
        cluster.lossAfter(deaf, "b", "a");
        cluster.lossAfter(deaf, "a", "b");
        cluster.network().heal();
        cluster.awaitWhole();
        assertThat(lossesOf("a", "b", deaf)).as("no flapping").isLessThanOrEqualTo(2);
    }

    @Test
    @DisplayName("14: bulk on a slow link does not pass for silence")
    void slowLink() {
        long slowed = System.nanoTime();
        cluster.network().slow("a", "1mbit");
        cluster.java("a").ask("throw-at " + cluster.name("b") + " 2");
        during(ticks(2));
        nobodyLostAnybodySince(slowed);
    }

    @Test
    @DisplayName("16: a connection that is reset in the middle of a message is made again")
    void reset() {
        long reset = System.nanoTime();
        cluster.java("a").ask("load 100 100000");
        cluster.network().reset("b", "a");
        cluster.lossAfter(reset, "a", "b");
        cluster.lossAfter(reset, "b", "a");
    }

    @Test
    @DisplayName("17: a host that starts again before it was missed is known by its new life")
    void halfOpen() {
        long gone = System.nanoTime();
        cluster.network().unplug("c");
        cluster.member("c").kill();
        cluster.forget("c");
        cluster.network().plug("c");
        cluster.start("c");
        OTHERS.stream()
                .filter(host -> !host.equals(Cluster.ERLANG))
                .forEach(host -> cluster.lossAfter(gone, host, "c"));
    }

    @Test
    @DisplayName("21: a second node of the same name is refused, and the first is unhurt")
    void twin() {
        long started = System.nanoTime();
        List<String> refusals = new ArrayList<>();
        try (JavaMember twin = cluster.java("a", cluster.name("a"), "-Dnode.epmd=AUTO")) {
            refusals.add("the twin came up: " + twin.nodes());
        } catch (IllegalStateException refused) {
            refusals.add(refused.getMessage());
        }
        assertThat(refusals.getFirst()).contains("did not come up");
        messagesArrive();
        nobodyLostAnybodySince(started);
    }

    @Test
    @DisplayName("24: a lock of the cluster is free again when its holder is killed")
    void lockHolderKilled() {
        assertThat(cluster.java("c").ask("lock resource 5")).isEqualTo("true");
        assertThat(cluster.java("a").ask("lock resource 0")).startsWith("refused");
        cluster.member("c").kill();
        assertThat(cluster.java("a").ask("lock resource 30")).isEqualTo("true");
        cluster.java("a").ask("unlock");
        assertThat(cluster.member("b").register("after-the-lock")).isTrue();
        cluster.forget("c");
        cluster.start("c");
    }

    @Test
    @DisplayName("45: a node that is stopped under load says so to the others")
    void stoppedUnderLoad() {
        long stopped = System.nanoTime();
        figure("fault 45, stop took ms", cluster.java("c").ask("stop"));
        for (String host : List.of("a", "b")) {
            bounded("fault 45, " + host, cluster.lossAfter(stopped, host, "c"), 0, 2000);
        }
        cluster.forget("c");
        cluster.start("c");
    }

    /// B3: a silent peer is missed between 0.75 and 1.25 of the tick time, and a second later at most.
    private void silence(String what, long millis) {
        bounded(what, millis, ticks(0.75).toMillis(), ticks(1.25).toMillis() + 1000);
    }
}
