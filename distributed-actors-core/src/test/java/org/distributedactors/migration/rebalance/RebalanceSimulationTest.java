package org.distributedactors.migration.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.migration.MigrationEvent;
import org.distributedactors.migration.MovableProcess;
import org.distributedactors.migration.MovableType;
import org.distributedactors.migration.rebalance.RebalanceSettings.Measure;
import org.distributedactors.spawn.ActorType;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.testing.SimulatedCluster;
import org.distributedactors.testing.SimulatedNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nodes that level by themselves, on virtual time: all of what moves is seen, and that nothing does afterwards.
class RebalanceSimulationTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /// When a process left which node.
    private record Left(String node, Duration at) {}

    private final List<Left> left = new ArrayList<>();

    private SimulatedCluster cluster(long seed, int perSecond, String... names) {
        RebalanceSettings settings =
                new RebalanceSettings(true, Measure.ACTORS, perSecond, 0.1, Duration.ofSeconds(3));
        SimulatedCluster cluster =
                SimulatedCluster.of(
                        seed, config -> config.remoteSpawn(true).rebalance(settings), names);
        cluster.onStart(node -> {
            declare(node);
            node.kernel()
                    .migrator()
                    .onEvent(event -> {
                        if (event instanceof MigrationEvent.Departed) {
                            left.add(new Left(node.shortName(), cluster.now()));
                        }
                    });
        });
        return cluster;
    }

    private static void declare(SimulatedNode node) {
        node.kernel()
                .actorTypes()
                .declare(
                        new ActorType(
                                "counter",
                                true,
                                arg -> GenServer.behaviour(new RebalancerTest.Counter(arg))));
        node.kernel()
                .migrator()
                .types()
                .declare(
                        new MovableType(
                                "counter",
                                RebalancerTest.Counter.class,
                                true,
                                () ->
                                        GenServer.behaviour(
                                                new RebalancerTest.Counter(IntegerTerm.of(0)))));
    }

    private static void spawn(SimulatedCluster cluster, String name, int count) {
        SimulatedNode node = cluster.on(name);
        for (int i = 0; i < count; i++) {
            cluster.await(node.kernel().remoteSpawner().spawnAsync(node.name(), "counter", i));
        }
    }

    private static Map<String, Integer> counts(SimulatedCluster cluster) {
        Map<String, Integer> counts = new TreeMap<>();
        for (SimulatedNode node : cluster.running()) {
            counts.put(node.shortName(), node.kernel().remoteSpawner().actors().count());
        }
        return counts;
    }

    private static boolean isWithin(SimulatedCluster cluster, double least, double most) {
        return counts(cluster).values().stream().allMatch(count -> count >= least && count <= most);
    }

    private static int mostMoves(SimulatedCluster cluster) {
        return cluster.running().stream()
                .flatMap(node -> node.kernel().migrator().movable().stream())
                .mapToInt(MovableProcess::moves)
                .max()
                .orElse(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aNodeThatJoinsGetsItsPartAndNobodyMovesTwiceNorAfterwards(long seed) {
        SimulatedCluster cluster = cluster(seed, 10, "a", "b", "c", "d");
        cluster.on("d").stop();
        cluster.shouldPartitionAs("a b c");
        for (String name : List.of("a", "b", "c")) {
            spawn(cluster, name, 100);
        }
        cluster.run(Duration.ofSeconds(10));
        assertThat(left).isEmpty();

        cluster.on("d").start();

        assertThat(cluster.runUntil(() -> isWithin(cluster, 67.5, 82.5), LONG)).isTrue();
        cluster.run(LONG);
        assertThat(isWithin(cluster, 67.5, 82.5)).isTrue();
        assertThat(counts(cluster).values().stream().mapToInt(count -> count).sum()).isEqualTo(300);
        assertThat(left).hasSize(counts(cluster).get("d"));
        assertThat(mostMoves(cluster)).isEqualTo(1);
        int moved = left.size();
        cluster.run(LONG);
        assertThat(left).hasSize(moved);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void thoseThatAreLeftLevelAgain(long seed) {
        SimulatedCluster cluster = cluster(seed, 10, "a", "b", "c", "d");
        cluster.shouldPartitionAs("a b c d");
        // All are within the tolerance as long as d counts.
        Map<String, Integer> spread = new TreeMap<>(Map.of("a", 22, "b", 22, "c", 18, "d", 18));
        spread.forEach((name, count) -> spawn(cluster, name, count));
        cluster.run(Duration.ofSeconds(10));
        assertThat(counts(cluster)).isEqualTo(spread);

        cluster.on("d").crash();

        assertThat(cluster.runUntil(() -> isWithin(cluster, 20, 21), LONG)).isTrue();
        cluster.run(LONG);
        assertThat(counts(cluster)).isEqualTo(Map.of("a", 21, "b", 21, "c", 20));
        assertThat(left).hasSize(2);

        cluster.await(cluster.on("c").kernel().rebalancer().drain(LONG));
        cluster.on("c").stop();
        cluster.run(LONG);
        assertThat(counts(cluster)).isEqualTo(Map.of("a", 31, "b", 31));
        assertThat(left).hasSize(22);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void noMoreLeaveANodeInASecondThanMay(int perSecond) {
        SimulatedCluster cluster = cluster(1, perSecond, "a", "b");
        cluster.on("b").stop();
        spawn(cluster, "a", 40);

        cluster.on("b").start();

        assertThat(cluster.runUntil(() -> isWithin(cluster, 18, 22), LONG)).isTrue();
        cluster.run(LONG);
        assertThat(isWithin(cluster, 18, 22)).isTrue();
        assertThat(left).extracting(Left::node).containsOnly("a");
        assertThat(left).hasSize(counts(cluster).get("b"));
        for (Left first : left) {
            Duration end = first.at().plusSeconds(1);
            assertThat(left.stream().map(Left::at))
                    .filteredOn(at -> at.compareTo(first.at()) >= 0 && at.compareTo(end) < 0)
                    .hasSizeLessThanOrEqualTo(perSecond);
        }
        assertThat(left.getLast().at().minus(left.getFirst().at()))
                .isLessThan(Duration.ofSeconds(2).multipliedBy(left.size() / perSecond));
    }
}
