package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OverlapPreventionTest {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final GlobalSimulation simulation = GlobalSimulation.of(1, "a", "b", "c", "d");

    OverlapPreventionTest() {
        simulation.connectAll();
        simulation.run(SOON);
        assertThat(simulation.isOnePartition()).isTrue();
    }

    @Test
    void noNodeStaysWithTwoThatLostEachOther() {
        simulation.cut("a", "b");
        simulation.run(SOON);
        assertThat(simulation.partition("c")).doesNotContainSequence("a", "b");
        for (SimulatedNode node : simulation.running()) {
            for (SimulatedNode other : simulation.running()) {
                boolean knows = node.state().known().contains(other.name());
                boolean isKnown = other.state().known().contains(node.name());
                assertThat(knows).isEqualTo(isKnown);
            }
        }
    }

    @Test
    void theOthersStayTogetherWhenANodeDies() {
        simulation.crash(simulation.node("d"));
        simulation.run(SOON);
        assertThat(simulation.isOnePartition()).isTrue();
        assertThat(simulation.partition("a")).containsExactly("a", "b", "c");
    }

    @Test
    void nodesThatConnectAgainBecomeOnePartition() {
        simulation.cut("a", "b");
        simulation.run(SOON);
        simulation.connectAll();
        simulation.run(SOON);
        assertThat(simulation.isOnePartition()).isTrue();
    }

    @Test
    void aNodeThatShutsDownDoesNotTearTheOthersApart() {
        simulation.node("d").prepareShutdown();
        simulation.cut("d", "a");
        simulation.run(SOON);
        assertThat(simulation.partition("a")).containsExactly("a", "b", "c");
        assertThat(simulation.partition("d")).containsExactly("d");
    }
}
