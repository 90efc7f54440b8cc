package org.distributedactors.kernel;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.distributedactors.node.NodeConfig.Environment;
import org.distributedactors.process.Activator;
import org.distributedactors.process.SystemTimers;
import org.distributedactors.process.Ticker;
import org.distributedactors.process.Timer;
import org.distributedactors.process.WorkerPool;
import org.jspecify.annotations.Nullable;

/// The threads of one node that are no socket's: workers for processes, one thread for the kernel's services, one for
/// callbacks, one for timers. They exist between {@link #start} and {@link #stop}, and can be started again; what
/// comes in between is dropped.
///
/// The kernel's thread is no daemon, so that a program which is nothing but a node stays alive.
final class KernelThreads {

    private volatile @Nullable Running running;

    private record Running(
            ExecutorService kernel,
            ExecutorService callbacks,
            SystemTimers timers,
            WorkerPool workers) {}

    synchronized void start() {
        ExecutorService kernel =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("distributed-actors-kernel").factory());
        kernel.execute(() -> {}); // Starts the thread, and with it the life of the program.
        running =
                new Running(
                        kernel,
                        Executors.newSingleThreadExecutor(
                                Thread.ofVirtual().name("distributed-actors-callbacks").factory()),
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
            last.kernel().shutdownNow();
            last.callbacks().shutdown();
        }
    }

    Environment environment() {
        return new Environment(
                new Workers(),
                this::onKernel,
                Ticker.system(),
                InstantSource.system(),
                this::after,
                new SecureRandom(),
                this::callback);
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

    private void onKernel(Runnable activation) {
        Running now = running;
        if (now != null) {
            submit(now.kernel(), activation);
        }
    }

    private void callback(Runnable callback) {
        Running now = running;
        if (now != null) {
            submit(now.callbacks(), callback);
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
