package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The thread that reads the network runs those who have got something, within a budget.
class DeliveryRoundTest {

    private final AtomicLong time = new AtomicLong();
    private final SystemTimers timers = new SystemTimers("delivery-round-test");
    private final WorkerPool pool = new WorkerPool(2, Ticker.system());
    private final ProcessRuntime runtime =
            new ProcessRuntime(
                    new RuntimeConfig(
                            Atom.of("round@test"),
                            1,
                            pool,
                            time::get,
                            InstantSource.system(),
                            timers,
                            1 << 20,
                            10));
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    @NonBlocking
    private static final class Marked extends Doer {}

    private static class Doer implements ProcessBehaviour {
        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            ((Runnable) message).run();
            return null;
        }
    }

    @AfterEach
    void close() {
        runtime.incoming().endRound();
        runtime.close();
        pool.close();
        timers.close();
    }

    private Pid spawn(ProcessBehaviour behaviour) {
        Pid pid = ((SpawnResult.Started) runtime.spawn(SpawnOptions.DEFAULT, behaviour)).pid();
        await().until(() -> runtime.info(pid).orElseThrow().idle());
        return pid;
    }

    private void deliver(Pid pid) {
        runtime.incoming().message(pid, (Runnable) () -> threads.add(Thread.currentThread()));
    }

    @Test
    void aMarkedProcessRunsAtTheEndOfTheRoundOnTheThreadThatRead() {
        Pid pid = spawn(new Marked());
        runtime.incoming().beginRound(0);
        deliver(pid);
        deliver(pid);
        assertThat(threads).isEmpty();
        runtime.incoming().endRound();
        assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
    }

    @Test
    void oneWithoutTheMarkGoesToAWorkerAtTheEndOfTheRound() {
        Pid pid = spawn(new Doer());
        runtime.incoming().beginRound(0);
        deliver(pid);
        deliver(pid);
        assertThat(threads).isEmpty();
        runtime.incoming().endRound();
        await().until(() -> threads.size() == 2);
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void aLongRoundDoesNotHoldItBack() {
        Pid pid = spawn(new Doer());
        for (int i = 0; i < 300; i++) {
            runtime.incoming().beginRound(0);
            deliver(pid);
        }
        await().until(() -> threads.size() == 300);
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void withoutARoundAMarkedProcessIsWokenToo() {
        Pid pid = spawn(new Marked());
        runtime.incoming().beginRound(0);
        runtime.incoming().endRound();
        deliver(pid);
        await().until(() -> threads.size() == 1);
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void whatIsBeyondTheBudgetIsLeftToTheWorkers() {
        Pid slow = spawn(new Marked());
        Pid other = spawn(new Marked());
        runtime.incoming().beginRound(0);
        runtime.incoming().message(slow, (Runnable) () -> time.addAndGet(1_000_000));
        deliver(other);
        runtime.incoming().endRound();
        await().until(() -> threads.size() == 1);
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    /// Runs what it is given on the thread that asks, or on none.
    private static final class Service implements Activator {
        private boolean free = true;

        @Override
        public void activate(Runnable activation) {
            Thread.startVirtualThread(activation);
        }

        @Override
        public boolean runsForReaders() {
            return true;
        }

        @Override
        public boolean runHere(Runnable activation) {
            if (free) {
                activation.run();
            }
            return free;
        }
    }

    private Pid spawn(Service service) {
        return spawn(service, new Marked());
    }

    private Pid spawn(Service service, Doer doer) {
        SpawnOptions options = SpawnOptions.DEFAULT.withActivator(service);
        Pid pid = ((SpawnResult.Started) runtime.spawn(options, doer)).pid();
        await().until(() -> runtime.info(pid).orElseThrow().idle());
        return pid;
    }

    @Test
    void aServiceRunsAtTheEndOfTheRoundOnTheThreadThatRead() {
        Pid pid = spawn(new Service());
        runtime.incoming().beginRound(4096);
        deliver(pid);
        assertThat(threads).isEmpty();
        runtime.incoming().endRound();
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void aServiceWithoutTheMarkRunsWhereItAlwaysDoes() {
        Pid pid = spawn(new Service(), new Doer());
        runtime.incoming().beginRound(10);
        deliver(pid);
        runtime.incoming().endRound();
        await().until(() -> threads.size() == 1);
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void aLargeMessageThatComesAfterASmallOneKeepsTheServiceAwayToo() {
        Pid pid = spawn(new Service());
        runtime.incoming().beginRound(10);
        deliver(pid);
        runtime.incoming().beginRound(4097);
        deliver(pid);
        runtime.incoming().endRound();
        await().until(() -> threads.size() == 2);
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    /// It belongs to the application, and may be interrupted.
    @Test
    void whoeverCallsAServiceDoesNotRunIt() {
        Pid pid = spawn(new Service());
        ProcessCell cell = runtime.find(pid);
        cell.postByCaller((Runnable) () -> threads.add(Thread.currentThread()));
        await().until(() -> threads.size() == 1);
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void aServiceThatIsBusyRunsWhereItAlwaysDoes() {
        Service service = new Service();
        Pid pid = spawn(service);
        service.free = false;
        runtime.incoming().beginRound(10);
        deliver(pid);
        runtime.incoming().endRound();
        await().until(() -> threads.size() == 1);
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void whatALargeMessageAsksOfAServiceIsNotDoneWhereItWasRead() {
        Pid pid = spawn(new Service());
        runtime.incoming().beginRound(4097);
        deliver(pid);
        runtime.incoming().endRound();
        await().until(() -> threads.size() == 1);
        assertThat(threads).doesNotContain(Thread.currentThread());

        runtime.incoming().beginRound(0);
        deliver(pid);
        runtime.incoming().endRound();
        await().until(() -> threads.size() == 2);
        assertThat(threads.get(1)).isEqualTo(Thread.currentThread());
    }

    @Test
    void whomTheReceiverWritesToRunsInTheSameRound() {
        Pid first = spawn(new Marked());
        Pid second = spawn(new Marked());
        runtime.incoming().beginRound(0);
        runtime.incoming().message(first, (Runnable) () -> deliver(second));
        runtime.incoming().endRound();
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void nothingMayWaitWhereTheNetworkIsRead() {
        Pid pid = spawn(new Marked());
        List<Boolean> mayWait = new CopyOnWriteArrayList<>();
        runtime.incoming().beginRound(0);
        runtime.incoming().message(pid, (Runnable) () -> mayWait.add(ProcessRuntime.aboutToWait()));
        runtime.incoming().endRound();
        assertThat(mayWait).containsExactly(false);
        assertThat(ProcessRuntime.aboutToWait()).isTrue();
    }

    @Test
    void aHandlerThatWaitsLosesTheMarkWhileItStillWaits() {
        Pid pid = spawn(new Marked());
        ActivationProfile profile = pool.profileOf(new Marked());
        runtime.incoming().beginRound(0);
        runtime.incoming()
                .message(pid, (Runnable) () -> await().until(() -> !profile.isNonBlocking()));
        runtime.incoming().endRound();
        deliverInARound(pid);
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void aHandlerThatComputesForLongLosesTheMarkWhileItStillComputes() {
        Pid pid = spawn(new Marked());
        ActivationProfile profile = pool.profileOf(new Marked());
        runtime.incoming().beginRound(0);
        runtime.incoming()
                .message(
                        pid,
                        (Runnable)
                                () -> {
                                    while (profile.isNonBlocking()) {
                                        Thread.onSpinWait();
                                    }
                                });
        runtime.incoming().endRound();
        assertThat(profile.isNonBlocking()).isFalse();
    }

    @Test
    void aLostMarkComesBackAfterItsTerm() {
        ActivationProfile profile = new ActivationProfile(pool, pool, "any", true);
        profile.visitorHeldUp(0);
        assertThat(profile.forgive(29_000_000_000L)).isFalse();
        assertThat(profile.forgive(30_000_000_000L)).isTrue();
        assertThat(profile.isNonBlocking()).isTrue();
    }

    private void deliverInARound(Pid pid) {
        runtime.incoming().beginRound(0);
        deliver(pid);
        runtime.incoming().endRound();
        await().until(() -> threads.size() == 1);
    }

    @Test
    void anAbandonedRoundLeavesEverythingToTheWorkers() {
        Pid pid = spawn(new Marked());
        runtime.incoming().beginRound(0);
        deliver(pid);
        runtime.incoming().abandonRound();
        await().until(() -> threads.size() == 1);
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void whatAHandlerThrowsEndsItsProcessAndNotTheRound() {
        Pid bad = spawn(new Marked());
        Pid good = spawn(new Marked());
        runtime.incoming().beginRound(0);
        runtime.incoming()
                .message(
                        bad,
                        (Runnable)
                                () -> {
                                    throw new IllegalStateException("broken");
                                });
        deliver(good);
        runtime.incoming().endRound();
        assertThat(runtime.isAlive(bad)).isFalse();
        assertThat(threads).hasSize(1);
    }

    @Test
    void moreReceiversThanARoundTakesAreWokenAtOnce() {
        CountDownLatch all = new CountDownLatch(300);
        List<Pid> pids = Stream.generate(() -> spawn(new Marked())).limit(300).toList();
        runtime.incoming().beginRound(0);
        for (Pid pid : pids) {
            runtime.incoming().message(pid, (Runnable) all::countDown);
        }
        await().until(() -> all.getCount() <= 256);
        runtime.incoming().endRound();
        await().until(() -> all.getCount() == 0);
    }
}
