package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

class OwnerLossTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final GlobalSimulation simulation = GlobalSimulation.of(1, "a", "b", "c");
    private final SimulatedNode a = simulation.node("a");
    private final SimulatedNode b = simulation.node("b");
    private final SimulatedNode c = simulation.node("c");
    private final Pid owner;

    OwnerLossTest() {
        simulation.connectAll();
        simulation.run(SOON);
        owner = simulation.register("b", "n");
        simulation.run(SOON);
    }

    @Test
    void theNameOfAProcessThatDiesIsFreeOnEveryNode() {
        b.kill(owner);
        simulation.run(SOON);
        assertThat(Stream.of(a, b, c)).allMatch(node -> node.table().isEmpty());
    }

    @Test
    void onItsOwnNodeADeadProcessHasItsNameNoMoreAtOnce() {
        b.kill(owner);
        assertThat(b.whereis("n")).isNull();
        long again = b.register("n", b.spawn());
        simulation.run(SOON);
        assertThat(b.outcome(again)).isEqualTo(Outcome.YES);
        assertThat(c.whereis("n")).isEqualTo(b.whereis("n")).isNotNull();
    }

    @Test
    void theNamesOfANodeThatIsLostAreFree() {
        simulation.crash(b);
        simulation.run(SOON);
        assertThat(Stream.of(a, c)).allMatch(node -> node.table().isEmpty());
        long request = c.register("n", c.spawn());
        simulation.run(SOON);
        assertThat(c.outcome(request)).isEqualTo(Outcome.YES);
    }

    @Test
    void listenersHearThatANameCameAndWent() {
        b.kill(owner);
        simulation.run(SOON);
        assertThat(a.events())
                .contains(
                        new GlobalEvent.NameRegistered(Atom.of("n"), owner, null),
                        new GlobalEvent.NameUnregistered(Atom.of("n"), owner));
    }

    @Test
    void aNodeThatComesBackJoinsAgain() {
        simulation.crash(b);
        simulation.run(SOON);
        b.start();
        simulation.connectAll();
        simulation.run(SOON);
        assertThat(simulation.isOnePartition()).isTrue();
    }
}
