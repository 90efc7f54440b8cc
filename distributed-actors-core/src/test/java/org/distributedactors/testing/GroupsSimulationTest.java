package org.distributedactors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.distributedactors.pg.PgScope;
import org.distributedactors.pg.WantedMembers;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

/// Random histories of groups on whole nodes: processes join, leave and die, connections break, the network parts, nodes crash,
/// vanish, freeze and start again. At any time:
///
/// 1. No empty group is listed.
///
/// Then the network heals, and within a minute of virtual time:
///
/// 2. Every node has the same members, each as often as it joined and did not leave.
/// 3. No member is dead.
/// 4. Nothing that an honest node says was refused as too much or as another's.
class GroupsSimulationTest {

    private static final int SEEDS = Integer.getInteger("sim.group.seeds", 100);
    private static final Long ONE_SEED = Long.getLong("sim.seed");

    @Test
    void afterAnyHistoryAllNodesHaveTheSameMembers() {
        List<String> failures = new ArrayList<>();
        for (long seed : seeds()) {
            try {
                new Game(seed).play();
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
    private static final class Game {

        private static final int STEPS = 60;
        private static final String[] NAMES = {"a", "b", "c", "d", "e"};

        private final SplittableRandom random;
        private final SimulatedCluster cluster;
        private final List<Term> groups = List.of(Atom.of("g"), Atom.of("h"));
        private final WantedMembers wanted = new WantedMembers();
        private final Map<SimulatedNode, List<Pid>> processes = new HashMap<>();

        Game(long seed) {
            random = new SplittableRandom(seed);
            cluster =
                    SimulatedCluster.of(
                            seed,
                            List.of(NAMES).subList(0, 2 + (int) (seed % 4)).toArray(String[]::new));
        }

        void play() {
            for (int i = 0; i < STEPS; i++) {
                act(cluster.nodes().get(random.nextInt(cluster.nodes().size())));
                cluster.run(Duration.ofMillis(random.nextInt(2000)));
                cluster.running().forEach(Game::checkAlways);
            }
            cluster.merge();
            cluster.nodes().forEach(SimulatedNode::start);
            cluster.runUntil(this::allAgree, Duration.ofMinutes(1));
            cluster.running().forEach(this::checkAtRest);
        }

        private boolean allAgree() {
            return cluster.running().stream().allMatch(node -> seen(node).equals(wanted.groups()));
        }

        private void act(SimulatedNode node) {
            if (!node.isUp()) {
                node.start();
                return;
            }
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> join(node, node.spawnIdle());
                case 4, 5 -> some(node, pid -> join(node, pid));
                case 6, 7 -> some(node, pid -> leave(node, pid));
                case 8, 9 -> some(node, pid -> kill(node, pid));
                case 10, 11 -> cut(node);
                case 12, 13 -> cluster.merge();
                case 14, 15 -> split();
                case 16 -> down(node, node::crash);
                case 17 -> down(node, node::vanish);
                case 18 -> node.freeze(Duration.ofMillis(random.nextInt(3000)));
                default -> cluster.connectAll();
            }
        }

        private void cut(SimulatedNode node) {
            SimulatedNode other = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
            if (!node.equals(other)) {
                cluster.cut(node.shortName(), other.shortName());
            }
        }

        private void split() {
            StringBuilder one = new StringBuilder();
            StringBuilder other = new StringBuilder();
            cluster.nodes()
                    .forEach(node ->
                            (random.nextBoolean() ? one : other)
                                    .append(node.shortName())
                                    .append(' '));
            if (!one.isEmpty() && !other.isEmpty()) {
                cluster.split(one + "| " + other);
            }
        }

        private void down(SimulatedNode node, Runnable how) {
            how.run();
            processes.remove(node);
            wanted.lost(node.name().atom());
        }

        private interface OnProcess {
            void run(Pid pid);
        }

        private void some(SimulatedNode node, OnProcess action) {
            List<Pid> alive = processes.getOrDefault(node, List.of());
            if (!alive.isEmpty()) {
                action.run(alive.get(random.nextInt(alive.size())));
            }
        }

        private static PgScope scope(SimulatedNode node) {
            return node.kernel().processGroups().scope();
        }

        private Term anyGroup() {
            return groups.get(random.nextInt(groups.size()));
        }

        private void join(SimulatedNode node, Pid pid) {
            List<Pid> alive = processes.computeIfAbsent(node, ignored -> new ArrayList<>());
            if (!alive.contains(pid)) {
                alive.add(pid);
            }
            Term group = anyGroup();
            scope(node).joinAsync(group, List.of(pid));
            wanted.join(group, pid);
        }

        private void leave(SimulatedNode node, Pid pid) {
            Term group = anyGroup();
            scope(node).leaveAsync(group, List.of(pid));
            wanted.leave(group, pid);
        }

        private void kill(SimulatedNode node, Pid pid) {
            node.kill(pid);
            processes.get(node).remove(pid);
            wanted.ended(pid);
        }

        private static Map<Term, Map<Pid, Integer>> seen(SimulatedNode node) {
            return WantedMembers.seen(scope(node));
        }

        private static void checkAlways(SimulatedNode node) {
            assertThat(seen(node).values()).as("1: groups on %s", node).noneMatch(Map::isEmpty);
        }

        private void checkAtRest(SimulatedNode node) {
            checkAlways(node);
            assertThat(seen(node)).as("2, 3: members on %s", node).isEqualTo(wanted.groups());
            assertThat(scope(node).counters().foreignMembers()).as("4").isZero();
            assertThat(scope(node).counters().joinsOverQuota()).as("4").isZero();
            assertThat(scope(node).counters().discoversOverLimit()).as("4").isZero();
        }
    }
}
