package org.distributedactors.benchmarks;

import static org.distributedactors.benchmarks.Report.rate;
import static org.distributedactors.benchmarks.Report.report;
import static org.distributedactors.benchmarks.Report.runs;
import static org.distributedactors.benchmarks.Report.scale;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Timer;
import org.distributedactors.term.Pid;

/// A million timers of one runtime: how fast they are set and stopped, what one costs while it waits, and how late a
/// hundred thousand of them bring their messages when they are due within one second.
final class OursTimers {

    private static final long HOUR_MILLIS = 3_600_000;
    private static final int SOON_MILLIS = 1000;

    private final ProcessRuntime runtime;

    OursTimers(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    void all() throws Exception {
        int count = scale(1_000_000);
        Timer[] timers = new Timer[count];
        Pid nobody = Ours.spawn(runtime, (self, message) -> null);
        report(
                "ours",
                "timers",
                "timers=1M",
                "set",
                "timer/s",
                runs(() -> {
                    double rate = set(timers, nobody);
                    stop(timers);
                    return rate;
                }));
        report(
                "ours",
                "timers",
                "timers=1M",
                "stop",
                "timer/s",
                runs(() -> {
                    set(timers, nobody);
                    return stop(timers);
                }));
        Arrays.fill(timers, null);
        long before = Report.liveHeap();
        set(timers, nobody);
        double bytes = (Report.liveHeap() - before) / (double) count;
        report("ours", "timers", "timers=1M", "bytes_per_timer", "B", bytes);
        lateness(scale(100_000));
        stop(timers);
    }

    /// Over an hour, in no order.
    private double set(Timer[] timers, Pid to) {
        long start = System.nanoTime();
        for (int i = 0; i < timers.length; i++) {
            long millis = HOUR_MILLIS + (i * 7919L) % HOUR_MILLIS;
            timers[i] = runtime.sendAfter(Duration.ofMillis(millis), to, "due");
        }
        return rate(timers.length, start, System.nanoTime());
    }

    private static double stop(Timer[] timers) {
        long start = System.nanoTime();
        for (Timer timer : timers) {
            if (timer.cancel().isEmpty()) {
                throw new IllegalStateException("a timer was gone");
            }
        }
        return rate(timers.length, start, System.nanoTime());
    }

    /// While the million waits.
    private void lateness(int count) throws InterruptedException {
        double[] late = new double[count];
        AtomicInteger next = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(count);
        Pid receiver =
                Ours.spawn(
                        runtime,
                        (self, message) -> {
                            late[next.getAndIncrement()] =
                                    (System.nanoTime() - (Long) message) / 1e6;
                            done.countDown();
                            return null;
                        });
        for (int i = 0; i < count; i++) {
            long millis = SOON_MILLIS + i % SOON_MILLIS;
            long due = System.nanoTime() + millis * 1_000_000;
            runtime.sendAfter(Duration.ofMillis(millis), receiver, (Object) due);
        }
        done.await();
        Arrays.sort(late);
        report("ours", "timers", "due=100k", "late_p50", "ms", late[count / 2]);
        report("ours", "timers", "due=100k", "late_p99", "ms", late[count * 99 / 100]);
    }
}
