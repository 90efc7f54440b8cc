package org.distributedactors.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.distributedactors.pg.PgSimulation.SimulatedScope;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

/// Random histories: processes join, leave and die, connections break and come back, the network parts, nodes start again,
/// all at once. At any time:
///
/// 1. No empty group is listed.
/// 2. What a watcher was told adds up to the table.
///
/// Then the network heals, and when nothing is on its way any more:
///
/// 3. Every node has the same members, each as often as it joined.
/// 4. No member is dead.
/// 5. Nothing that an honest node says was refused as too much or as another's.
class PgSimulationTest {

    private static final int SEEDS = Integer.getInteger("sim.seeds", 1000);
    private static final Long ONE_SEED = Long.getLong("sim.seed");

    @Test
    void afterAnyHistoryAllNodesHaveTheSameMembers() {
        List<String> failures = new ArrayList<>();
        for (long seed : seeds()) {
            try {
                new History(seed).play();
            } catch (AssertionError | RuntimeException failure) {
                failures.add("-Dsim.seed=" + seed + ": " + failure);
            }
        }
        assertThat(failures).isEmpty();
    }

    private static long[] seeds() {
        return ONE_SEED == null ? LongStream.range(0, SEEDS).toArray() : new long[] {ONE_SEED};
    }

    /// One random history.
    private static final class History {

        private static final int STEPS = 300;

        private final PgSimulation simulation;
        private final List<Term> groups = List.of(Atom.of("g"), Atom.of("h"), Atom.of("i"));

        /// How often each process is in each group, by what was asked for.
        private final WantedMembers wanted = new WantedMembers();

        History(long seed) {
            simulation = new PgSimulation(seed, 2 + (int) (seed % 6));
        }

        void play() {
            simulation.connectAll();
            for (int i = 0; i < STEPS; i++) {
                act(simulation.any());
                for (int moves = simulation.random(8); moves > 0; moves--) {
                    simulation.step();
                }
                // Each node every so often, which finds the same in a tenth of the time.
                checkAlways(simulation.any());
            }
            simulation.heal();
            simulation.settle();
            simulation.connectAll();
            simulation.settle();
            simulation.nodes().forEach(this::checkAtRest);
        }

        private void act(SimulatedScope node) {
            switch (simulation.random(20)) {
                case 0, 1, 2 -> join(node, node.spawn());
                case 3, 4 -> anyProcess(node).ifPresent(pid -> join(node, pid));
                case 5, 6, 7 -> anyProcess(node).ifPresent(pid -> leave(node, pid));
                case 8, 9 -> anyProcess(node).ifPresent(pid -> kill(node, pid));
                case 10, 11, 12 -> simulation.cut(node, simulation.any());
                case 13 -> simulation.split(part());
                case 14 -> simulation.heal();
                case 15 -> restart(node);
                default -> simulation.connectAll();
            }
        }

        private Set<Atom> part() {
            Set<Atom> part = new HashSet<>();
            simulation.nodes().stream()
                    .filter(node -> simulation.random(2) == 0)
                    .forEach(node -> part.add(node.name()));
            return part;
        }

        private Optional<Pid> anyProcess(SimulatedScope node) {
            List<Pid> alive = node.alive();
            return alive.isEmpty()
                    ? Optional.empty()
                    : Optional.of(alive.get(simulation.random(alive.size())));
        }

        private Term anyGroup() {
            return groups.get(simulation.random(groups.size()));
        }

        private void join(SimulatedScope node, Pid pid) {
            Term group = anyGroup();
            node.join(group, pid);
            wanted.join(group, pid);
        }

        private void leave(SimulatedScope node, Pid pid) {
            Term group = anyGroup();
            node.leave(group, pid);
            wanted.leave(group, pid);
        }

        private void kill(SimulatedScope node, Pid pid) {
            node.kill(pid);
            wanted.ended(pid);
        }

        private void restart(SimulatedScope node) {
            simulation.restart(node);
            wanted.lost(node.name());
        }

        private static void checkAlways(SimulatedScope node) {
            Map<Term, Map<Pid, Integer>> seen = seen(node);
            Map<Term, Map<Pid, Integer>> told = new HashMap<>();
            node.told().forEach((group, members) -> told.put(group, WantedMembers.times(members)));
            if (seen.values().stream().anyMatch(Map::isEmpty) || !told.equals(seen)) {
                assertThat(seen.values())
                        .as("1: groups of %s", node.name())
                        .noneMatch(Map::isEmpty);
                assertThat(told).as("2: told to a watcher of %s", node.name()).isEqualTo(seen);
            }
        }

        private static Map<Term, Map<Pid, Integer>> seen(SimulatedScope node) {
            Map<Term, Map<Pid, Integer>> seen = new HashMap<>();
            for (Term group : node.table().groups()) {
                seen.put(group, WantedMembers.times(node.table().members(group)));
            }
            return seen;
        }

        private void checkAtRest(SimulatedScope node) {
            checkAlways(node);
            assertThat(seen(node))
                    .as("3, 4: members on %s", node.name())
                    .isEqualTo(wanted.groups());
            assertThat(node.counters().foreignMembers()).as("5").isZero();
            assertThat(node.counters().joinsOverQuota()).as("5").isZero();
            assertThat(node.counters().discoversOverLimit()).as("5").isZero();
        }
    }
}
