package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.term.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Timers as processes use them.
class TimersTest {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    @Test
    void aMessageComesLaterAndCannotBeStoppedThen() throws Exception {
        Puppet puppet = Puppet.spawn(extension.get());
        Timer timer = puppet.tell(self -> self.sendAfter(Duration.ofMillis(1), "later"));

        assertThat(puppet.next()).isEqualTo("later");
        assertThat(timer.cancel()).isEmpty();
    }

    @Test
    void theTimeLeftIsToldAndTheMessageDoesNotCome() throws Exception {
        Puppet puppet = Puppet.spawn(extension.get());
        Timer timer = puppet.tell(self -> self.sendAfter(Duration.ofHours(1), "never"));

        assertThat(timer.left())
                .hasValueSatisfying(left ->
                        assertThat(left).isBetween(Duration.ofMinutes(55), Duration.ofHours(1)));
        assertThat(timer.cancel()).isPresent();
        assertThat(timer.cancel()).isEmpty();
    }

    @Test
    void aDelayBeyondAllTimeIsNoError() throws Exception {
        Puppet puppet = Puppet.spawn(extension.get());

        assertThat(
                        puppet.tell(self ->
                                        self.sendAfter(Duration.ofSeconds(Long.MAX_VALUE), "never"))
                                .left())
                .isPresent();
    }

    @Test
    void timersEndWithTheirProcessWhateverEndsIt() throws Exception {
        Puppet puppet = Puppet.spawn(extension.get());
        Timer once = puppet.tell(self -> self.sendAfter(Duration.ofHours(1), "never"));
        Timer interval = puppet.tell(self -> self.interval(Duration.ofHours(1), "never"));
        extension.get().exit(puppet.pid(), ExitReason.KILL);

        await().until(() -> once.left().isEmpty() && interval.left().isEmpty());
    }

    @Test
    void aProcessThatSetsManyTimersRemembersOnlyThoseThatRun() {
        OwnTimers timers = new OwnTimers();
        OwnTimer running = hourFromNow();
        timers.add(running);
        for (int i = 0; i < 10_000; i++) {
            OwnTimer stopped = hourFromNow();
            stopped.cancel();
            timers.add(stopped);
        }
        assertThat(timers.size()).isLessThan(20);
        timers.cancelAll();

        assertThat(running.left()).isEmpty();
    }

    private OwnTimer hourFromNow() {
        ProcessRuntime runtime = extension.get();
        return new OneTimer(runtime, runtime.outside(), Duration.ofHours(1), "never");
    }

    @Test
    void aPlainProcessHasTimersToo() throws Exception {
        CountDownLatch got = new CountDownLatch(3);
        extension
                .get()
                .spawn(self -> {
                    self.interval(Duration.ofMillis(1), "tick");
                    while (got.getCount() > 0) {
                        self.receive(message -> message.equals("tick") ? () -> true : null);
                        got.countDown();
                    }
                });

        assertThat(got.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void manyTimersOfManyThreadsAllHappen() throws Exception {
        AtomicInteger happened = new AtomicInteger();
        int each = 5_000;
        try (SystemTimers timers = new SystemTimers("many-timers")) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int first = t;
                threads.add(
                        Thread.startVirtualThread(() -> {
                            for (int i = 0; i < each; i++) {
                                timers.after(
                                        Duration.ofMillis((first + i) % 50),
                                        happened::incrementAndGet);
                                timers.after(Duration.ofHours(1), happened::incrementAndGet)
                                        .cancel();
                            }
                        }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            await().until(() -> happened.get() == 4 * each);
        }
    }

    @Test
    void afterTheCloseNothingIsSet() {
        SystemTimers timers = new SystemTimers("closed-timers");
        timers.close();

        assertThat(timers.after(Duration.ZERO, () -> {}).left()).isEmpty();
    }

    /// Time is what the test says, and each message is late by a third of the period.
    @Test
    void anIntervalDoesNotDrift() {
        long[] now = {0};
        List<Long> delays = new ArrayList<>();
        List<Runnable> actions = new ArrayList<>();
        ProcessRuntime runtime =
                new ProcessRuntime(
                        RuntimeConfig.of(
                                        NodeName.of("a@localhost"),
                                        7,
                                        (delay, action) -> {
                                            delays.add(delay.toNanos());
                                            actions.add(action);
                                            return Timer.OVER;
                                        })
                                .withTicker(() -> now[0])
                                .withActivator(Runnable::hashCode));
        Interval interval =
                new Interval(
                        runtime,
                        runtime.spawn(SpawnOptions.DEFAULT, new Idle()).pid(),
                        Duration.ofNanos(300),
                        "tick");
        for (long time : new long[] {400, 700, 1000, 2950}) {
            now[0] = time;
            actions.removeLast().run();
        }

        assertThat(delays).containsExactly(300L, 200L, 200L, 200L, 50L);
        assertThat(interval.cancel()).contains(Duration.ofNanos(50));
    }

    @Test
    void anIntervalWithoutAPeriodIsRefused() throws Exception {
        Puppet puppet = Puppet.spawn(extension.get());
        assertThatThrownBy(() -> new Interval(extension.get(), puppet.pid(), Duration.ZERO, "tick"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final class Idle implements ProcessBehaviour {

        @Override
        public ExitReason start(Self self) {
            return null;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            return null;
        }
    }
}
