package org.distributedactors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.node.PeerStatus;
import org.distributedactors.transport.Link.Direction;
import org.junit.jupiter.api.Test;

/// Two nodes that dial each other at once, over networks of any delays: one connection is left, the same on both sides, the
/// one that the greater name opened if both got far enough to meet.
class SimultaneousDialTest {

    private static final int TIMES = 1000;

    @Test
    void bothDiallingAThousandTimesEndsInOneConnectionEachTime() {
        for (int seed = 0; seed < TIMES; seed++) {
            SimulatedCluster cluster = SimulatedCluster.of(seed, "a", "b");
            cluster.discover(false);
            AtomicInteger ups = new AtomicInteger();
            for (String name : List.of("a", "b")) {
                cluster.on(name)
                        .node()
                        .addListener(event -> {
                            if (event instanceof NodeEvent.NodeUp) {
                                ups.incrementAndGet();
                            }
                        });
            }
            var first = cluster.on("a").node().connectAsync(cluster.on("b").name(), null);
            var second = cluster.on("b").node().connectAsync(cluster.on("a").name(), null);

            assertThat(cluster.await(first)).as("seed %d", seed).isTrue();
            assertThat(cluster.await(second)).as("seed %d", seed).isTrue();
            cluster.run(Duration.ofSeconds(1));
            assertThat(ups).as("seed %d", seed).hasValue(2);
            assertThat(List.of(direction(cluster, "a"), direction(cluster, "b")))
                    .as("seed %d", seed)
                    .containsExactly(Direction.IN, Direction.OUT);
        }
    }

    private static Direction direction(SimulatedCluster cluster, String name) {
        PeerStatus only = cluster.on(name).node().peers().iterator().next();
        return only.connection().direction();
    }
}
