package org.distributedactors.kernel;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.distributedactors.node.NodeConfig.Environment;
import org.distributedactors.process.Activator;
import org.distributedactors.process.SystemTimers;
import org.distributedactors.process.Ticker;
import org.distributedactors.process.Timer;
import org.distributedactors.process.WorkerPool;
import org.jspecify.annotations.Nullable;

/// The threads of one node that are no socket's: workers for processes, one for the kernel's services
/// ({@link KernelThread}), one for callbacks, one for lines of the log, one for timers. They exist between {@link #start} and
/// {@link #stop}, and can be started again; what comes in between is dropped.
final class KernelThreads {

    private static final int MOST_LOG_LINES = 1000;

    private final KernelThread kernel = new KernelThread();
    private volatile @Nullable Running running;

    private record Running(
            ExecutorService callbacks,
            ExecutorService logLines,
            SystemTimers timers,
            WorkerPool workers) {}

    synchronized void start() {
        kernel.start();
        running =
                new Running(
                        Executors.newSingleThreadExecutor(
                                Thread.ofVirtual().name("distributed-actors-callbacks").factory()),
                        logLines(),
                        new SystemTimers("distributed-actors-timers"),
                        new WorkerPool(
                                Runtime.getRuntime().availableProcessors(), Ticker.system()));
    }

    synchronized void stop() {
        Running last = running;
        running = null;
        if (last != null) {
            last.timers().close();
            last.workers().close();
            kernel.stop();
            last.callbacks().shutdown();
            last.logLines().shutdown();
        }
    }

    Environment environment() {
        return new Environment(
                new Workers(),
                kernel,
                Ticker.system(),
                InstantSource.system(),
                this::after,
                new SecureRandom(),
                this::callback,
                this::logLine);
    }

    /// What waits for a log that stands still is bounded, and what is more is dropped: nobody reads it anyway.
    private static ExecutorService logLines() {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_LOG_LINES),
                Thread.ofVirtual().name("distributed-actors-log").factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private final class Workers implements Activator {

        @Override
        public void activate(Runnable activation) {
            Running now = running;
            if (now == null) {
                Thread.startVirtualThread(activation);
            } else {
                now.workers().activate(activation);
            }
        }

        @Override
        public @Nullable WorkerPool workers() {
            Running now = running;
            return now == null ? null : now.workers();
        }
    }

    private void callback(Runnable callback) {
        Running now = running;
        if (now != null) {
            submit(now.callbacks(), callback);
        }
    }

    private void logLine(Runnable line) {
        Running now = running;
        if (now != null) {
            now.logLines().execute(line);
        }
    }

    private static void submit(ExecutorService executor, Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException stopped) {
            // The node stops at this moment; nobody is left whom the task could matter to.
        }
    }

    private Timer after(Duration delay, Runnable action) {
        Running now = running;
        return now == null ? Timer.OVER : now.timers().after(delay, action);
    }
}
