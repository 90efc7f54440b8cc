package org.distributedactors.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A thread of a {@link WorkerPool}. It says what it does; the pool's watcher looks at it from its own thread.
///
/// The process that a handler wakes last runs next on the same worker, without a way through the pool's queues. When
/// the handler goes on with further messages, or holds the worker, whoever waits for it here is handed to the others.
final class Worker extends ForkJoinWorkerThread {

    /// So many messages may be handled one process after the other before what waits in the queues has its turn.
    private static final int LONGEST_CHAIN = 128;

    private static final VarHandle CELL;
    private static final VarHandle SUCCESSOR;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CELL = lookup.findVarHandle(Worker.class, "cell", BehaviourCell.class);
            SUCCESSOR = lookup.findVarHandle(Worker.class, "successor", BehaviourCell.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final WorkerPool owner;
    private final StillWorker still = new StillWorker();
    private final Activation activation;

    /// Odd while a process runs here, even between two.
    private final AtomicLong turn = new AtomicLong();

    private final AtomicBoolean stuck = new AtomicBoolean();

    /// Messages sent by processes here, modulo some power of two.
    private int sent;

    /// What runs here. Written by this thread alone.
    private @Nullable BehaviourCell cell;

    /// What runs next. Taken by this thread, or by whoever finds that it would have to wait for long.
    @SuppressWarnings("unused") // through SUCCESSOR
    private @Nullable BehaviourCell successor;

    Worker(WorkerPool owner, ForkJoinPool pool) {
        super(pool);
        this.owner = owner;
        this.activation = new OfWorker(this, owner.clock());
    }

    /// Written for each message, so it keeps others at a distance that are written as often.
    @SuppressWarnings("unused")
    private static final class OfWorker extends Activation {

        private long room1, room2, room3, room4, room5, room6, room7, room8;

        OfWorker(Worker worker, Ticker clock) {
            super(worker, worker, clock);
        }
    }

    boolean isOf(WorkerPool pool) {
        return owner.equals(pool);
    }

    // ---- on this thread

    /// The process that runs here, or null.
    @Nullable BehaviourCell cell() {
        return cell;
    }

    /// A message is sent from here.
    boolean takesSample() {
        return (++sent & (Backlog.SAMPLE - 1)) == 0;
    }

    private void setCell(@Nullable BehaviourCell now) {
        CELL.setRelease(this, now);
    }

    /// Runs the process, and whom it wakes, and whom that one wakes.
    void runChain(BehaviourCell first) {
        int handled = 0;
        try {
            for (BehaviourCell now = first; now != null; now = takeSuccessor()) {
                if (handled >= LONGEST_CHAIN || now.profile.isBlocking()) {
                    now.queue();
                } else {
                    handled += Math.max(1, run(now));
                }
            }
        } finally {
            setCell(null);
            passOn();
        }
    }

    private int run(BehaviourCell now) {
        setCell(now);
        turn.setRelease(turn.getPlain() + 1);
        try {
            return now.activate(activation);
        } finally {
            turn.setRelease(turn.getPlain() + 1);
            free();
        }
    }

    /// Runs a process within the handler of another, who has delivered to it.
    void runVisited(BehaviourCell visited, Visitor visitor, long budgetNanos) {
        BehaviourCell host = cell;
        setCell(visited);
        try {
            visited.activateVisited(visitor, budgetNanos);
        } finally {
            setCell(host);
        }
    }

    /// The process that runs here has woken this one.
    void runNext(BehaviourCell woken) {
        BehaviourCell before = (BehaviourCell) SUCCESSOR.getAndSet(this, woken);
        if (before != null) {
            before.queue();
        }
    }

    /// Whoever is to run next need not wait until the handlers here are done.
    void passOn() {
        if (successor != null) {
            BehaviourCell waiting = takeSuccessor();
            if (waiting != null) {
                waiting.queue();
            }
        }
    }

    private @Nullable BehaviourCell takeSuccessor() {
        return SUCCESSOR.getOpaque(this) == null
                ? null
                : (BehaviourCell) SUCCESSOR.getAndSet(this, null);
    }

    /// The handler that runs on this thread is about to wait for long: another worker takes over at once.
    void aboutToWait() {
        if (isRunning()) {
            blocks(owner.nanos());
            passOn();
        }
    }

    // ---- seen by the watcher

    boolean isRunning() {
        return turn.getAcquire() % 2 == 1;
    }

    /// One look of the watcher.
    ///
    /// @return whether it is in the same turn as at the last look
    boolean look(long nanos) {
        long now = turn.getAcquire();
        if (now % 2 == 0) {
            free();
            return false;
        }
        switch (still.look(now, nanos, getState(), this::place)) {
            case MOVING -> {}
            case BLOCKED -> blocks(nanos);
            case HELD -> replace();
        }
        if (now != turn.getAcquire()) {
            free();
        } else if (still.isStill()) {
            passOn();
        }
        return still.isStill();
    }

    private StillWorker.Place place() {
        return StillWorker.place(getStackTrace());
    }

    private void blocks(long nanos) {
        if (!stuck.get() && stuck.compareAndSet(false, true)) {
            BehaviourCell running = (BehaviourCell) CELL.getAcquire(this);
            if (running != null && running.profile.seenBlocking(nanos)) {
                owner.blockingType(running.profile);
            }
            owner.replaced(1);
        }
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
        passOn();
        free();
    }
}
