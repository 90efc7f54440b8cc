package org.distributedactors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.distributedactors.node.NodeEvent;
import org.junit.jupiter.api.Test;

/// A node dies while others are connecting: no connection between living nodes may be closed for it.
class HealthyMeshTest {

    private static final int SEEDS = Integer.getInteger("mesh.seeds", 200);

    @Test
    void theLivingStayConnectedWhenANodeDiesWhileTheyConnect() {
        List<String> torn = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            String wrong = play(seed);
            if (!wrong.isEmpty()) {
                torn.add(wrong);
            }
        }
        assertThat(torn).isEmpty();
    }

    private static String play(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] names = {"a", "b", "c", "d", "e"};
        SimulatedCluster cluster =
                SimulatedCluster.of(
                        seed,
                        List.of(names).subList(0, 3 + random.nextInt(3)).toArray(String[]::new));
        List<String> lost = new ArrayList<>();
        String dying = names[random.nextInt(3)];
        cluster.onStart(node ->
                node.node()
                        .addListener(event -> {
                            if (event instanceof NodeEvent.NodeDown down
                                    && !node.shortName().equals(dying)
                                    && !down.node().alive().equals(dying)) {
                                lost.add(node + " lost " + down);
                            }
                        }));
        if (random.nextBoolean()) {
            cluster.connectAll();
        }
        cluster.run(Duration.ofNanos(random.nextLong(30_000_000)));
        if (random.nextInt(3) == 0) {
            cluster.on(dying).vanish();
        } else {
            cluster.on(dying).crash();
        }
        cluster.run(Duration.ofSeconds(20));
        return lost.isEmpty() ? "" : "seed " + seed + ": " + lost;
    }
}
