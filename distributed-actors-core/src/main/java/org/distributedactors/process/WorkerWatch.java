package org.distributedactors.process;

import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// The thread that looks at the workers of one pool every other millisecond while something runs, and sleeps when
/// nothing has run for a second.
final class WorkerWatch implements Runnable {

    private static final long PERIOD_NANOS = 2_000_000;
    private static final long QUIET_NANOS = 1_000_000_000;

    private final Set<Worker> workers;
    private final Ticker ticker;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;

    WorkerWatch(Set<Worker> workers, Ticker ticker) {
        this.workers = workers;
        this.ticker = ticker;
        this.thread = Thread.ofPlatform().daemon().name("distributed-actors-watch").unstarted(this);
    }

    void start() {
        thread.start();
    }

    /// Something is about to run. Costs one read while the watcher is awake.
    void wake() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        long active = ticker.nanos();
        while (!closed) {
            LockSupport.parkNanos(this, PERIOD_NANOS);
            long now = ticker.nanos();
            if (lookAtAll(now)) {
                active = now;
            } else if (now - active > QUIET_NANOS) {
                sleep();
                active = ticker.nanos();
            }
        }
    }

    /// Whether anybody runs.
    private boolean lookAtAll(long now) {
        boolean running = false;
        for (Worker worker : workers) {
            worker.look(now);
            running |= worker.isRunning();
        }
        return running;
    }

    private void sleep() {
        asleep = true;
        while (asleep && !closed) {
            LockSupport.park(this);
        }
    }
}
