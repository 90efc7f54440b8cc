package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

    private static final int CORES = 2;

    private final SystemTimers timers = new SystemTimers("worker-pool-test");
    private final WorkerPool pool = new WorkerPool(CORES, Ticker.system());
    private final ProcessRuntime runtime =
            new ProcessRuntime(
                    new RuntimeConfig(
                            Atom.of("pool@test"),
                            1,
                            pool,
                            Ticker.system(),
                            InstantSource.system(),
                            timers,
                            1 << 20,
                            10));
    private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

    /// Runs what it is sent.
    private record Doer(String type) implements ProcessBehaviour {
        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) throws Exception {
            ((Action) message).run();
            return null;
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    @AfterEach
    void close() {
        runtime.close();
        pool.close();
        timers.close();
    }

    private Pid spawn(String type) {
        SpawnResult result = runtime.spawn(SpawnOptions.DEFAULT, new Doer(type));
        return ((SpawnResult.Started) result).pid();
    }

    private void tell(Pid pid, Action action) {
        runtime.send(pid, action);
    }

    private Thread threadOf(Pid pid) throws InterruptedException {
        tell(pid, () -> threads.add(Thread.currentThread()));
        Thread thread = threads.poll(30, TimeUnit.SECONDS);
        assertThat(thread).as("the process has run").isNotNull();
        return thread;
    }

    @Test
    void aProcessRunsOnAWorker() throws Exception {
        assertThat(threadOf(spawn("plain"))).isInstanceOf(Worker.class);
    }

    @Test
    void handlersThatWaitOnAllWorkersHoldNobodyElseUp() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 20 * CORES; i++) {
            tell(spawn("waits"), release::await);
        }
        assertThat(threadOf(spawn("other"))).isInstanceOf(Worker.class);
        assertThat(pool.replacements()).isPositive();
        release.countDown();
    }

    @Test
    void aTypeThatIsSeenWaitingAgainAndAgainRunsOnVirtualThreads() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            tell(spawn("waits"), release::await);
        }
        await().until(() -> pool.blockingTypes() == 1);
        assertThat(threadOf(spawn("waits")).isVirtual()).isTrue();
        assertThat(threadOf(spawn("other")).isVirtual()).isFalse();
        release.countDown();
    }

    @Test
    void aTypeThatWasSeenWaitingOnceStaysOnTheWorkers() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        tell(spawn("waits"), release::await);
        await().until(() -> pool.replacements() == 1);
        assertThat(threadOf(spawn("waits"))).isInstanceOf(Worker.class);
        assertThat(pool.blockingTypes()).isZero();
        release.countDown();
    }

    @Test
    void handlersThatComputeForEverOnAllWorkersHoldNobodyElseUp() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        for (int i = 0; i < CORES; i++) {
            tell(
                    spawn("computes"),
                    () -> {
                        while (!stop.get()) {
                            Thread.onSpinWait();
                        }
                    });
        }
        assertThat(threadOf(spawn("other"))).isInstanceOf(Worker.class);
        assertThat(pool.replacements()).isPositive();
        assertThat(pool.blockingTypes()).isZero();
        stop.set(true);
    }

    @Test
    void orderIsKeptWhenTheTypeMovesToVirtualThreads() {
        Pid pid = spawn("moves");
        AtomicInteger expected = new AtomicInteger();
        AtomicBoolean broken = new AtomicBoolean();
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            tell(
                    pid,
                    () -> {
                        if (!expected.compareAndSet(number, number + 1)) {
                            broken.set(true);
                        }
                        if (number == 100) {
                            release.await();
                        }
                    });
        }
        for (int i = 0; i < 2; i++) {
            tell(spawn("moves"), release::await);
        }
        await().until(() -> pool.blockingTypes() == 1);
        release.countDown();
        await().until(() -> expected.get() == 10_000);
        assertThat(broken).isFalse();
    }

    @Test
    void processesStillEndWhenThePoolIsClosed() {
        Pid pid = spawn("late");
        await().until(() -> runtime.info(pid).orElseThrow().idle());
        pool.close();
        runtime.close();
        await().until(() -> !runtime.isAlive(pid));
    }
}
