package org.distributedactors.boot.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.behaviour.Next;
import org.distributedactors.boot.TestNode;
import org.distributedactors.migration.Migrator;
import org.distributedactors.migration.MovableType;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.SmartLifecycle;

/// An application with a web server that closes: what happens in which order, and within which time.
class LeavingWithRequestsTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String[] PROPERTIES = {
        "distributed-actors.remote-spawn.enabled=true",
        "distributed-actors.discovery.interval=1s",
        "distributed-actors.shutdown.grace-period=15s"
    };

    record Get() implements Call<Get, Long> {}

    record Saved(long value) {}

    /// Is not written before somebody lets it.
    static final class Slow implements GenServer<Get>, Movable<Saved> {

        private final CountDownLatch asked;
        private final CountDownLatch free;
        private long value;

        Slow(CountDownLatch asked, CountDownLatch free, long value) {
            this.asked = asked;
            this.free = free;
            this.value = value;
        }

        @Override
        public Next handle(Get get) {
            return reply(get, value);
        }

        @Override
        public Saved moveOut() throws InterruptedException {
            asked.countDown();
            free.await(20, TimeUnit.SECONDS);
            return new Saved(value);
        }

        @Override
        public void moveIn(Self self, Saved saved) {
            value = saved.value();
        }
    }

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);

    private void declare(TestNode node) {
        node.bean(Migrator.class)
                .types()
                .declare(
                        new MovableType(
                                "slow",
                                Slow.class,
                                true,
                                () -> GenServer.behaviour(new Slow(asked, free, 0))));
    }

    @Test
    void requestsAreServedWhileActorsMoveAndReadinessIsOff() throws Exception {
        TestNode a = TestNode.start("a", PROPERTIES);
        declare(a);
        try (TestNode b =
                TestNode.start("b", with("distributed-actors.discovery.seeds=" + a.seed()))) {
            declare(b);
            await().atMost(LIMIT).until(() -> a.node().capabilities().of(b.name()).isPresent());
            Pid pid =
                    a.node()
                            .spawn(
                                    SpawnOptions.DEFAULT,
                                    GenServer.behaviour(new Slow(asked, free, 7)))
                            .pid();
            assertThat(a.node().processes().isAlive(pid)).isTrue();

            CompletableFuture<Void> closing = CompletableFuture.runAsync(a::close);
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(a.bean(ApplicationAvailability.class).getReadinessState())
                    .isEqualTo(ReadinessState.REFUSING_TRAFFIC);
            a.actuator().get().uri("/actornodes").exchange().expectStatus().isOk();
            assertThat(closing).isNotDone();
            free.countDown();
            closing.get(30, TimeUnit.SECONDS);
            assertThat(b.bean(Migrator.class).counters().arrived()).isEqualTo(1);
            Pid there = b.bean(Migrator.class).movable().getFirst().pid();
            assertThat(b.node().ref(there, Get.class).call(new Get())).isEqualTo(7);
            b.node().exit(there, ExitReason.KILL);
        }
    }

    @Test
    void actorsMoveBeforeTheWebServerLeavesAndTheNodeLeavesLast() {
        assertThat(DrainLifecycle.PHASE).isEqualTo(SmartLifecycle.DEFAULT_PHASE - 512);
        assertThat(KernelLifecycle.PHASE).isEqualTo(SmartLifecycle.DEFAULT_PHASE - 4096);
    }

    /// An actor that never lets go keeps nobody longer than the grace period.
    @Test
    void whatCannotMoveInTimeEndsWithTheNode() throws Exception {
        TestNode a =
                TestNode.start(
                        "a",
                        "distributed-actors.remote-spawn.enabled=true",
                        "distributed-actors.shutdown.grace-period=2s");
        declare(a);
        try (TestNode b =
                TestNode.start("b", with("distributed-actors.discovery.seeds=" + a.seed()))) {
            declare(b);
            await().atMost(LIMIT).until(() -> a.node().capabilities().of(b.name()).isPresent());
            a.node().spawn(SpawnOptions.DEFAULT, GenServer.behaviour(new Slow(asked, free, 7)));

            CompletableFuture<Void> closing = CompletableFuture.runAsync(a::close);

            // Far less than the twenty seconds for which the actor waits.
            closing.get(15, TimeUnit.SECONDS);
            assertThat(b.bean(Migrator.class).movable()).isEmpty();
        } finally {
            free.countDown();
        }
    }

    private static String[] with(String property) {
        String[] all = java.util.Arrays.copyOf(PROPERTIES, PROPERTIES.length + 1);
        all[PROPERTIES.length] = property;
        return all;
    }
}
