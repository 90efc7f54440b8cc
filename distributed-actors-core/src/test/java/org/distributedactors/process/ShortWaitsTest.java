package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

/// Looking for an answer before parking, with a clock that moves a microsecond at each look at it.
class ShortWaitsTest {

    private static final int KIND = 7;
    private static final int MANY = 50;

    private long nanos;
    private final ShortWaits waits = new ShortWaits(() -> nanos += 1000, 2);
    private final AtomicInteger looks = new AtomicInteger();

    /// How often the thread looks for an answer that never comes.
    private int looksInVain(ShortWaits tested, int kind) {
        looks.set(0);
        assertThat(tested.look(kind, Long.MAX_VALUE, () -> looks.incrementAndGet() < 0)).isFalse();
        return looks.get();
    }

    @Test
    void anAnswerThatComesSoonIsFound() {
        assertThat(waits.look(KIND, Long.MAX_VALUE, () -> looks.incrementAndGet() == 20)).isTrue();
    }

    @Test
    void aLookEndsAfterItsTimeAndAfterTheCallers() {
        assertThat(looksInVain(waits, KIND)).isBetween(90, 110);

        looks.set(0);
        waits.look(KIND, 10_000, () -> looks.incrementAndGet() < 0);
        assertThat(looks).hasValueBetween(5, 15);
    }

    @Test
    void aLookEndsThoughTheClockStandsStill() {
        assertThat(looksInVain(new ShortWaits(() -> 0, 2), KIND)).isPositive();
    }

    @Test
    void whatComesLateIsNotLookedForAndAgainWhenItHasBecomeQuick() {
        for (int i = 0; i < MANY; i++) {
            waits.waited(KIND, 10_000_000);
        }
        assertThat(looksInVain(waits, KIND)).isOne();
        assertThat(looksInVain(waits, KIND + 1)).isGreaterThan(1);

        for (int i = 0; i < MANY; i++) {
            waits.waited(KIND, 50_000);
        }
        assertThat(looksInVain(waits, KIND)).isGreaterThan(1);
    }

    @Test
    void onOneCoreNobodyLooks() {
        assertThat(looksInVain(new ShortWaits(() -> nanos += 1000, 1), KIND)).isOne();
    }

    @Test
    void halfTheCoresLookAtOneTime() {
        waits.look(
                KIND,
                Long.MAX_VALUE,
                () -> {
                    assertThat(looksInVain(waits, KIND)).isOne();
                    return true;
                });
    }

    @Test
    void aWorkerLooksWhenAnotherHasTakenOver() throws Exception {
        CompletableFuture<Integer> seen = new CompletableFuture<>();
        withWorkers((pool, runtime) -> {
            runtime.send(runtime.spawn(SpawnOptions.DEFAULT, new Looker(seen)).pid(), "look");

            assertThat(seen.get(10, TimeUnit.SECONDS)).isGreaterThan(1);
            assertThat(pool.replacements()).isPositive();
        });
    }

    @Test
    void aVisitorHasNoTimeToLook() throws Exception {
        CompletableFuture<Integer> seen = new CompletableFuture<>();
        withWorkers((pool, runtime) -> {
            Pid pid = runtime.spawn(SpawnOptions.DEFAULT, new MarkedLooker(seen)).pid();
            await().until(() -> runtime.info(pid).orElseThrow().idle());
            runtime.sendAndLendThread(Destination.of(pid), "look");

            assertThat(seen).isCompletedWithValue(1);
        });
    }

    private interface Check {
        void run(WorkerPool pool, ProcessRuntime runtime) throws Exception;
    }

    private static void withWorkers(Check check) throws Exception {
        try (WorkerPool pool = new WorkerPool(2, Ticker.system());
                SystemTimers timers = new SystemTimers("test-timers");
                ProcessRuntime runtime =
                        new ProcessRuntime(
                                RuntimeConfig.of(NodeName.of("a@localhost"), 1, timers)
                                        .withActivator(pool))) {
            check.run(pool, runtime);
        }
    }

    @NonBlocking
    private final class MarkedLooker extends Looker {
        MarkedLooker(CompletableFuture<Integer> seen) {
            super(seen);
        }
    }

    private class Looker implements ProcessBehaviour {
        private final CompletableFuture<Integer> seen;

        Looker(CompletableFuture<Integer> seen) {
            this.seen = seen;
        }

        @Override
        public ExitReason start(Self self) {
            return null;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            seen.complete(looksInVain(waits, KIND));
            return null;
        }
    }
}
