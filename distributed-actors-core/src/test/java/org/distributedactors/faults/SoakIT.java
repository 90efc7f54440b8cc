package org.distributedactors.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.distributedactors.interop.ErlangNode;
import org.junit.jupiter.api.Test;

/// Something goes wrong every five seconds under 2,000 messages a second, and afterwards the nodes that lived through it
/// hold what they held before. A minute with every `-Pinterop`, five on the build server;
/// `-Dsoak.seconds=3600` on demand.
class SoakIT {

    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int ROUNDS =
            (int) (Integer.getInteger("soak.seconds", 60) / PERIOD.toSeconds());
    private static final int WARM_UP = 4;
    private static final List<String> SURVIVORS = List.of("a", "b");
    private static final int RATE_OF_A_PAIR = 2000 / 12;

    private static final long MEBIBYTE = 1 << 20;

    private final SplittableRandom random = new SplittableRandom(Long.getLong("soak.seed", 1));

    @Test
    void nothingIsLeftBehindByWhatGoesWrong() {
        ErlangNode.assumeInstalled();
        Hosts.assumePossible();
        try (Cluster cluster = Cluster.of(Cluster.TICK_SECONDS, "a", "b", "c", Cluster.ERLANG)) {
            churn(cluster, WARM_UP);
            List<Figures> before = atRest(cluster);
            churn(cluster, ROUNDS);
            List<Figures> after = atRest(cluster);
            cluster.assertPromises();
            for (int i = 0; i < before.size(); i++) {
                FaultsFixture.figure(
                        "soak of " + ROUNDS * PERIOD.toSeconds() + " s, " + SURVIVORS.get(i),
                        before.get(i) + " then " + after.get(i));
                assertBack(before.get(i), after.get(i));
            }
            long received = cluster.members().stream().mapToLong(Member::received).sum();
            FaultsFixture.figure("soak, messages that came to those alive at the end", received);
        }
    }

    private void churn(Cluster cluster, int rounds) {
        cluster.members().forEach(member -> member.load(RATE_OF_A_PAIR, 100));
        SURVIVORS.forEach(host -> cluster.java(host).ask("churn 8 " + random.nextInt()));
        for (int round = 0; round < rounds; round++) {
            long next = System.nanoTime() + PERIOD.toNanos();
            goWrong(cluster, round % 5);
            FaultsFixture.during(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        }
        cluster.network().heal();
        cluster.awaitWhole();
    }

    private void goWrong(Cluster cluster, int kind) {
        String survivor = SURVIVORS.get(random.nextInt(SURVIVORS.size()));
        switch (kind) {
            case 0 -> {
                cluster.member("c").kill();
                cluster.forget("c");
                cluster.start("c").load(RATE_OF_A_PAIR, 100);
            }
            case 1 -> cluster.java("a").ask("disconnect " + cluster.name("b"));
            case 2 -> cluster.java(survivor).ask("disconnect " + cluster.name(Cluster.ERLANG));
            case 3 -> {
                cluster.network().unplug(survivor);
                FaultsFixture.during(Duration.ofMillis(500));
                cluster.network().heal();
            }
            default -> {
                cluster.network().reset(survivor, "c");
                FaultsFixture.during(Duration.ofMillis(300));
                cluster.network().heal();
            }
        }
    }

    /// What the survivors hold when nothing happens.
    private static List<Figures> atRest(Cluster cluster) {
        cluster.members().forEach(Member::quiet);
        for (Member member : cluster.members()) {
            cluster.until("no stale monitor", () -> member.stale().isEmpty());
        }
        FaultsFixture.during(Duration.ofSeconds(2));
        return SURVIVORS.stream().map(host -> cluster.java(host).figures()).toList();
    }

    private static void assertBack(Figures before, Figures after) {
        after.assertBackTo(before);
        long room = Math.max(before.heap() / 20, 4 * MEBIBYTE);
        assertThat(after.heap()).as("heap").isLessThanOrEqualTo(before.heap() + room);
    }
}
