package org.distributedactors.process;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Timers on one daemon thread, by the system's clock.
public final class SystemTimers implements Timers, AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;

    public SystemTimers(String threadName) {
        executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name(threadName).factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        if (executor.isShutdown()) {
            return () -> false;
        }
        Future<?> future = executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
