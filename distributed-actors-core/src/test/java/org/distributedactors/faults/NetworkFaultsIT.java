package org.distributedactors.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Faults between five nodes, one of them Erlang's, on demand: `mvn verify -Pevidence -Dpromise=faults`.
@Tag("on-demand")
class NetworkFaultsIT extends FaultsFixture {

    private static final String E = Cluster.ERLANG;

    NetworkFaultsIT() {
        super(Cluster.TICK_SECONDS, "a", "b", "c", "d", E);
    }

    @Test
    @DisplayName(
            "9: where two do not hear each other and a third hears both, no partitions overlap")
    void partial() {
        long cut = System.nanoTime();
        cluster.network().deafen("a", List.of("b"));
        cluster.network().deafen("b", List.of("a"));
        cluster.lossAfter(cut, "a", "b");
        cluster.until("partitions do not overlap", this::partitionsAreDisjoint);
        figure("fault 9, partitions", views());
    }

    /// Whoever a node knows, knows the same nodes.
    private boolean partitionsAreDisjoint() {
        List<List<String>> partitions = new ArrayList<>();
        for (Member member : cluster.members()) {
            List<String> partition = new ArrayList<>(member.known());
            partition.add(member.name());
            partitions.add(partition.stream().sorted().toList());
        }
        return partitions.stream()
                .allMatch(one ->
                        partitions.stream()
                                .allMatch(other ->
                                        one.equals(other)
                                                || one.stream().noneMatch(other::contains)));
    }

    private String views() {
        StringBuilder views = new StringBuilder();
        cluster.members()
                .forEach(member ->
                        views.append(member.name()).append(" knows ").append(member.known()));
        return views.toString();
    }

    @Test
    @DisplayName("10: two of five and three of five go on")
    void majorityAndMinority() {
        cluster.network().split("a " + E + " | b c d");
        cluster.awaitViews("a " + E + " | b c d");
        assertThat(cluster.member(E).register("minority")).isTrue();
        assertThat(cluster.member("d").register("minority")).isTrue();
        cluster.network().heal();
        cluster.awaitWhole();
        cluster.awaitOneOwner("minority");
    }

    @Test
    @DisplayName("11: three islands that find each other in any order agree")
    void threeIslands() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 3; round++) {
            String name = "island" + round;
            cluster.network().split("a | b c | d " + E);
            cluster.awaitViews("a | b c | d " + E);
            for (String host : List.of("a", "c", E)) {
                assertThat(cluster.member(host).register(name)).isTrue();
            }
            cluster.network().heal();
            String next =
                    List.of("a b c | d " + E, "b c d " + E + " | a", "a d " + E + " | b c")
                            .get(random.nextInt(3));
            cluster.network().split(next);
            cluster.awaitViews(next);
            cluster.network().heal();
            cluster.awaitWhole();
            cluster.awaitOneOwner(name);
        }
    }

    @Test
    @DisplayName("15: a link that comes and goes every 300 ms makes no storm, plug or reset")
    void flaps() {
        long from = System.nanoTime();
        int rounds = Integer.getInteger("faults.flaps", 100);
        for (int round = 0; round < rounds; round++) {
            if (round % 4 == 3) {
                cluster.network().reset("b", "a");
            } else {
                cluster.network().unplug("b");
            }
            during(Duration.ofMillis(300));
            cluster.network().heal();
            during(Duration.ofMillis(300));
        }
        long ups =
                cluster.history()
                        .count(
                                from,
                                event ->
                                        event.node().equals(cluster.name("a"))
                                                && event.is("nodeup", cluster.name("b")));
        figure("fault 15, connections of a with b in " + rounds + " rounds", ups);
        cluster.awaitWhole();
        assertThat(cluster.member("b").register("after-the-flaps")).isTrue();
        cluster.awaitOneOwner("after-the-flaps");
    }

    @Test
    @DisplayName(
            "18: a reader that stops holds up its senders alone, and costs no more than their"
                    + " budget")
    void slowReader() {
        cluster.java("a").ask("load 200 20000");
        long frozen = System.nanoTime();
        cluster.member(E).freeze();
        during(ticks(0.6));
        long direct = cluster.java("a").figures().direct();
        cluster.member(E).thaw();
        figure("fault 18, direct memory of the sender", direct);
        assertThat(direct).isLessThan(64 << 20);
        nobodyLostAnybodySince(frozen);
        messagesArrive();
    }

    @Test
    @DisplayName("22: nodes that dial each other at once end with one connection")
    void simultaneous() {
        String b = cluster.name("b");
        String a = cluster.name("a");
        int rounds = Integer.getInteger("faults.dials", 200);
        for (int round = 0; round < rounds; round++) {
            cluster.java("a").ask("disconnect " + b);
            Thread other = Thread.ofVirtual().start(() -> cluster.java("b").ask("connect " + a));
            cluster.java("a").ask("connect " + b);
            join(other);
            cluster.until(
                    "one connection",
                    () ->
                            cluster.member("a").nodes().contains(b)
                                    && cluster.member("b").nodes().contains(a));
        }
        figure("fault 22, rounds", rounds);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("25: the owner of a name dies while another node registers it")
    void ownerDiesDuringRegistration() {
        for (int round = 0; round < 5; round++) {
            String name = "dying" + round;
            cluster.java("d").tell("register " + name);
            cluster.member("d").kill();
            cluster.forget("d");
            cluster.until(
                    name + " can be had",
                    () ->
                            cluster.member("a").whereis(name).equals(cluster.name("a"))
                                    || cluster.member("a").register(name));
            cluster.start("d");
            cluster.awaitWhole();
            assertThat(cluster.awaitOneOwner(name)).isEqualTo(cluster.name("a"));
        }
    }

    @Test
    @DisplayName("47: all nodes start again one after the other under load")
    void rollingRestart() {
        for (String host : List.of("a", "b", "c", "d")) {
            cluster.java(host).ask("stop");
            cluster.forget(host);
            cluster.start(host).load(100, 100);
            cluster.awaitWhole();
        }
        assertThat(cluster.member("a").register("after-the-roll")).isTrue();
        cluster.awaitOneOwner("after-the-roll");
    }

    @Test
    @DisplayName("B5: names are taken and given back while the cluster is cut again and again")
    void namesUnderCuts() {
        for (String host : List.of("a", "b", "c", "d")) {
            cluster.java(host).ask("churn 4 " + host.hashCode());
        }
        SplittableRandom random = new SplittableRandom(5);
        int cuts = Integer.getInteger("faults.cuts", 5);
        for (int cut = 0; cut < cuts; cut++) {
            during(ticks(1));
            List<String> left = new ArrayList<>();
            List<String> right = new ArrayList<>();
            cluster.hosts().all().forEach(host -> (random.nextBoolean() ? left : right).add(host));
            if (!left.isEmpty() && !right.isEmpty()) {
                cluster.network().split(String.join(" ", left) + " | " + String.join(" ", right));
            }
            during(ticks(random.nextDouble(2)));
            cluster.network().heal();
            cluster.awaitWhole();
        }
        long had = cluster.history().count(0, event -> event.kind().equals("has"));
        figure("B5, names had", had);
        assertThat(had).isPositive();
    }
}
