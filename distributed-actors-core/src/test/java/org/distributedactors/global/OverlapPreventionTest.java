package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import org.distributedactors.global.GlobalMessage.LostConnection;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
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

    /// Reports of a node's two lives that cross in the network must not chase each other through the cluster.
    @Test
    void aReportIsPassedOnOnceThoughTheReporterHasBegunAnew() {
        Pid server = new Pid(Atom.of("a@host"), 1, 0, 1);
        Outbox outbox = new Outbox(new GlobalPids(server, server, server));
        KnownNodes nodes = new KnownNodes(server.node(), outbox);
        nodes.connected(Atom.of("b@host"));
        nodes.pending(Atom.of("b@host"), 8);
        OverlapPrevention overlap = new OverlapPrevention(true, BigInteger.ONE, nodes, outbox);
        LostConnection before = report(1, 7);
        LostConnection after = report(2, 1);

        overlap.reported(before);
        overlap.reported(after);
        assertThat(sent(outbox)).isEqualTo(2);

        overlap.reported(before);
        overlap.reported(after);
        assertThat(sent(outbox)).isZero();
    }

    private static LostConnection report(int creation, int operation) {
        return new LostConnection(
                Atom.of("c@host"),
                BigInteger.valueOf(creation),
                BigInteger.valueOf(operation),
                Atom.of("d@host"));
    }

    private static long sent(Outbox outbox) {
        return outbox.drain().stream().filter(GlobalEffect.SendToServer.class::isInstance).count();
    }
}
