package org.distributedactors.benchmarks;

import static org.distributedactors.benchmarks.Report.report;
import static org.distributedactors.benchmarks.Report.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.distributedactors.benchmarks.Ours.Receiving;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.WorkerPool;
import org.distributedactors.term.Pid;

/// Handlers that block, and how much they delay a process that has nothing to do with them. That process gets a message
/// each millisecond; its delay is the time until it has it. The control is the same without anybody who blocks.
final class OursBlocking {
    private static final int SLEEP_MILLIS = 100;

    private final ProcessRuntime runtime;
    private final WorkerPool pool;

    OursBlocking(ProcessRuntime runtime, WorkerPool pool) {
        this.runtime = runtime;
        this.pool = pool;
    }

    private interface Blocking {
        void run() throws Exception;
    }

    private record Doer(Blocking action, CountDownLatch done) implements Receiving {
        @Override
        public ExitReason receive(Self self, Object message) throws Exception {
            action.run();
            done.countDown();
            return null;
        }

        @Override
        public String type() {
            return action.getClass().getName();
        }
    }

    void all() throws Exception {
        int sleepers = scale(10_000);
        rounds("warm_up", 0, () -> {}, 1, 200, false);
        rounds("idle_control", 0, () -> {}, 1, 2000, true);
        rounds("sleep_100ms,processes=10k", sleepers, () -> waitFor(SLEEP_MILLIS), 1, 0, true);
        Semaphore connections = new Semaphore(10);
        rounds("pool_of_10,processes=100", 100, () -> query(connections), 10, 0, true);
        ReentrantLock lock = new ReentrantLock();
        rounds("one_lock,processes=100", 100, () -> hold(lock), 10, 0, true);
        busyLoops();
        report("ours", "blocking", "workers", "replaced", "times", pool.replacements());
        report("ours", "blocking", "types", "moved", "times", pool.movesToVirtualThreads());
    }

    private static void waitFor(long millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    private static void query(Semaphore connections) throws InterruptedException {
        connections.acquire();
        try {
            waitFor(5);
        } finally {
            connections.release();
        }
    }

    private static void hold(ReentrantLock lock) throws InterruptedException {
        lock.lock();
        try {
            waitFor(1);
        } finally {
            lock.unlock();
        }
    }

    /// @param messages that each process gets
    /// @param probes how many messages the other process gets; 0 as long as the processes run
    private void rounds(
            String variant,
            int processes,
            Blocking action,
            int messages,
            int probes,
            boolean reported)
            throws Exception {
        CountDownLatch done = new CountDownLatch(processes * messages);
        List<Pid> pids = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            pids.add(Ours.spawn(runtime, new Doer(action, done)));
        }
        long start = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            pids.forEach(pid -> runtime.send(pid, "go"));
        }
        double[] delays = delays(done, probes);
        double seconds = (System.nanoTime() - start) / 1e9;
        pids.forEach(pid -> runtime.exit(pid, ExitReason.KILL));
        if (reported) {
            report("ours", "blocking", variant, "delay_p99", "ms", percentile(delays, 0.99));
            report("ours", "blocking", variant, "delay_max", "ms", percentile(delays, 1));
            if (processes > 0) {
                report("ours", "blocking", variant, "all_done", "s", seconds);
            }
        }
    }

    /// Milliseconds from the sending of each message until the process has it.
    private double[] delays(CountDownLatch done, int probes) throws InterruptedException {
        List<Double> delays = new ArrayList<>();
        Pid other =
                Ours.spawn(
                        runtime,
                        (self, message) -> {
                            double delay = (System.nanoTime() - (Long) message) / 1e6;
                            synchronized (delays) {
                                delays.add(delay);
                            }
                            return null;
                        });
        int sent = 0;
        while (probes > 0 ? sent < probes : done.getCount() > 0) {
            runtime.send(other, (Object) System.nanoTime());
            sent++;
            done.await(1, TimeUnit.MILLISECONDS);
            if (probes > 0) {
                waitFor(1);
            }
        }
        while (true) {
            synchronized (delays) {
                if (delays.size() == sent) {
                    runtime.exit(other, ExitReason.KILL);
                    return delays.stream().mapToDouble(Double::doubleValue).toArray();
                }
            }
            waitFor(1);
        }
    }

    /// As many processes as there are workers compute for ever; the other one goes on.
    private void busyLoops() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        int loops = Runtime.getRuntime().availableProcessors();
        CountDownLatch ended = new CountDownLatch(loops);
        for (int i = 0; i < loops; i++) {
            Ours.spawn(
                    runtime,
                    (self, message) -> {
                        while (!stop.get()) {
                            Thread.onSpinWait();
                        }
                        ended.countDown();
                        return ExitReason.NORMAL;
                    },
                    "go");
        }
        double[] delays = delays(new CountDownLatch(1), 1000);
        stop.set(true);
        ended.await();
        report("ours", "blocking", "busy_loops=cores", "delay_p99", "ms", percentile(delays, 0.99));
        report("ours", "blocking", "busy_loops=cores", "delay_max", "ms", percentile(delays, 1));
    }

    private static double percentile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(part * sorted.length) - 1];
    }
}
