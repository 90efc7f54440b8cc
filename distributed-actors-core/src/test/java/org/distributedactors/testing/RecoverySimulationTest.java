package org.distributedactors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.spawn.ActorType;
import org.distributedactors.spawn.OnNodeLoss;
import org.distributedactors.spawn.Recovery;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole nodes that lose each other: who has the actors that are to be started elsewhere.
///
/// Invariants: 1. after a node is lost each of its actors runs on one of the others, once; 2. in a partition each side has one copy
/// of each; 3. when the sides meet again there is one.
class RecoverySimulationTest {

    private static final int ACTORS = 12;
    private static final Duration LONG = Duration.ofMinutes(3);

    private static void declare(SimulatedNode node) {
        node.kernel()
                .actorTypes()
                .declare(
                        new ActorType("cart", true, argument -> new Cart())
                                .withOnNodeLoss(OnNodeLoss.RESTART_ELSEWHERE));
    }

    private record Cart() implements ProcessBehaviour {
        @Override
        public ExitReason start(Self self) {
            return null;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            return null;
        }
    }

    /// What a node sees, as far as it is true: copies that live.
    private static Map<Term, Integer> copies(SimulatedCluster cluster, List<String> names) {
        Map<Term, Integer> copies = new HashMap<>();
        for (String name : names) {
            Kernel kernel = cluster.on(name).kernel();
            var scope = kernel.processGroups().scope(Recovery.SCOPE);
            for (Term group : scope.whichLocalGroups()) {
                for (Pid pid : scope.localMembers(group)) {
                    if (kernel.node().processes().isAlive(pid)) {
                        copies.merge(group, 1, Integer::sum);
                    }
                }
            }
        }
        return copies;
    }

    private static boolean oneEach(SimulatedCluster cluster, String... names) {
        Map<Term, Integer> copies = copies(cluster, List.of(names));
        return copies.size() == ACTORS && copies.values().stream().allMatch(count -> count == 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void eachActorHasOneCopyInEachPartition(long seed) {
        SimulatedCluster cluster =
                SimulatedCluster.of(seed, config -> config.remoteSpawn(true), "a", "b", "c", "d");
        cluster.nodes().forEach(RecoverySimulationTest::declare);
        cluster.connectAll();
        cluster.run(Duration.ofSeconds(5));
        Random random = new Random(seed);
        for (int i = 0; i < ACTORS; i++) {
            String where = List.of("a", "b", "c", "d").get(random.nextInt(4));
            cluster.await(
                    cluster.on("a")
                            .kernel()
                            .remoteSpawner()
                            .spawnAsync(cluster.on(where).kernel().node().name(), "cart", i));
        }
        assertThat(cluster.runUntil(() -> oneEach(cluster, "a", "b", "c", "d"), LONG)).isTrue();
        cluster.run(Duration.ofSeconds(5));

        cluster.split("a b | c d");

        assertThat(
                        cluster.runUntil(
                                () -> oneEach(cluster, "a", "b") && oneEach(cluster, "c", "d"),
                                LONG))
                .isTrue();
        cluster.run(Duration.ofSeconds(30));
        assertThat(oneEach(cluster, "a", "b") && oneEach(cluster, "c", "d")).isTrue();

        cluster.merge();
        cluster.connectAll();

        assertThat(cluster.runUntil(() -> oneEach(cluster, "a", "b", "c", "d"), LONG)).isTrue();
        cluster.run(Duration.ofSeconds(30));
        assertThat(copies(cluster, List.of("a", "b", "c", "d")))
                .hasSize(ACTORS)
                .allSatisfy((actor, count) -> assertThat(count).isEqualTo(1));
    }
}
