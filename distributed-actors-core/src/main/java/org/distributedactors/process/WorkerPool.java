package org.distributedactors.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs activations on as many workers as there are cores. Handlers may block, and nobody has to say so:
///
/// | Seen                                                 | Then                                                        |
/// |------------------------------------------------------|-------------------------------------------------------------|
/// | a handler waits, for a lock, a reply, a socket       | another worker takes over until it is done                  |
/// | that, of one type, three times within a second       | the type runs on virtual threads for a while, at first 30 s |
/// | a handler computes for 20 ms                         | another worker takes over until it is done                  |
/// | more than 256 workers are held at the same time      | those beyond are not replaced                               |
///
/// A process that was seen blocking keeps its order and its mailbox: only the thread of its next activation is another.
/// What is no process, such as the completion of a call, runs on a virtual thread of its own. After {@link #close}
/// everything does, so that processes can still end. Usable from any thread.
public final class WorkerPool implements Activator, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);

    private static final int MOST_REPLACED = 256;
    private static final int NUDGES = 8;
    private static final int MOST_TYPES = 10_000;

    private final int cores;
    private final Ticker ticker;
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, ActivationProfile> profiles = new ConcurrentHashMap<>();
    private final Visits visits = new Visits();
    private final Set<ActivationProfile> marked = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> chores = ConcurrentHashMap.newKeySet();
    private final ActivationProfile others = new ActivationProfile(this, this, "", false);
    private ActivationProfile lastProfile = others;
    private final LongAdder replacements = new LongAdder();
    private final LongAdder blockingTypes = new LongAdder();
    private final ClassLoader loader;
    private final WorkerWatch watch;
    private final Ticker clock;
    private final Queues pool;
    private int held;

    /// Starts the watcher; workers start when they are needed. Their context class loader is the creator's.
    ///
    /// @param cores how many workers run at the same time, at least one
    /// @param ticker measures how long a worker is held
    public WorkerPool(int cores, Ticker ticker) {
        this.cores = cores;
        this.ticker = ticker;
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        this.loader = context == null ? ClassLoader.getSystemClassLoader() : context;
        this.watch =
                new WorkerWatch(workers, visits, marked, ticker, this::stirIfIdle, this::doChores);
        this.clock = watch::nanos;
        this.pool = new Queues(cores, this::worker);
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
        if (activation instanceof BehaviourCell cell) {
            wake(cell);
        } else {
            Thread.startVirtualThread(activation);
        }
    }

    @Override
    public WorkerPool workers() {
        return this;
    }

    /// What is known about processes of this kind.
    ActivationProfile profileOf(ProcessBehaviour behaviour) {
        String type = behaviour.type();
        ActivationProfile last = lastProfile;
        if (isSame(last.type, type)) {
            return last;
        }
        ActivationProfile known = profiles.get(type);
        if (known != null) {
            lastProfile = known;
            return known;
        }
        if (profiles.size() >= MOST_TYPES) {
            return others;
        }
        return profiles.computeIfAbsent(
                type, name -> new ActivationProfile(this, this, name, behaviour.isNonBlocking()));
    }

    /// The name of a class is one object; for other names the map has the answer.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(String one, String other) {
        return one == other;
    }

    int cores() {
        return cores;
    }

    // ---- where a process runs

    /// The process has got something to do.
    void wake(BehaviourCell cell) {
        if (cell.profile.isBlocking()) {
            Thread.startVirtualThread(cell);
        } else if (Thread.currentThread() instanceof Worker worker && worker.isOf(this)) {
            worker.runNext(cell);
        } else if (!DeliveryRound.takes(cell)) {
            queue(cell);
        }
    }

    /// The process has something to do when those before it have had their turn.
    void queue(BehaviourCell cell) {
        if (cell.profile.isBlocking()) {
            Thread.startVirtualThread(cell);
            return;
        }
        try {
            pool.execute((ForkJoinTask<?>) cell);
        } catch (RejectedExecutionException closed) {
            Thread.startVirtualThread(cell);
        }
        watch.wake();
    }

    /// The time, as far as the watcher's last look: some milliseconds behind, and free of charge.
    long nanos() {
        return watch.nanos();
    }

    /// Shows `nanos`.
    Ticker clock() {
        return clock;
    }

    /// The watcher has an eye on whoever runs a process without being a worker.
    ///
    /// @return the visit that this one is within, if any
    @Nullable Visitor begin(Visitor visitor) {
        Visitor around = visits.begin(visitor);
        watch.wake();
        return around;
    }

    void end(Visitor visitor, @Nullable Visitor around) {
        visits.end(visitor, around);
    }

    // ---- done now and then

    /// Done about once a second, whether something runs or not, until this is closed or it is taken back.
    void eachSecond(Runnable chore) {
        chores.add(chore);
    }

    void noMore(Runnable chore) {
        chores.remove(chore);
    }

    /// The watcher itself has no time to lose.
    private void doChores() {
        chores.forEach(Thread::startVirtualThread);
    }

    // ---- what is seen from outside

    /// How often another worker took over from one that a handler held.
    public long replacements() {
        return replacements.sum();
    }

    /// How many types of processes were seen blocking and run on virtual threads now.
    public long blockingTypes() {
        return marked.stream().filter(ActivationProfile::isBlocking).count();
    }

    /// How often a type of processes was moved to virtual threads.
    public long movesToVirtualThreads() {
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

    void blockingType(ActivationProfile profile) {
        blockingTypes.increment();
        marked.add(profile);
        stir();
        log.debug("processes of this type block and run on virtual threads: {}", profile.type);
    }

    void visitorHeldUp(ActivationProfile profile) {
        if (profile.visitorHeldUp(ticker.nanos())) {
            marked.add(profile);
            // Whoever visits must not be held up once more, by a log that stands still.
            Thread.startVirtualThread(() ->
                    log.warn(
                            "a process marked @NonBlocking waited or took more than 5 ms, so the"
                                    + " mark is ignored for a while: type={}",
                            profile.type));
        }
    }

    synchronized void replaced(int change) {
        held += change;
        pool.setParallelism(cores + Math.min(held, MOST_REPLACED));
        if (change > 0) {
            replacements.increment();
            for (int i = 0; i < NUDGES; i++) {
                Thread.startVirtualThread(this::nudge);
            }
        }
    }

    /// The pool looks for a thread only when something comes into an empty queue: it would not notice that it may have more
    /// of them now. A thread that has never put anything into the pool probably has an empty queue there.
    private void nudge() {
        try {
            pool.execute(() -> {});
        } catch (RejectedExecutionException closed) {
            // Nothing waits in a pool that has been closed and has run what it had.
        }
    }

    /// Something may wait though there could be more threads.
    private void stirIfIdle() {
        if (pool.getActiveThreadCount() < pool.getParallelism()) {
            stir();
        }
    }

    /// Puts what is queued into the queues once more, which the pool notices for sure. Those that do not block need not
    /// wait until all others have got their virtual threads.
    void stir() {
        List<BehaviourCell> blocking = new ArrayList<>();
        for (ForkJoinTask<?> task : pool.drain()) {
            if (task instanceof BehaviourCell cell) {
                if (cell.profile.isBlocking()) {
                    blocking.add(cell);
                } else {
                    queue(cell);
                }
            }
        }
        blocking.forEach(this::queue);
    }

    /// The fork-join pool, first come first served, with workers for those that are held.
    private static final class Queues extends ForkJoinPool {

        private static final long KEEP_ALIVE_SECONDS = 30;

        Queues(int cores, ForkJoinWorkerThreadFactory factory) {
            super(
                    cores,
                    factory,
                    null,
                    true,
                    cores,
                    cores + MOST_REPLACED,
                    1,
                    full -> true,
                    KEEP_ALIVE_SECONDS,
                    TimeUnit.SECONDS);
        }

        List<ForkJoinTask<?>> drain() {
            List<ForkJoinTask<?>> tasks = new ArrayList<>();
            drainTasksTo(tasks);
            return tasks;
        }
    }
}
