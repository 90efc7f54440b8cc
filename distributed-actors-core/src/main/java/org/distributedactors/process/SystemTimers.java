package org.distributedactors.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Timers on one daemon thread, by the system's clock. They are due to the millisecond, as Erlang's, and never early.
/// Setting and stopping one costs the same however many there are, and one that was stopped leaves nothing behind.
public final class SystemTimers implements Timers, AutoCloseable {

    private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

    private final TimerWheel wheel;
    private final Thread thread;
    private volatile boolean closed;

    public SystemTimers(String threadName) {
        Ticker ticker = Ticker.system();
        thread = new TimerThread(() -> run(ticker), threadName);
        wheel = new TimerWheel(ticker, () -> LockSupport.unpark(thread));
        thread.start();
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        if (closed) {
            return Timer.OVER;
        }
        Timer timer = wheel.add(nanosOf(delay), action);
        if (closed) {
            timer.cancel();
            return Timer.OVER;
        }
        return timer;
    }

    private static long nanosOf(Duration delay) {
        return delay.getSeconds() >= LONGEST_NANOS / 1_000_000_000L
                ? LONGEST_NANOS
                : delay.toNanos();
    }

    private void run(Ticker ticker) {
        while (!closed) {
            wheel.runDue();
            long wait = wheel.planNext() - ticker.nanos();
            if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            }
        }
        wheel.runWakeUps();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    /// All timers wait for it, so it is never made to wait.
    static final class TimerThread extends Thread {

        TimerThread(Runnable action, String name) {
            super(action, name);
            setDaemon(true);
        }
    }
}
