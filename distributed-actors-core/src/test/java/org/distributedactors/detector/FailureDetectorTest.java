package org.distributedactors.detector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.testing.SimulatedCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Simulated nodes with a net tick of a minute and a suspicion time of 8 s.
class FailureDetectorTest {

    private final List<String> lost = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aFrozenNodeIsDownForAllAfterTheSuspicionTime(int seed) {
        SimulatedCluster cluster = cluster(seed, "a", "b", "c");
        cluster.on("c").freeze(Duration.ofMinutes(2));
        Duration frozen = cluster.now();

        assertThat(cluster.runUntil(() -> lost.size() == 2, Duration.ofSeconds(10))).isTrue();

        assertThat(lost).containsExactlyInAnyOrder("a lost c", "b lost c");
        assertThat(cluster.now().minus(frozen)).isGreaterThan(Duration.ofSeconds(6));
        assertThat(cluster.on("a").kernel().failureDetector().givenUp()).isOne();
    }

    /// It has said that it is a node of ours, and nothing since.
    @Test
    void aNodeThatFreezesRightAfterItHasComeIsDownInTheSameTime() {
        SimulatedCluster cluster = simulated(7, "a", "b", "c");
        cluster.discover(false);
        cluster.connectAll();
        cluster.run(Duration.ofMillis(100));
        listen(cluster);
        cluster.on("c").freeze(Duration.ofMinutes(2));

        assertThat(cluster.runUntil(() -> lost.size() == 2, Duration.ofSeconds(11))).isTrue();
        assertThat(lost).containsExactlyInAnyOrder("a lost c", "b lost c");
    }

    @Test
    void twoNodesAloneGiveEachOtherUp() {
        SimulatedCluster cluster = cluster(1, "a", "b");
        cluster.on("b").vanish();

        assertThat(cluster.runUntil(() -> lost.contains("a lost b"), Duration.ofSeconds(10)))
                .isTrue();
    }

    @Test
    void aPauseShorterThanTheSuspicionTimeCostsNothing() {
        SimulatedCluster cluster = cluster(2, "a", "b", "c");
        cluster.on("c").freeze(Duration.ofMillis(6500));
        cluster.run(Duration.ofSeconds(6));
        assertThat(cluster.on("a").kernel().failureDetector().suspected())
                .containsExactly(cluster.on("c").name());

        cluster.run(Duration.ofSeconds(30));

        assertThat(lost).isEmpty();
        assertThat(cluster.on("a").kernel().failureDetector().suspected()).isEmpty();
        assertThat(cluster.on("a").kernel().failureDetector().suspicions()).isOne();
    }

    @Test
    void aNodeThatWasStoppedAccusesNobodyWhenItGoesOn() {
        SimulatedCluster cluster = cluster(3, "a", "b", "c");
        cluster.on("c").freeze(Duration.ofMillis(7500));

        cluster.run(Duration.ofSeconds(30));

        assertThat(cluster.on("c").kernel().failureDetector().suspicions()).isZero();
    }

    @Test
    void whoIsHeardByAnotherIsKeptUntilTheNetTick() {
        SimulatedCluster cluster = cluster(4, "a", "b", "c");
        cluster.block("c", "a");

        cluster.run(Duration.ofSeconds(40));
        assertThat(lost).isEmpty();
        assertThat(cluster.on("a").kernel().failureDetector().suspected())
                .containsExactly(cluster.on("c").name());

        assertThat(cluster.runUntil(() -> lost.contains("a lost c"), Duration.ofSeconds(40)))
                .isTrue();
    }

    @Test
    void eachSideOfAPartitionGivesTheOtherUp() {
        SimulatedCluster cluster = cluster(5, "a", "b", "c", "d");
        for (String left : List.of("a", "b")) {
            for (String right : List.of("c", "d")) {
                cluster.block(left, right);
                cluster.block(right, left);
            }
        }

        assertThat(cluster.runUntil(() -> lost.size() == 8, Duration.ofSeconds(12))).isTrue();
    }

    @Test
    void withoutASuspicionTimeTheNetTickDecides() {
        SimulatedCluster cluster =
                SimulatedCluster.of(
                        6, settings -> settings.netTickTime(Duration.ofSeconds(60)), "a", "b");
        watch(cluster);
        cluster.on("b").vanish();

        cluster.run(Duration.ofSeconds(40));
        assertThat(lost).isEmpty();
    }

    private SimulatedCluster cluster(int seed, String... names) {
        SimulatedCluster cluster = simulated(seed, names);
        watch(cluster);
        return cluster;
    }

    private static SimulatedCluster simulated(int seed, String... names) {
        return SimulatedCluster.of(
                seed,
                settings ->
                        settings.netTickTime(Duration.ofSeconds(60))
                                .suspicionTime(Duration.ofSeconds(8))
                                .preventOverlappingPartitions(false),
                names);
    }

    /// Connected, and past the first checks.
    private void watch(SimulatedCluster cluster) {
        cluster.discover(false);
        cluster.connectAll();
        cluster.run(Duration.ofSeconds(5));
        listen(cluster);
    }

    private void listen(SimulatedCluster cluster) {
        cluster.nodes()
                .forEach(node ->
                        node.node()
                                .addListener(event -> {
                                    if (event instanceof NodeEvent.NodeDown down) {
                                        lost.add(node.shortName() + " lost " + down.node().alive());
                                    }
                                }));
    }
}
