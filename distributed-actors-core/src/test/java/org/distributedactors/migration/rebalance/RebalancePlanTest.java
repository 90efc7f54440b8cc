package org.distributedactors.migration.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.distributedactors.migration.MovableProcess;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who moves where. The cluster of these tests is a table; each node plans for itself, from what was true a while ago.
class RebalancePlanTest {

    private static final double TOLERANCE = 0.05;
    private final Map<NodeName, List<MovableProcess>> cluster = new LinkedHashMap<>();
    private final Map<NodeName, Double> perProcess = new HashMap<>();
    private final Map<NodeName, Set<String>> takes = new HashMap<>();
    private int serial;

    private NodeName node(int number, int processes) {
        NodeName node = NodeName.of("n" + number + "@h");
        List<MovableProcess> own = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            own.add(new MovableProcess(new Pid(node.atom(), ++serial, 0, 1), "t", 0));
        }
        cluster.put(node, own);
        perProcess.put(node, 1.0);
        takes.put(node, Set.of("t"));
        return node;
    }

    private List<Share> shares() {
        return cluster.entrySet().stream()
                .map(entry ->
                        new Share(
                                entry.getKey(),
                                entry.getValue().size() * perProcess.get(entry.getKey()),
                                takes.get(entry.getKey())))
                .toList();
    }

    private RebalancePlan plan(NodeName us, List<Share> shares, int most) {
        return RebalancePlan.level(
                us, shares, cluster.get(us), perProcess.get(us), TOLERANCE, most);
    }

    private void perform(NodeName us, RebalancePlan plan) {
        for (RebalancePlan.Move move : plan.moves()) {
            MovableProcess gone = move.process();
            assertThat(cluster.get(us).remove(gone)).isTrue();
            cluster.get(move.target())
                    .add(
                            new MovableProcess(
                                    new Pid(move.target().atom(), ++serial, 0, 1),
                                    gone.type(),
                                    gone.moves() + 1));
        }
    }

    /// All nodes plan from the same look and move at most so many; again until nobody moves.
    private int settle(int most) {
        for (int round = 1; round < 1000; round++) {
            List<Share> seen = shares();
            boolean quiet = true;
            for (NodeName node : cluster.keySet()) {
                RebalancePlan plan = plan(node, seen, most);
                quiet &= plan.moves().isEmpty();
                perform(node, plan);
            }
            if (quiet) {
                return round;
            }
        }
        throw new AssertionError("it never settles");
    }

    private void assertLevel(double limit) {
        double mean = shares().stream().mapToDouble(Share::load).average().orElse(0);
        assertThat(shares())
                .allSatisfy(share ->
                        assertThat(Math.abs(share.load() - mean))
                                .isLessThanOrEqualTo(mean * limit));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 50, 1000})
    void aFourthNodeJoinsAThousandEqualActors(int most) {
        node(1, 334);
        node(2, 333);
        node(3, 333);
        node(4, 0);

        settle(most);

        assertLevel(0.1);
        assertThat(cluster.values().stream().flatMap(List::stream).map(MovableProcess::moves))
                .hasSize(1000)
                .allMatch(moves -> moves <= 1);
        assertThat(cluster.get(NodeName.of("n4@h")).size()).isBetween(225, 275);
    }

    @Test
    void aPlanSaysHowManyWouldGoWithoutTheLimit() {
        NodeName full = node(1, 90);
        node(2, 0);
        node(3, 0);

        assertThat(plan(full, shares(), 20))
                .satisfies(plan -> {
                    assertThat(plan.moves()).hasSize(20);
                    assertThat(plan.all()).isEqualTo(60);
                });
        assertThat(plan(full, shares(), 1000))
                .satisfies(plan -> {
                    assertThat(plan.moves()).hasSize(60);
                    assertThat(plan.all()).isEqualTo(60);
                });
        takes.put(NodeName.of("n3@h"), Set.of("another"));
        assertThat(plan(full, shares(), 20).all()).isEqualTo(30);
    }

    @Test
    void aBusyNodeShedsUntilItIsNearTheMean() {
        NodeName busy = node(1, 100);
        node(2, 100);
        node(3, 100);
        perProcess.put(busy, 5.0);

        List<Share> seen = shares();
        perform(busy, plan(busy, seen, 1000));

        double mean = shares().stream().mapToDouble(Share::load).average().orElse(0);
        double now = cluster.get(busy).size() * 5.0;
        assertThat(now).isLessThanOrEqualTo(1.5 * mean);
    }

    @Test
    void smallDifferencesMoveNobody() {
        node(1, 104);
        node(2, 100);
        node(3, 99);

        assertThat(settle(100)).isEqualTo(1);
    }

    @Test
    void onlyTypesThatTheTargetTakesAndOnlyWhatMayMoveGo() {
        NodeName from = node(1, 40);
        NodeName other = node(2, 0);
        takes.put(other, Set.of("u"));
        assertThat(plan(from, shares(), 100).moves()).isEmpty();
        takes.put(other, Set.of("t"));
        List<MovableProcess> few = cluster.get(from).subList(0, 3);

        RebalancePlan plan = RebalancePlan.level(from, shares(), few, 1, TOLERANCE, 100);

        assertThat(plan.moves()).hasSize(3);
        assertThat(plan.counts()).isEqualTo(Map.of(other, Map.of("t", 3)));
        assertThat(plan).hasToString("mean 20.0, 3 to move: {n2@h={t=3}}");
    }

    @Test
    void aNodeThatLeavesGivesAllToThoseThatHaveLeast() {
        NodeName leaving = node(1, 90);
        node(2, 10);
        node(3, 40);
        List<Share> others =
                shares().stream().filter(share -> !share.node().equals(leaving)).toList();

        perform(leaving, RebalancePlan.empty(others, List.copyOf(cluster.get(leaving)), 1));

        assertThat(cluster.get(leaving)).isEmpty();
        assertThat(cluster.get(NodeName.of("n2@h"))).hasSize(70);
        assertThat(cluster.get(NodeName.of("n3@h"))).hasSize(70);
        assertThat(RebalancePlan.empty(List.of(), List.of(), 1).moves()).isEmpty();
    }

    /// Invariants: 1. it settles; 2. nobody is moved who is where there was too little: no process moves twice; 3. all end within
    /// the tolerance and one process of the mean; 4. nothing is lost.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyCluster(long seed) {
        Random random = new Random(seed);
        int nodes = 2 + random.nextInt(8);
        for (int i = 0; i < nodes; i++) {
            node(i, random.nextInt(300));
        }
        int all = cluster.values().stream().mapToInt(List::size).sum();

        settle(1 + random.nextInt(40));

        Set<Pid> pids = new HashSet<>();
        cluster.values().forEach(own -> own.forEach(process -> pids.add(process.pid())));
        assertThat(pids).hasSize(all);
        double mean = (double) all / nodes;
        assertThat(cluster.values())
                .allMatch(own -> Math.abs(own.size() - mean) <= mean * TOLERANCE + nodes);
        assertThat(cluster.values().stream().flatMap(List::stream))
                .allMatch(process -> process.moves() <= 1);
    }
}
