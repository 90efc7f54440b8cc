package org.distributedactors.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Runs activations on as many workers as there are cores. Handlers may block, and nobody has to say so:
///
/// | Seen                                                 | Then                                                        |
/// |------------------------------------------------------|-------------------------------------------------------------|
/// | a handler waits, for a lock, a reply, a socket       | another worker takes over; its type runs on virtual threads from now on |
/// | a handler computes for 20 ms                         | another worker takes over until it is done                  |
/// | more than 256 workers are held at the same time      | those beyond are not replaced                               |
///
/// A process that was seen blocking keeps its order and its mailbox: only the thread of its next activation is another.
/// What is no process, such as the completion of a call, runs on a virtual thread of its own. After {@link #close}
/// everything does, so that processes can still end. Usable from any thread.
public final class WorkerPool implements Activator, AutoCloseable {

    private static final int MOST_REPLACED = 256;
    private static final int MOST_TYPES = 10_000;
    private static final long KEEP_ALIVE_SECONDS = 30;

    private final int cores;
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, ActivationProfile> profiles = new ConcurrentHashMap<>();
    private final ActivationProfile others = new ActivationProfile();
    private final LongAdder replacements = new LongAdder();
    private final LongAdder blockingTypes = new LongAdder();
    private final ClassLoader loader;
    private final WorkerWatch watch;
    private final ForkJoinPool pool;
    private int held;

    /// Starts the watcher; workers start when they are needed. Their context class loader is the creator's.
    ///
    /// @param cores how many workers run at the same time, at least one
    /// @param ticker measures how long a worker is held
    public WorkerPool(int cores, Ticker ticker) {
        this.cores = cores;
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        this.loader = context == null ? ClassLoader.getSystemClassLoader() : context;
        this.watch = new WorkerWatch(workers, ticker);
        this.pool =
                new ForkJoinPool(
                        cores,
                        this::worker,
                        null,
                        true,
                        cores,
                        cores + MOST_REPLACED,
                        1,
                        full -> true,
                        KEEP_ALIVE_SECONDS,
                        TimeUnit.SECONDS);
        watch.start();
    }

    private Worker worker(ForkJoinPool of) {
        Worker worker = new Worker(this, of);
        worker.setDaemon(true);
        worker.setContextClassLoader(loader);
        worker.setName("distributed-actors-worker-" + worker.threadId());
        return worker;
    }

    @Override
    public void activate(Runnable activation) {
        if (!(activation instanceof BehaviourCell cell)) {
            Thread.startVirtualThread(activation);
            return;
        }
        ActivationProfile profile = profileOf(cell);
        if (profile.isBlocking()) {
            Thread.startVirtualThread(cell);
            return;
        }
        watch.wake();
        try {
            pool.execute(new Turn(cell, profile));
        } catch (RejectedExecutionException closed) {
            Thread.startVirtualThread(cell);
        }
    }

    private ActivationProfile profileOf(BehaviourCell cell) {
        ActivationProfile known = cell.profile;
        if (known == null) {
            known = profiles.get(cell.type());
            if (known == null) {
                known =
                        profiles.size() >= MOST_TYPES
                                ? others
                                : profiles.computeIfAbsent(
                                        cell.type(), type -> new ActivationProfile());
            }
            cell.profile = known;
        }
        return known;
    }

    /// How often another worker took over from one that a handler held.
    public long replacements() {
        return replacements.sum();
    }

    /// How many types of processes were seen blocking and run on virtual threads.
    public long blockingTypes() {
        return blockingTypes.sum();
    }

    /// Runs what is queued, and whatever is activated later on virtual threads.
    @Override
    public void close() {
        watch.close();
        pool.shutdown();
    }

    // ---- told by the workers and the watcher

    void started(Worker worker) {
        workers.add(worker);
    }

    void ended(Worker worker) {
        workers.remove(worker);
    }

    void blockingType() {
        blockingTypes.increment();
    }

    /// The pool notices a higher number when it gets something to do, so it gets nothing to do.
    synchronized void replaced(int change) {
        held += change;
        pool.setParallelism(cores + Math.min(held, MOST_REPLACED));
        if (change > 0) {
            replacements.increment();
            try {
                pool.execute(() -> {});
            } catch (RejectedExecutionException closed) {
                // Nothing waits in a pool that has been closed and has run what it had.
            }
        }
    }
}
