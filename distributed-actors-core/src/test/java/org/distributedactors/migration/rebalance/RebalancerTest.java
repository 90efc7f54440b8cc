package org.distributedactors.migration.rebalance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.Restart;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.migration.MovableProcess;
import org.distributedactors.migration.MovableType;
import org.distributedactors.migration.rebalance.RebalanceSettings.Measure;
import org.distributedactors.process.Self;
import org.distributedactors.rpc.Grant;
import org.distributedactors.spawn.ActorType;
import org.distributedactors.spawn.Kernels;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Live processes that spread over nodes, and leave one that leaves.
class RebalancerTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Kernels kernels = new Kernels();
    private final List<Kernel> all = new ArrayList<>();

    record Get() implements Call<Get, Long> {}

    record Saved(long value) {}

    /// Takes a moment, and again.
    record Toil() {}

    static final class Counter implements GenServer<Get>, Movable<Saved> {
        private long value;
        private Self self;

        Counter(Term start) {
            value = ((IntegerTerm) start).longValue();
        }

        @Override
        public Next handle(Get get) {
            return reply(get, value);
        }

        @Override
        public Next handleInfo(Object info) {
            LockSupport.parkNanos(1_000_000);
            self.runtime().send(self.pid(), new Toil());
            return noReply();
        }

        @Override
        public Next init(Self its) {
            self = its;
            return noReply();
        }

        @Override
        public Saved moveOut() {
            return new Saved(value);
        }

        @Override
        public void moveIn(Self its, Saved saved) {
            self = its;
            value = saved.value();
        }
    }

    private Kernel start(String name, UnaryOperator<KernelConfig.Builder> more) {
        Kernel kernel = kernels.start(name, more);
        kernel.actorTypes()
                .declare(
                        new ActorType(
                                "counter", true, arg -> GenServer.behaviour(new Counter(arg))));
        kernel.migrator()
                .types()
                .declare(
                        new MovableType(
                                "counter",
                                Counter.class,
                                true,
                                () -> GenServer.behaviour(new Counter(IntegerTerm.of(0)))));
        all.add(kernel);
        return kernel;
    }

    @AfterEach
    void stop() {
        kernels.close();
    }

    private List<ServerRef<Get>> spawn(Kernel where, int count) {
        List<ServerRef<Get>> refs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            refs.add(where.remoteSpawner().spawn(where.node().name(), "counter", i, Get.class));
        }
        return refs;
    }

    private List<Integer> counts() {
        return all.stream().map(kernel -> kernel.remoteSpawner().actors().count()).toList();
    }

    private static void assertAllThere(List<ServerRef<Get>> refs) {
        for (int i = 0; i < refs.size(); i++) {
            assertThat(refs.get(i).call(new Get())).isEqualTo(i);
        }
    }

    private long arrived() {
        return all.stream().mapToLong(kernel -> kernel.migrator().counters().arrived()).sum();
    }

    @Test
    void onDemandTheyAreLevelledAndADryRunMovesNothing() {
        UnaryOperator<KernelConfig.Builder> fast =
                config ->
                        config.rebalance(
                                new RebalanceSettings(
                                        false, Measure.ACTORS, 1000, 0.1, Duration.ofSeconds(10)));
        Kernel a = start("a", fast);
        List<ServerRef<Get>> refs = spawn(a, 90);
        start("b", fast);
        start("c", fast);
        a.rebalancer().pin(refs.getFirst().whereis().orElseThrow());

        assertThat(a.rebalancer().plan())
                .succeedsWithin(LONG)
                .satisfies(plan -> {
                    assertThat(plan.mean()).isEqualTo(30);
                    assertThat(plan.moves()).hasSize(60);
                });
        assertThat(arrived()).isZero();
        assertThat(a.rebalancer().rebalance()).succeedsWithin(LONG).isEqualTo(60);

        await().until(() -> counts().equals(List.of(30, 30, 30)));
        assertThat(arrived()).isEqualTo(60);
        assertAllThere(refs);
        assertThat(a.node().processes().isAlive(refs.getFirst().whereis().orElseThrow())).isTrue();
    }

    @Test
    void oneNodeHasAllOfThemLevelAndShowsWhatEachWouldGive() {
        Kernel a = start("a", config -> config.remoteSpawn(true));
        Kernel b = start("b", config -> config);
        Kernel c = start("c", config -> config);
        spawn(a, 40);
        spawn(b, 50);
        List<NodeName> names = all.stream().map(kernel -> kernel.node().name()).toList();

        assertThat(c.clusterRebalance().plan())
                .succeedsWithin(LONG)
                .satisfies(plan -> {
                    assertThat(plan)
                            .containsEntry(names.get(0), Map.of(names.get(2), of(10)))
                            .containsEntry(names.get(1), Map.of(names.get(2), of(20)))
                            .hasSize(2);
                });
        assertThat(arrived()).isZero();
        assertThat(c.clusterRebalance().rebalance()).succeedsWithin(LONG).isEqualTo(names);

        await().atMost(LONG).until(() -> counts().equals(List.of(30, 30, 30)));
    }

    private static Map<String, Integer> of(int count) {
        return Map.of("counter", count);
    }

    @Test
    void aNodeThatMayMoveNothingHereHasNobodyLevel() {
        Kernel a = start("a", config -> config.remoteSpawn(Grant.to(List.of("c@*"))));
        Kernel b = start("b", config -> config);
        a.migrator().types().forget("counter");
        spawn(a, 40);

        assertThat(b.clusterRebalance().rebalance())
                .succeedsWithin(LONG)
                .isEqualTo(List.of(b.node().name()));

        assertThat(counts()).isEqualTo(List.of(40, 0));
    }

    @Test
    void aFourthNodeGetsItsPartOfAThousandAndNobodyMovesTwice() {
        UnaryOperator<KernelConfig.Builder> automatic =
                config ->
                        config.rebalance(
                                new RebalanceSettings(
                                        true, Measure.ACTORS, 50, 0.1, Duration.ofSeconds(1)));
        Kernel a = start("a", automatic);
        Kernel b = start("b", automatic);
        Kernel c = start("c", automatic);
        List<ServerRef<Get>> refs = new ArrayList<>();
        for (Kernel kernel : List.of(a, b, c)) {
            refs.addAll(spawn(kernel, kernel == c ? 334 : 333));
        }

        start("d", automatic);

        await().atMost(LONG)
                .until(() -> counts().stream().allMatch(count -> count >= 225 && count <= 275));
        assertThat(
                        all.stream()
                                .flatMap(kernel -> kernel.migrator().movable().stream())
                                .mapToInt(MovableProcess::moves)
                                .max()
                                .orElseThrow())
                .isEqualTo(1);
    }

    @Test
    void aNodeThatIsMadeBusyShedsLoadUntilItIsNearTheMean() {
        UnaryOperator<KernelConfig.Builder> byLoad =
                config ->
                        config.rebalance(
                                new RebalanceSettings(
                                        true, Measure.LOAD, 20, 0.1, Duration.ofMillis(500)));
        Kernel a = start("a", byLoad);
        Kernel b = start("b", byLoad);
        Kernel c = start("c", byLoad);
        for (Kernel kernel : List.of(a, b, c)) {
            spawn(kernel, 30);
        }
        // Each sends itself what it has handled, so that as many go on to wait.
        a.remoteSpawner()
                .actors()
                .pids()
                .forEach(pid -> {
                    for (int i = 0; i < 50; i++) {
                        a.node().send(pid, new Toil());
                    }
                });

        await().atMost(LONG.multipliedBy(2))
                .until(() -> {
                    List<Double> loads =
                            a.remoteSpawner().loads().fresh().toCompletableFuture().join().stream()
                                    .map(load ->
                                            (load.actors() + load.queued())
                                                    * (1 + load.cpuPermille() / 1000.0))
                                    .toList();
                    double mean = loads.stream().mapToDouble(load -> load).average().orElseThrow();
                    return loads.size() == 3
                            && mean > 200
                            && loads.stream().allMatch(load -> load <= 1.5 * mean);
                });
        assertThat(counts().getFirst()).isLessThan(30);
    }

    @Test
    void aNodeThatJoinsGetsItsPartByItself() {
        UnaryOperator<KernelConfig.Builder> automatic =
                config ->
                        config.rebalance(
                                new RebalanceSettings(
                                        true, Measure.ACTORS, 500, 0.1, Duration.ofMillis(300)));
        Kernel a = start("a", automatic);
        List<ServerRef<Get>> refs = spawn(a, 40);

        start("b", automatic);

        await().atMost(LONG).until(() -> counts().equals(List.of(20, 20)));
        assertThat(arrived()).isEqualTo(20);
        assertAllThere(refs);
    }

    @Test
    void howFarANodeIsThatLeavesIsSeen() {
        Kernel a = start("a", config -> config);
        spawn(a, 30);
        start("b", config -> config);
        Set<Moves> seen = ConcurrentHashMap.newKeySet();
        a.migrator().onEvent(event -> a.rebalancer().moves().ifPresent(seen::add));

        assertThat(a.rebalancer().drain(LONG))
                .succeedsWithin(LONG)
                .isEqualTo(new Rebalancer.Drained(30, 30));

        assertThat(seen)
                .contains(new Moves(Moves.Why.DRAIN, 30, 0))
                .allMatch(moves -> moves.why() == Moves.Why.DRAIN && moves.all() == 30);
        assertThat(a.rebalancer().moves()).isEmpty();
    }

    @Test
    void howFarARebalancingIsIsSeenFromItsFirstRoundOn() {
        Kernel a =
                start(
                        "a",
                        config ->
                                config.rebalance(
                                        new RebalanceSettings(
                                                false,
                                                Measure.ACTORS,
                                                20,
                                                0.1,
                                                Duration.ofSeconds(10))));
        spawn(a, 90);
        start("b", config -> config);
        start("c", config -> config);
        Set<Moves> seen = ConcurrentHashMap.newKeySet();
        a.migrator().onEvent(event -> a.rebalancer().moves().ifPresent(seen::add));

        assertThat(a.rebalancer().rebalance()).succeedsWithin(LONG).isEqualTo(60);

        assertThat(seen)
                .contains(
                        new Moves(Moves.Why.REBALANCE, 60, 0),
                        new Moves(Moves.Why.REBALANCE, 60, 20),
                        new Moves(Moves.Why.REBALANCE, 60, 40))
                .allMatch(moves -> moves.all() == 60);
        assertThat(a.rebalancer().moves()).isEmpty();
    }

    @Test
    void aNodeThatLeavesKeepsNothing() {
        Kernel a = start("a", config -> config);
        List<ServerRef<Get>> refs = spawn(a, 30);
        start("b", config -> config);
        start("c", config -> config);

        assertThat(a.rebalancer().drain(LONG))
                .succeedsWithin(LONG)
                .isEqualTo(new Rebalancer.Drained(30, 30));

        await().until(() -> counts().equals(List.of(0, 15, 15)));
        assertAllThere(refs);
        assertThat(a.migrator().isAccepting()).isFalse();
    }

    /// The one that was to start it again would start another one, as soon as nobody stands for it here.
    @Test
    void oneThatIsStartedAgainWhenItEndsIsNotStartedAgainWhereItHasLeft() {
        Kernel a = start("a", config -> config);
        Kernel b = start("b", config -> config);
        for (Kernel kernel : List.of(a, b)) {
            kernel.actorTypes()
                    .declare(
                            new ActorType(
                                            "lasting",
                                            true,
                                            arg -> GenServer.behaviour(new Lasting(arg)))
                                    .withRestart(Restart.PERMANENT));
            kernel.migrator()
                    .types()
                    .declare(
                            new MovableType(
                                    "lasting",
                                    Lasting.class,
                                    true,
                                    () -> GenServer.behaviour(new Lasting(IntegerTerm.of(0)))));
        }
        ServerRef<Get> ref = a.remoteSpawner().spawn(a.node().name(), "lasting", 7, Get.class);
        assertThat(ref.call(new Get())).isEqualTo(7);
        long started = Lasting.STARTED.get();

        assertThat(a.rebalancer().drain(LONG))
                .succeedsWithin(LONG)
                .isEqualTo(new Rebalancer.Drained(1, 1));
        await().until(() -> counts().equals(List.of(0, 1)));
        assertThat(a.migrator().leaveBehind()).succeedsWithin(LONG);
        assertThat(a.remoteSpawner().stopAll(LONG)).succeedsWithin(LONG).isEqualTo(0);

        assertThat(Lasting.STARTED.get()).isEqualTo(started);
        Pid there = b.migrator().movable().getFirst().pid();
        assertThat(b.node().ref(there, Get.class).call(new Get())).isEqualTo(7);
    }

    static final class Lasting implements GenServer<Get>, Movable<Saved> {
        static final AtomicLong STARTED = new AtomicLong();
        private long value;

        Lasting(Term start) {
            value = ((IntegerTerm) start).longValue();
        }

        @Override
        public Next init(Self self) {
            STARTED.incrementAndGet();
            return noReply();
        }

        @Override
        public Next handle(Get get) {
            return reply(get, value);
        }

        @Override
        public Saved moveOut() {
            return new Saved(value);
        }

        @Override
        public void moveIn(Self self, Saved saved) {
            value = saved.value();
        }
    }

    @Test
    void aNodeThatLeavesAloneKeepsWhatItHas() {
        Kernel a = start("a", config -> config);
        List<ServerRef<Get>> refs = spawn(a, 3);

        assertThat(a.rebalancer().drain(LONG))
                .succeedsWithin(LONG)
                .isEqualTo(new Rebalancer.Drained(3, 0));

        assertAllThere(refs);
    }
}
