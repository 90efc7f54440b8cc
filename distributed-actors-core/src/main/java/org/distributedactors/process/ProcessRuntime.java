package org.distributedactors.process;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All processes of one node, and everything that can be done with processes from outside of them. Usable from any
/// thread.
///
/// | Done by                           | Runs                                                          |
/// |-----------------------------------|---------------------------------------------------------------|
/// | a sender, or a thread that reads  | puts the signal into the queue, wakes the receiver            |
/// | the receiver's activation         | decoding, handlers, its links and monitors, its end           |
/// | the timers' thread                | puts a message into a queue                                   |
public final class ProcessRuntime implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProcessRuntime.class);
    private static final ScopedValue<ProcessCell> CURRENT = ScopedValue.newInstance();

    /// The first word of a reference has 18 bits on every OTP release.
    private static final int FIRST_WORD_BITS = 18;

    private final RuntimeConfig config;
    private final ProcessTable table;
    private final RegisteredNames names = new RegisteredNames();
    private final RemoteNodes remoteNodes = new RemoteNodes();
    private final Aliases aliases = new Aliases();
    private final ProcessCounters counters = new ProcessCounters();
    private final MonitorBook monitors;
    private final SignalRouter router = new SignalRouter(this);
    private final IncomingSignals incoming = new IncomingSignals(this, router);
    private final AtomicLong references = new AtomicLong();
    private final Pid outside;
    private volatile RemoteSignals remote = RemoteSignals.unreachable(incoming);
    private volatile boolean closed;

    public ProcessRuntime(RuntimeConfig config) {
        this.config = config;
        this.table = new ProcessTable(config.processLimit());
        this.monitors = new MonitorBook(config.clock(), config.firedMonitors());
        this.outside = table.reserve(config.node(), config.creation());
    }

    /// Connects the way out. Until then no other node is reachable.
    public void attach(RemoteSignals signals) {
        remote = signals;
    }

    // ---- who it is

    public Atom node() {
        return config.node();
    }

    public int creation() {
        return config.creation();
    }

    /// The pid that stands for whoever sends without being a process. Nobody is behind it.
    public Pid outside() {
        return outside;
    }

    /// Whether the pid was made by this very node; one of an earlier incarnation was not.
    public boolean isHere(Pid pid) {
        return pid.creation() == config.creation() && pid.node().equals(config.node());
    }

    public IncomingSignals incoming() {
        return incoming;
    }

    public Aliases aliases() {
        return aliases;
    }

    public MonitorBook monitors() {
        return monitors;
    }

    public ProcessCounters counters() {
        return counters;
    }

    public Ticker ticker() {
        return config.ticker();
    }

    public InstantSource clock() {
        return config.clock();
    }

    public Timers timers() {
        return config.timers();
    }

    public Activator activator() {
        return config.activator();
    }

    /// A reference that no other one made by this node is equal to.
    public Reference makeRef() {
        long number = references.incrementAndGet();
        int first = (int) number & ((1 << FIRST_WORD_BITS) - 1);
        return Reference.of(
                config.node(),
                config.creation(),
                first,
                (int) (number >>> FIRST_WORD_BITS),
                (int) (number >>> 50));
    }

    // ---- spawning

    /// Starts a plain process. Messages of other nodes reach it as terms.
    public Pid spawn(ProcessBody body) {
        return spawn(SpawnOptions.DEFAULT, body).pid();
    }

    /// Starts a plain process and declares what messages of other nodes decode to.
    public Pid spawn(Object protocol, ProcessBody body) {
        return spawn(SpawnOptions.DEFAULT.withProtocol(protocol), body).pid();
    }

    public SpawnResult spawn(SpawnOptions options, ProcessBody body) {
        return spawn(options, body, null);
    }

    public SpawnResult spawn(SpawnOptions options, ProcessBehaviour behaviour) {
        return spawn(options, behaviour, null);
    }

    SpawnResult spawn(SpawnOptions options, ProcessBody body, @Nullable ProcessCell parent) {
        return spawn(options, new PlainCell(this, options.protocol(), body), parent);
    }

    SpawnResult spawn(
            SpawnOptions options, ProcessBehaviour behaviour, @Nullable ProcessCell parent) {
        Activator activator =
                options.activator() == null ? config.activator() : options.activator();
        return spawn(options, new BehaviourCell(this, activator, behaviour), parent);
    }

    /// The name is taken before anything runs, so two that spawn under one name cannot both succeed.
    private SpawnResult spawn(
            SpawnOptions options, ProcessCell cell, @Nullable ProcessCell parent) {
        if (closed) {
            throw new IllegalStateException(
                    "the process runtime of " + node().name() + " is closed");
        }
        table.add(cell);
        Atom name = options.name();
        while (name != null && names.register(name, cell) != Registration.REGISTERED) {
            if (name.equals(Atom.UNDEFINED)) {
                table.remove(cell);
                throw new IllegalArgumentException("undefined cannot be the name of a process");
            }
            ProcessCell owner = names.whereis(name);
            if (owner != null) {
                table.remove(cell);
                return new SpawnResult.AlreadyStarted(owner.pid());
            }
        }
        Pid pid = cell.pid();
        try {
            options.announce().accept(pid);
            cell.prepare(options);
        } catch (RuntimeException e) {
            cell.end(ExitReason.of(e), null, true);
            throw e;
        }
        if (parent != null) {
            parent.adopt(cell);
        }
        counters.countSpawned();
        cell.begin();
        return new SpawnResult.Started(pid);
    }

    // ---- signals from outside

    /// Sends a plain message. Never fails and never waits. Inside a process the message counts as sent by it.
    public void send(Pid to, Object message) {
        if (router.isHere(to.node())) {
            router.deliver(to, message);
        } else {
            router.message(sender(), to, message);
        }
    }

    public void send(Destination to, Object message) {
        switch (to) {
            case Destination.ToPid(Pid pid) -> send(pid, message);
            case Destination.ToName name when router.isHere(name.node()) ->
                    router.message(name.name(), message);
            case Destination.ToName name -> router.message(sender(), name, message);
        }
    }

    public void send(Atom name, Object message) {
        router.message(name, message);
    }

    /// Sends an answer to whoever waits under the alias, here or elsewhere. When nobody waits any more it vanishes.
    public void sendAlias(Reference alias, Object message) {
        router.aliasMessage(sender(), alias, message);
    }

    public Timer sendAfter(Duration delay, Pid to, Object message) {
        return timers().after(delay, () -> router.message(outside, to, message));
    }

    /// Sends an exit signal, Erlang's `exit/2`.
    public void exit(Pid to, ExitReason reason) {
        router.exit(sender(), to, reason);
    }

    /// Watches for an {@link Awaiting} that was opened under `ref`: its `down` comes when the target is no more.
    public void monitor(Destination target, Reference ref) {
        Destination resolved = router.resolve(target);
        if (resolved == null) {
            aliases.down(ref, ExitReason.NOPROC);
        } else {
            router.monitor(sender(), resolved, ref);
        }
    }

    public void demonitor(Destination target, Reference ref) {
        Destination resolved = router.resolve(target);
        if (resolved != null) {
            router.demonitor(sender(), resolved, ref);
        }
    }

    // ---- names

    public Registration register(Atom name, Pid pid) {
        ProcessCell cell = find(pid);
        return cell == null ? Registration.NOPROC : names.register(name, cell);
    }

    /// Registers the name or, when another process has it, says which; one step. Empty when neither is possible.
    public Optional<Pid> registerOrGet(Atom name, Pid pid) {
        while (true) {
            Registration result = register(name, pid);
            switch (result) {
                case REGISTERED -> {
                    return Optional.of(pid);
                }
                case NAME_TAKEN -> {
                    Optional<Pid> owner = whereis(name);
                    if (owner.isPresent()) {
                        return owner;
                    }
                }
                case ALREADY_NAMED, NOPROC, BAD_NAME -> {
                    return Optional.empty();
                }
            }
        }
    }

    /// @return whether somebody had the name
    public boolean unregister(Atom name) {
        return names.unregister(name);
    }

    public Optional<Pid> whereis(Atom name) {
        return Optional.ofNullable(names.whereis(name)).map(ProcessCell::pid);
    }

    public Set<Atom> registered() {
        return names.all();
    }

    // ---- looking at processes

    /// The process that runs on this thread.
    public Optional<Self> current() {
        ProcessCell cell = currentCell();
        return Optional.ofNullable(cell);
    }

    public boolean isAlive(Pid pid) {
        return find(pid) != null;
    }

    public int processCount() {
        return table.size();
    }

    public List<Pid> processes() {
        List<Pid> pids = new ArrayList<>();
        table.forEach(cell -> pids.add(cell.pid()));
        return pids;
    }

    public Optional<ProcessInfo> info(Pid pid) {
        return Optional.ofNullable(find(pid)).map(ProcessCell::info);
    }

    /// Kills every process. Orderly ends are the business of supervisors before this.
    @Override
    public void close() {
        closed = true;
        table.forEach(cell -> router.exit(outside, cell.pid(), ExitReason.KILL));
    }

    // ---- for this package

    SignalRouter router() {
        return router;
    }

    RegisteredNames names() {
        return names;
    }

    RemoteNodes remoteNodes() {
        return remoteNodes;
    }

    RemoteSignals remote() {
        return remote;
    }

    @Nullable ProcessCell find(Pid pid) {
        return isHere(pid) ? table.find(pid) : null;
    }

    void remove(ProcessCell cell) {
        table.remove(cell);
    }

    void runAs(ProcessCell cell, Runnable action) {
        ScopedValue.where(CURRENT, cell).run(action);
    }

    private @Nullable ProcessCell currentCell() {
        ProcessCell cell = CURRENT.isBound() ? CURRENT.get() : null;
        return cell != null && cell.runtime().equals(this) ? cell : null;
    }

    /// The pid of the process that runs on this thread, or {@link #outside}.
    public Pid sender() {
        ProcessCell cell = currentCell();
        return cell == null ? outside : cell.pid();
    }

    @Nullable Object decode(RemoteMessage bytes, @Nullable Object protocol, String type) {
        try {
            return bytes.decode(protocol);
        } catch (RuntimeException e) {
            counters.countDeadLetter(DeadLetter.UNDECODABLE);
            log.debug(
                    "message dropped: not of the receiver's protocol, receiver={} bytes={}",
                    type,
                    bytes.size(),
                    e);
            return null;
        }
    }

    /// Says that the code on this thread is about to wait, for a reply say. A handler that holds one of the node's workers
    /// is replaced by another worker at once; elsewhere nothing happens.
    public static void aboutToWait() {
        Worker.aboutToWait();
    }

    /// The reason of a process whose code threw this; logged here and nowhere else.
    ExitReason crashed(ProcessCell cell, Throwable thrown, String messageType) {
        if (thrown instanceof ProcessExit exit) {
            return exit.reason();
        }
        counters.countCrashed();
        log.error(
                "process crashed: pid={} type={} message={}",
                cell.pid(),
                cell.type(),
                messageType,
                thrown);
        return ExitReason.of(thrown);
    }

    void terminateFailed(ProcessCell cell, Throwable thrown) {
        if (!(thrown instanceof ProcessExit)) {
            log.error("terminate failed: pid={} type={}", cell.pid(), cell.type(), thrown);
        }
    }

    void activationRefused(ProcessCell cell, RuntimeException refusal) {
        log.warn(
                "process cannot run: its activator refuses, pid={} type={}",
                cell.pid(),
                cell.type(),
                refusal);
    }

    static List<StackTraceElement> stackOf(Thread thread, int limit) {
        return Arrays.stream(thread.getStackTrace()).limit(limit).toList();
    }
}
