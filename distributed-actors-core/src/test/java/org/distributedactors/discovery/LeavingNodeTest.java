package org.distributedactors.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.testing.SimulatedCluster;
import org.junit.jupiter.api.Test;

/// The list of nodes is looked at again and again: whoever is missing is connected with, whoever left is not.
class LeavingNodeTest {

    private final SimulatedCluster cluster = SimulatedCluster.of(3, "a", "b", "c");

    @Test
    void aNodeThatLeftInOrderIsNotDialledThoughItIsStillNamed() {
        cluster.shouldPartitionAs("a b c");
        List<String> seen = new ArrayList<>();
        cluster.on("c").stop();
        cluster.run(Duration.ofSeconds(1));
        cluster.trace(seen::add);

        cluster.run(Duration.ofSeconds(30));

        assertThat(cluster.on("a").node().capabilities().isLeaving(cluster.on("c").name()))
                .isTrue();
        assertThat(seen).filteredOn(line -> line.contains("c@sim")).isEmpty();
        assertThat(cluster.on("a").node().peers())
                .filteredOn(peer -> peer.name().equals(cluster.on("c").name()))
                .allSatisfy(
                        peer -> assertThat(peer.reason().name()).isNotEqualTo("CONNECT_FAILED"));
    }

    @Test
    void itComesBackByItself() {
        cluster.shouldPartitionAs("a b c");
        cluster.on("c").stop();
        cluster.run(Duration.ofSeconds(1));

        cluster.on("c").start();

        cluster.shouldPartitionAs("a b c");
        assertThat(cluster.on("a").node().capabilities().isLeaving(cluster.on("c").name()))
                .isFalse();
    }

    @Test
    void aNodeThatCrashedIsDialledAtOnce() {
        cluster.shouldPartitionAs("a b c");
        cluster.on("c").crash();
        cluster.run(Duration.ofSeconds(5));

        assertThat(cluster.on("a").node().peers())
                .filteredOn(peer -> peer.name().equals(cluster.on("c").name()))
                .allSatisfy(peer -> assertThat(peer.reason().name()).isEqualTo("CONNECT_FAILED"));
    }

    @Test
    void aBlipIsHealed() {
        cluster.shouldPartitionAs("a b c");
        cluster.cut("a", "b");

        cluster.shouldPartitionAs("a b c");
    }
}
