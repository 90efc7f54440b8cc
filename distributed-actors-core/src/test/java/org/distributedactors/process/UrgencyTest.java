package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever runs a process and whoever hurries it see each other, at whatever moment the exit signal comes: while a handler runs,
/// between two messages, while the process falls idle or is just woken.
class UrgencyTest {

    private static final int ROUNDS = 3_000;
    private static final int MESSAGES = 40;
    private static final int LONGEST_PAUSE = 300;

    private final SystemTimers timers = new SystemTimers("urgency-test");
    private final WorkerPool pool = new WorkerPool(2, Ticker.system());
    private final ProcessRuntime runtime =
            new ProcessRuntime(
                    new RuntimeConfig(
                            Atom.of("urgency@test"),
                            1,
                            pool,
                            Ticker.system(),
                            InstantSource.system(),
                            timers,
                            1 << 20,
                            10));
    private final AtomicInteger tooLate = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();

    @AfterEach
    void close() {
        runtime.close();
        pool.close();
        timers.close();
    }

    private enum Runner {
        WORKER,
        CALLER,
        VIRTUAL_THREAD
    }

    /// What its sender has done, and what it had done when the last handler returned.
    private class Target implements ProcessBehaviour {
        final CountDownLatch ended = new CountDownLatch(1);
        volatile boolean exitSent;
        private boolean exitWasSent;

        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            if (exitWasSent) {
                tooLate.incrementAndGet();
            }
            pause((int) message);
            exitWasSent = exitSent;
            return null;
        }

        @Override
        public void terminate(Self self, ExitReason reason) {
            ended.countDown();
        }
    }

    @NonBlocking
    private final class Marked extends Target {}

    /// Runs where others are killed.
    private final class Bystander implements ProcessBehaviour {
        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            pause((int) message);
            if (Thread.interrupted()) {
                interrupted.incrementAndGet();
            }
            return null;
        }
    }

    private static void pause(int spins) {
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
    }

    private Pid spawn(Runner runner, ProcessBehaviour behaviour) {
        SpawnOptions options =
                runner == Runner.VIRTUAL_THREAD
                        ? SpawnOptions.DEFAULT.withActivator(Activator.virtualThreads())
                        : SpawnOptions.DEFAULT;
        return runtime.spawn(options, behaviour).pid();
    }

    private Thread sender(Runner runner, Pid pid, Random random) {
        long seed = random.nextLong();
        return Thread.startVirtualThread(() -> {
            Random pauses = new Random(seed);
            ProcessCell cell = runtime.find(pid);
            for (int i = 0; i < MESSAGES && cell != null; i++) {
                Object message = pauses.nextInt(LONGEST_PAUSE);
                if (runner == Runner.CALLER) {
                    cell.postByCaller(message);
                } else {
                    cell.post(message);
                }
                pause(pauses.nextInt(LONGEST_PAUSE));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void anExitSignalIsSeenBeforeTheNextMessage(Runner runner) throws Exception {
        Random random = new Random(ThreadLocalRandom.current().nextLong());
        for (int round = 0; round < ROUNDS; round++) {
            Target target = runner == Runner.CALLER ? new Marked() : new Target();
            Pid pid = spawn(runner, target);
            Thread sender = sender(runner, pid, random);
            pause(random.nextInt(MESSAGES * LONGEST_PAUSE));
            runtime.exit(pid, ExitReason.SHUTDOWN);
            target.exitSent = true;
            assertThat(target.ended.await(30, TimeUnit.SECONDS)).as("it ends").isTrue();
            sender.join();
        }
        assertThat(tooLate).hasValue(0);
    }

    @Test
    void theInterruptOfAKillReachesNobodyElse() throws Exception {
        Random random = new Random(ThreadLocalRandom.current().nextLong());
        Pid bystander = spawn(Runner.WORKER, new Bystander());
        for (int round = 0; round < ROUNDS; round++) {
            Target target = new Target();
            Pid pid = spawn(Runner.WORKER, target);
            Thread sender = sender(Runner.WORKER, pid, random);
            Thread other = sender(Runner.WORKER, bystander, random);
            pause(random.nextInt(MESSAGES * LONGEST_PAUSE));
            runtime.exit(pid, ExitReason.KILL);
            sender.join();
            other.join();
        }
        assertThat(interrupted).hasValue(0);
    }
}
