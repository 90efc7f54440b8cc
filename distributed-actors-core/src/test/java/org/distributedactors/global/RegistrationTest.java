package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final GlobalSimulation simulation = joined(1, "a", "b", "c");
    private final SimulatedNode a = simulation.node("a");
    private final SimulatedNode b = simulation.node("b");
    private final SimulatedNode c = simulation.node("c");

    private static GlobalSimulation joined(long seed, String... names) {
        GlobalSimulation simulation = GlobalSimulation.of(seed, names);
        simulation.connectAll();
        simulation.runUntil(simulation::isOnePartition, SOON);
        simulation.run(SOON);
        return simulation;
    }

    private Outcome endOf(SimulatedNode node, long request) {
        simulation.runUntil(() -> node.outcome(request) != null, SOON);
        return node.outcome(request);
    }

    @Test
    void aRegisteredNameIsFoundOnEveryNode() {
        Pid pid = b.spawn();
        assertThat(endOf(b, b.register("n", pid))).isEqualTo(Outcome.YES);
        assertThat(Stream.of(a, b, c)).allMatch(node -> pid.equals(node.whereis("n")));
    }

    @Test
    void ofTwoNodesThatRegisterANameAtOnceExactlyOneGetsIt() {
        for (long seed = 0; seed < 100; seed++) {
            GlobalSimulation two = joined(seed, "a", "b");
            SimulatedNode left = two.node("a");
            SimulatedNode right = two.node("b");
            Pid leftPid = left.spawn();
            Pid rightPid = right.spawn();
            long leftRequest = left.register("n", leftPid);
            long rightRequest = right.register("n", rightPid);
            two.run(SOON);
            List<Outcome> outcomes =
                    List.of(left.outcome(leftRequest), right.outcome(rightRequest));
            assertThat(outcomes).containsExactlyInAnyOrder(Outcome.YES, Outcome.NO);
            Pid winner = outcomes.getFirst() == Outcome.YES ? leftPid : rightPid;
            assertThat(left.whereis("n")).isEqualTo(winner);
            assertThat(right.whereis("n")).isEqualTo(winner);
        }
    }

    @Test
    void aNameThatHasAnOwnerIsRefusedWithoutAnyMessage() {
        endOf(b, b.register("n", b.spawn()));
        long request = a.register("n", a.spawn());
        assertThat(a.outcome(request)).isEqualTo(Outcome.NO);
    }

    @Test
    void aProcessHasAtMostOneName() {
        Pid pid = a.spawn();
        endOf(a, a.register("first", pid));
        assertThat(endOf(a, a.register("second", pid))).isEqualTo(Outcome.NO);
        assertThat(endOf(b, b.register("second", pid))).isEqualTo(Outcome.NO);
    }

    @Test
    void anUnregisteredNameIsFreeOnEveryNode() {
        endOf(a, a.register("n", a.spawn()));
        assertThat(endOf(c, c.unregister("n"))).isEqualTo(Outcome.YES);
        assertThat(Stream.of(a, b, c)).allMatch(node -> node.whereis("n") == null);
        assertThat(endOf(b, b.register("n", b.spawn()))).isEqualTo(Outcome.YES);
    }

    @Test
    void reRegisteringReplacesTheOwnerOnEveryNode() {
        endOf(a, a.register("n", a.spawn()));
        Pid next = b.spawn();
        assertThat(endOf(c, c.reRegister("n", next))).isEqualTo(Outcome.YES);
        assertThat(Stream.of(a, b, c)).allMatch(node -> next.equals(node.whereis("n")));
    }

    @Test
    void manyNamesAreRegisteredUnderFewLocks() {
        List<Long> requests = new ArrayList<>();
        long began = simulation.clock().nowMicros();
        for (int i = 0; i < 1_000; i++) {
            requests.add(a.register("n" + i, a.spawn()));
        }
        assertThat(
                        simulation.runUntil(
                                () -> requests.stream().allMatch(r -> a.outcome(r) == Outcome.YES),
                                SOON))
                .isTrue();
        assertThat(simulation.clock().nowMicros() - began).isLessThan(100_000);
        assertThat(c.table()).hasSize(1_000);
    }

    @Test
    void allNodesThatKeepRegisteringGetTheirTurn() {
        List<Long> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            for (SimulatedNode node : List.of(a, b, c)) {
                requests.add(node.register(node.name().name() + i, node.spawn()));
            }
            simulation.run(Duration.ofMillis(5));
        }
        simulation.run(Duration.ofSeconds(10));
        assertThat(a.table()).hasSize(60).isEqualTo(b.table()).isEqualTo(c.table());
    }

    @Test
    void aRegistrationThatStillWaitsForTheLockCanBeGivenUp() {
        Pid holder = b.spawn();
        simulation.setLock(b, holder, c);
        long request = a.register("n", a.spawn());
        simulation.run(SOON);
        assertThat(a.outcome(request)).isNull();
        a.abandon(request);
        assertThat(a.outcome(request)).isEqualTo(Outcome.ABANDONED);
        b.kill(holder);
        simulation.run(SOON);
        assertThat(c.whereis("n")).isNull();
    }

    @Test
    void theLockOfAHolderThatDiesIsFree() {
        Pid holder = b.spawn();
        simulation.setLock(b, holder, c);
        long request = a.register("n", a.spawn());
        simulation.run(SOON);
        assertThat(a.outcome(request)).isNull();
        b.kill(holder);
        assertThat(endOf(a, request)).isEqualTo(Outcome.YES);
    }

    @Test
    void theLockOfAHolderWhoseNodeIsLostIsFree() {
        Pid holder = b.spawn();
        simulation.setLock(b, holder, c);
        long request = a.register("n", a.spawn());
        simulation.run(SOON);
        simulation.crash(b);
        assertThat(endOf(a, request)).isEqualTo(Outcome.YES);
    }

    @Test
    void aRegistrationGoesOnWithoutANodeThatIsLostMeanwhile() {
        long request = a.register("n", a.spawn());
        simulation.run(Duration.ofMillis(1));
        simulation.crash(b);
        assertThat(endOf(a, request)).isEqualTo(Outcome.YES);
        assertThat(c.whereis("n")).isEqualTo(a.whereis("n")).isNotNull();
    }
}
