package org.distributedactors.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.distributedactors.interop.ErlangNode;
import org.junit.jupiter.api.Test;

/// Three JVMs and an Erlang node, each on a host of its own, cut apart and healed ten times. After each heal one owner is
/// left of a name that both sides registered, the same on all four.
class PartitionIT {

    private static final int HEALS = Integer.getInteger("partition.heals", 10);

    @Test
    void afterEachOfTenHealsOneOwnerIsLeftOnAllNodes() {
        ErlangNode.assumeInstalled();
        Hosts.assumePossible();
        try (Cluster cluster = Cluster.of(Cluster.TICK_SECONDS, "a", "b", "c", Cluster.ERLANG)) {
            SplittableRandom random = new SplittableRandom(HEALS);
            for (int heal = 0; heal < HEALS; heal++) {
                splitAndHeal(cluster, random, "name" + heal);
            }
            cluster.assertPromises();
        }
    }

    private static void splitAndHeal(Cluster cluster, SplittableRandom random, String name) {
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        cluster.hosts().all().forEach(host -> (random.nextBoolean() ? left : right).add(host));
        if (left.isEmpty() || right.isEmpty()) {
            left.addAll(right);
            right.clear();
            right.add(left.removeLast());
        }
        String parts = String.join(" ", left) + " | " + String.join(" ", right);
        cluster.network().split(parts);
        cluster.awaitViews(parts);
        assertThat(cluster.member(left.getFirst()).register(name)).isTrue();
        assertThat(cluster.member(right.getLast()).register(name)).isTrue();
        cluster.network().heal();
        cluster.awaitWhole();
        cluster.awaitOneOwner(name);
    }
}
