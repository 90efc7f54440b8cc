package org.distributedactors.process;

import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// The thread that looks at the workers of one pool every other millisecond while something runs, and sleeps when
/// nothing has run for a second.
final class WorkerWatch implements Runnable {

    private static final long PERIOD_NANOS = 2_000_000;
    private static final int STIR_AFTER = 5;
    private static final long QUIET_NANOS = 1_000_000_000;

    private final Set<Worker> workers;
    private final Visits visits;
    private final CpuTimes cpuTimes = CpuTimes.system();
    private final Set<ActivationProfile> marked;
    private final Ticker ticker;
    private final Runnable stir;
    private final Runnable eachSecond;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;
    private volatile long nanos;
    private int motionless;

    /// @param marked types that are to be believed again some time
    /// @param stir done when no worker moves, in case that something waits for one
    /// @param eachSecond done about that often
    WorkerWatch(
            Set<Worker> workers,
            Visits visits,
            Set<ActivationProfile> marked,
            Ticker ticker,
            Runnable stir,
            Runnable eachSecond) {
        this.workers = workers;
        this.visits = visits;
        this.stir = stir;
        this.eachSecond = eachSecond;
        this.marked = marked;
        this.ticker = ticker;
        this.nanos = ticker.nanos();
        this.thread = Thread.ofPlatform().daemon().name("distributed-actors-watch").unstarted(this);
    }

    void start() {
        thread.start();
    }

    /// Something is about to run. Costs one read while the watcher is awake.
    void wake() {
        if (asleep) {
            asleep = false;
            nanos = ticker.nanos();
            LockSupport.unpark(thread);
        }
    }

    /// The time of the last look.
    long nanos() {
        return nanos;
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        long active = ticker.nanos();
        long forgiven = active;
        while (!closed) {
            LockSupport.parkNanos(this, PERIOD_NANOS);
            long now = ticker.nanos();
            nanos = now;
            if (now - forgiven > QUIET_NANOS) {
                forgive(now);
                eachSecond.run();
                forgiven = now;
            }
            if (lookAtAll(now)) {
                active = now;
            } else if (now - active > QUIET_NANOS) {
                sleep();
                active = ticker.nanos();
            }
        }
    }

    private void forgive(long now) {
        marked.removeIf(type -> type.forgive(now));
    }

    /// Whether anybody runs.
    private boolean lookAtAll(long now) {
        boolean running = visits.lookAtAll(cpuTimes);
        boolean moving = false;
        for (Worker worker : workers) {
            boolean still = worker.look(now);
            boolean runs = worker.isRunning();
            running |= runs;
            moving |= runs && !still;
        }
        if (running && !moving && ++motionless % STIR_AFTER == 0) {
            stir.run();
        }
        return running;
    }

    /// Looks around once a second: a type may be forgiven while nothing runs, and a wake may have come a moment before
    /// this fell asleep.
    private void sleep() {
        asleep = true;
        stir.run();
        while (asleep && !closed) {
            LockSupport.parkNanos(this, QUIET_NANOS);
            long now = ticker.nanos();
            forgive(now);
            eachSecond.run();
            if (lookAtAll(now)) {
                asleep = false;
            }
        }
    }
}
