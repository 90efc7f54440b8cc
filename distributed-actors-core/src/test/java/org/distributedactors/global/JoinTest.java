package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

class JoinTest {

    private static final Duration SOON = Duration.ofMillis(200);

    @Test
    void twoFreshNodesJoinWithinMilliseconds() {
        GlobalSimulation simulation = GlobalSimulation.of(1, "a", "b");
        simulation.connect("a", "b");
        assertThat(simulation.runUntil(simulation::isOnePartition, Duration.ofMillis(50))).isTrue();
    }

    @Test
    void tenFreshNodesThatAllConnectAtOnceJoin() {
        GlobalSimulation simulation =
                GlobalSimulation.of(2, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        simulation.connectAll();
        assertThat(simulation.runUntil(simulation::isOnePartition, Duration.ofSeconds(1))).isTrue();
    }

    @Test
    void aThirdNodeIsConnectedToByThoseWhoMeetItThroughOthers() {
        GlobalSimulation simulation = GlobalSimulation.of(3, "a", "b", "c");
        simulation.connect("a", "b");
        simulation.run(SOON);
        simulation.connect("b", "c");
        simulation.run(SOON);
        assertThat(simulation.isOnePartition()).isTrue();
        assertThat(simulation.isConnected("a", "c")).isTrue();
    }

    @Test
    void namesOfBothPartitionsAreKnownEverywhereAfterwards() {
        GlobalSimulation simulation = GlobalSimulation.of(4, "a", "b", "c", "d");
        simulation.connect("a", "b");
        simulation.connect("c", "d");
        simulation.run(SOON);
        Pid left = simulation.register("a", "left");
        Pid right = simulation.register("d", "right");
        simulation.run(SOON);
        simulation.connect("b", "c");
        simulation.run(SOON);
        assertThat(simulation.running())
                .allSatisfy(node ->
                        assertThat(node.table())
                                .containsOnly(Map.entry("left", left), Map.entry("right", right)));
    }

    @Test
    void theJoinLeavesNoLockBehind() {
        GlobalSimulation simulation = GlobalSimulation.of(5, "a", "b");
        simulation.connect("a", "b");
        simulation.run(SOON);
        long request = simulation.node("a").register("n", simulation.node("a").spawn());
        assertThat(
                        simulation.runUntil(
                                () -> simulation.node("a").outcome(request) == Outcome.YES,
                                Duration.ofMillis(20)))
                .isTrue();
    }

    @Test
    void aConnectionThatBreaksAtAnyMomentOfTheJoinLeavesBothAbleToRegister() {
        for (long seed = 0; seed < 200; seed++) {
            GlobalSimulation simulation = GlobalSimulation.of(seed, "a", "b", "c");
            simulation.connect("a", "b");
            simulation.run(SOON);
            simulation.connect("b", "c");
            simulation.run(Duration.ofNanos(simulation.random(15_000_000)));
            simulation.cut("b", "c");
            simulation.run(Duration.ofSeconds(1));
            simulation.register("a", "one");
            simulation.register("c", "other");
            simulation.run(Duration.ofSeconds(1));
            assertThat(simulation.node("a").table()).as("seed " + seed).containsKey("one");
            assertThat(simulation.node("c").table()).as("seed " + seed).containsKey("other");
        }
    }

    @Test
    void syncEndsWhenTheNodesAreSynchronisedOrCannotBeReached() {
        GlobalSimulation simulation = GlobalSimulation.of(7, "a", "b", "c");
        simulation.crash(simulation.node("c"));
        SimulatedNode a = simulation.node("a");
        long request = a.sync(simulation.node("b"), simulation.node("c"));
        assertThat(simulation.runUntil(() -> a.outcome(request) == Outcome.YES, SOON)).isTrue();
        assertThat(a.state().known()).containsExactly(simulation.node("b").name());
    }
}
