package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.ExternalFun;
import org.distributedactors.term.Fun;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

/// A cluster of three nodes that is cut into `a b | c`, gives the same name away on both sides, and heals.
class ConflictTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final GlobalSimulation simulation = GlobalSimulation.of(1, "a", "b", "c");
    private final SimulatedNode a = simulation.node("a");
    private final SimulatedNode b = simulation.node("b");
    private final SimulatedNode c = simulation.node("c");

    ConflictTest() {
        simulation.connectAll();
        simulation.run(SOON);
        simulation.split("a b | c");
        simulation.run(SOON);
        simulation.connectAll();
        simulation.run(SOON);
    }

    private Pid ownerOn(SimulatedNode node, ConflictMethod method) {
        Pid pid = node.spawn();
        node.register("n", pid, method);
        simulation.run(SOON);
        assertThat(node.whereis("n")).isEqualTo(pid);
        return pid;
    }

    private void heal() {
        simulation.merge();
        simulation.runWithDiscovery(Duration.ofSeconds(6));
        assertThat(simulation.isOnePartition()).isTrue();
    }

    @Test
    void byDefaultTheProcessOnTheGreaterNodeIsKilled() {
        Pid kept = ownerOn(b, ConflictMethod.RANDOM_EXIT_NAME);
        Pid killed = ownerOn(c, ConflictMethod.RANDOM_EXIT_NAME);
        heal();
        assertThat(Stream.of(a, b, c)).allMatch(node -> kept.equals(node.whereis("n")));
        assertThat(c.isAlive(killed)).isFalse();
        assertThat(b.isAlive(kept)).isTrue();
    }

    @Test
    void theConflictIsReportedWhereItWasDecided() {
        Pid kept = ownerOn(a, ConflictMethod.RANDOM_EXIT_NAME);
        Pid killed = ownerOn(c, ConflictMethod.RANDOM_EXIT_NAME);
        heal();
        assertThat(Stream.of(a, b, c).flatMap(node -> node.events().stream()))
                .filteredOn(GlobalEvent.NameConflict.class::isInstance)
                .containsExactly(new GlobalEvent.NameConflict(Atom.of("n"), killed, kept, kept));
    }

    @Test
    void theLoserCanBeToldInsteadOfKilled() {
        Pid kept = ownerOn(a, ConflictMethod.RANDOM_NOTIFY_NAME);
        Pid told = ownerOn(c, ConflictMethod.RANDOM_NOTIFY_NAME);
        heal();
        assertThat(Stream.of(a, b, c)).allMatch(node -> kept.equals(node.whereis("n")));
        assertThat(c.mailbox(told))
                .containsExactly(Tuple.of(Atom.of("global_name_conflict"), Atom.of("n")));
    }

    @Test
    void bothCanLoseTheNameAndBeTold() {
        Pid one = ownerOn(a, ConflictMethod.NOTIFY_ALL_NAME);
        Pid other = ownerOn(c, ConflictMethod.NOTIFY_ALL_NAME);
        heal();
        assertThat(Stream.of(a, b, c)).allMatch(node -> node.table().isEmpty());
        assertThat(a.mailbox(one))
                .containsExactly(Tuple.of(Atom.of("global_name_conflict"), Atom.of("n"), other));
        assertThat(c.mailbox(other))
                .containsExactly(Tuple.of(Atom.of("global_name_conflict"), Atom.of("n"), one));
    }

    @Test
    void namesWithoutConflictAreKept() {
        Pid left = simulation.register("a", "left");
        Pid right = simulation.register("c", "right");
        simulation.run(SOON);
        heal();
        assertThat(Stream.of(a, b, c))
                .allMatch(node ->
                        left.equals(node.whereis("left")) && right.equals(node.whereis("right")));
    }

    @Test
    void afterAnyHealOneOwnerIsLeft() {
        for (long seed = 0; seed < 100; seed++) {
            GlobalSimulation random = GlobalSimulation.of(seed, "a", "b", "c", "d");
            random.split(seed % 2 == 0 ? "a b | c d" : "a | b c d");
            random.connectAll();
            random.run(SOON);
            random.register("b", "n");
            random.run(SOON);
            random.register("a", "n");
            random.register("d", "n");
            random.run(SOON);
            random.merge();
            random.connectAll();
            random.run(Duration.ofSeconds(1));
            assertThat(random.isOnePartition()).as("seed " + seed).isTrue();
            List<Pid> owners =
                    random.running().stream().map(node -> node.whereis("n")).distinct().toList();
            assertThat(owners).as("seed " + seed).hasSize(1).doesNotContainNull();
        }
    }

    @Test
    void aFunThatTheModuleGlobalMadeIsTheDefault() {
        Fun made =
                new Fun(
                        3,
                        Binary.of(new byte[16]),
                        0,
                        Atom.of("global"),
                        IntegerTerm.of(0),
                        IntegerTerm.of(1),
                        a.spawn(),
                        List.of());
        assertThat(ConflictMethod.of(made)).contains(ConflictMethod.RANDOM_EXIT_NAME);
    }

    @Test
    void aFunOfAnotherModuleCannotRunHere() {
        assertThat(ConflictMethod.of(new ExternalFun(Atom.of("mine"), Atom.of("decide"), 3)))
                .isEmpty();
    }
}
