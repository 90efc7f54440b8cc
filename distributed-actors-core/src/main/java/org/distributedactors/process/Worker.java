package org.distributedactors.process;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A thread of a {@link WorkerPool}. It says what it does; the pool's watcher looks at it from its own thread.
final class Worker extends ForkJoinWorkerThread {

    private final WorkerPool owner;
    private final StillWorker still = new StillWorker();

    /// Odd while a process runs here, even between two.
    private final AtomicLong turn = new AtomicLong();

    private final AtomicBoolean stuck = new AtomicBoolean();
    private volatile @Nullable ActivationProfile profile;

    Worker(WorkerPool owner, ForkJoinPool pool) {
        super(pool);
        this.owner = owner;
    }

    /// The handler that runs on this thread is about to wait for long: another worker takes over at once.
    static void aboutToWait() {
        if (Thread.currentThread() instanceof Worker worker && worker.isRunning()) {
            worker.blocks();
        }
    }

    void run(BehaviourCell cell, ActivationProfile of) {
        profile = of;
        turn.setRelease(turn.getPlain() + 1);
        try {
            cell.run();
        } finally {
            turn.setRelease(turn.getPlain() + 1);
            free();
        }
    }

    boolean isRunning() {
        return turn.getAcquire() % 2 == 1;
    }

    /// One look of the watcher.
    void look(long nanos) {
        long now = turn.getAcquire();
        if (now % 2 == 0) {
            free();
            return;
        }
        switch (still.look(now, nanos, getState(), this::inNative)) {
            case MOVING -> {}
            case BLOCKED -> blocks();
            case BUSY -> replace();
        }
        if (now != turn.getAcquire()) {
            free();
        }
    }

    private boolean inNative() {
        StackTraceElement[] stack = getStackTrace();
        return stack.length > 0 && StillWorker.blocksIn(stack[0]);
    }

    private void blocks() {
        ActivationProfile of = profile;
        if (of != null && !of.isBlocking()) {
            of.seenBlocking();
            owner.blockingType();
        }
        replace();
    }

    private void replace() {
        if (!stuck.get() && stuck.compareAndSet(false, true)) {
            owner.replaced(1);
        }
    }

    private void free() {
        if (stuck.get() && stuck.compareAndSet(true, false)) {
            owner.replaced(-1);
        }
    }

    @Override
    protected void onStart() {
        owner.started(this);
    }

    @Override
    protected void onTermination(@Nullable Throwable thrown) {
        owner.ended(this);
        free();
    }
}
