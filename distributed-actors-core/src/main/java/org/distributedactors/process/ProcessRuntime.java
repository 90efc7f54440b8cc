package org.distributedactors.process;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// All processes of one node, and everything that can be done with processes from outside of them. Usable from any
/// thread.
///
/// | Done by                           | Runs                                                          |
/// |-----------------------------------|---------------------------------------------------------------|
/// | a sender, or a thread that reads  | puts the signal into the queue, wakes the receiver            |
/// | the receiver's activation         | decoding, handlers, its links and monitors, its end           |
/// | the timers' thread                | puts a message into a queue                                   |
public final class ProcessRuntime implements AutoCloseable {

    /// The first word of a reference has 18 bits on every OTP release.

    private final RuntimeConfig config;

    private final ProcessTable table;
    private final RegisteredNames names = new RegisteredNames();
    private final RemoteNodes remoteNodes = new RemoteNodes();
    private final Aliases aliases = new Aliases();
    private final ProcessCounters counters = new ProcessCounters();
    private final MonitorBook monitors;
    private final SignalRouter router = new SignalRouter(this);
    private final IncomingSignals incoming = new IncomingSignals(this, router);
    private final References references;
    private final SignalEffects effects = new SignalEffects(this);
    private final Mishaps mishaps = new Mishaps(counters, this::logLine);
    private final ProcessStart start;
    private final Pid outside;
    private final @Nullable MessageTracing tracing;
    private volatile Executor logLines = Runnable::run;
    private volatile RemoteSignals remote = RemoteSignals.unreachable(incoming);
    private volatile RemoteInspection inspection = RemoteInspection.NONE;
    private final List<DeadLetterListener> deadLetterListeners = new CopyOnWriteArrayList<>();
    private final LongMailboxes longMailboxes;
    private final Runnable lookAtMailboxes;
    private final ShortWaits shortWaits;
    private volatile boolean closed;

    public ProcessRuntime(RuntimeConfig config) {
        this.config = config;
        this.tracing = config.tracing();
        this.references = new References(config.node(), config.creation(), config.random());
        this.table = new ProcessTable(config.processLimit());
        this.start = new ProcessStart(this, table, config.activator());
        this.longMailboxes = new LongMailboxes(table, counters, config.ticker(), this::logLine);
        this.lookAtMailboxes = longMailboxes::lookAtSome;
        WorkerPool workers = config.activator().workers();
        this.shortWaits = new ShortWaits(config.ticker(), workers == null ? 0 : workers.cores());
        this.monitors = new MonitorBook(config.clock(), config.firedMonitors());
        this.outside = table.reserve(config.node(), config.creation());
    }

    /// Has lines of the log that come up on threads of the network written elsewhere; until then they write them themselves.
    public void logBy(Executor value) {
        logLines = value;
    }

    private void logLine(Runnable line) {
        logLines.execute(line);
    }

    /// Connects the way out. Until then no other node is reachable.
    public void attach(RemoteSignals signals) {
        remote = signals;
    }

    /// Brings the way to ask other nodes about their processes. Until then nothing is known of them.
    public void inspectWith(RemoteInspection value) {
        inspection = value;
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

    /// Who looks at calls and messages; null for nobody.
    public @Nullable MessageTracing tracing() {
        return tracing;
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

    /// For threads that wait for the answer of a process.
    public ShortWaits shortWaits() {
        return shortWaits;
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
        return references.next();
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
        return start.spawn(options, body, null);
    }

    public SpawnResult spawn(SpawnOptions options, ProcessBehaviour behaviour) {
        return start.spawn(options, behaviour, null);
    }

    // ---- on the way to other nodes

    /// Has a process stand still between two messages, before those that wait for it.
    ///
    /// @param action gets the process, by itself; null when there is none, it cannot move, or is on its way already
    public void freeze(Pid pid, Consumer<@Nullable Transit> action) {
        if (find(pid) instanceof BehaviourCell cell) {
            cell.enqueue(new Signal.Freeze(action));
            cell.freezeSoon();
        } else {
            action.accept(null);
        }
    }

    /// Starts a process that comes from another node. It begins with the behaviour's start and keeps what reaches it until
    /// it is opened.
    ///
    /// @param whenEnded is called with the reason when the process ends before it was opened
    public Transit arrive(
            SpawnOptions options, ProcessBehaviour behaviour, Consumer<ExitReason> whenEnded) {
        return start.arrive(options, behaviour, whenEnded);
    }

    /// Hands a process of this node something that came to where it was before.
    public void arrived(Pid pid, TransitSignal signal) {
        ProcessCell cell = find(pid);
        if (cell != null) {
            Signal here = Arrival.signal(signal);
            cell.enqueue(here);
            if (here instanceof Signal.ExitSignal exit) {
                cell.hurry(exit);
            }
        }
    }

    /// Takes off a link of one of this node's processes that runs elsewhere now, as it wants it.
    public void unlink(Pid pid, Pid other) {
        if (find(pid) instanceof BehaviourCell cell) {
            cell.enqueue(
                    new Signal.Step(() -> {
                        cell.unlink(other);
                        return null;
                    }));
        }
    }

    /// What a process of this node is asked when it moves; empty when there is none, or it cannot.
    public Optional<MovableBehaviour> movable(Pid pid) {
        return find(pid) instanceof BehaviourCell cell
                ? Optional.ofNullable(cell.movable())
                : Optional.empty();
    }

    /// Calls the action with each process that can move and is not on its way.
    public void forEachMovable(BiConsumer<Pid, MovableBehaviour> action) {
        table.forEach(cell -> {
            MovableBehaviour movable =
                    cell instanceof BehaviourCell one && !one.isOnItsWay() ? one.movable() : null;
            if (movable != null) {
                action.accept(cell.pid(), movable);
            }
        });
    }

    // ---- signals from outside

    /// Sends a plain message. Never fails and never waits, but for a receiver of this node whose mailbox is bounded, and for
    /// another node for which too much waits already. Inside a process the message counts as sent by it.
    ///
    /// @throws MailboxFullException when the receiver's {@link MailboxBound} says so
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

    /// Sends a message whose answer this thread waits for next, for which nothing else is to be done here. An idle
    /// {@link NonBlocking} receiver of this node runs within this call, on this thread.
    public void sendAndLendThread(Destination to, Object message) {
        ProcessCell receiver =
                switch (to) {
                    case Destination.ToPid(Pid pid) -> find(pid);
                    case Destination.ToName(Atom name, Atom node) ->
                            router.isHere(node) ? names.whereis(name) : null;
                };
        if (receiver == null) {
            send(to, message);
        } else {
            receiver.postByCaller(message);
        }
    }

    /// Sends an answer to whoever waits under the alias, here or elsewhere. When nobody waits any more it vanishes.
    public void sendAlias(Reference alias, Object message) {
        router.aliasMessage(sender(), alias, message);
    }

    public Timer sendAfter(Duration delay, Pid to, Object message) {
        return timers().after(delay, () -> incoming.message(to, message));
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
        table.forEach(cell -> pids.add(cell.shownPid()));
        return pids;
    }

    public Optional<ProcessInfo> info(Pid pid) {
        return Optional.ofNullable(find(pid)).map(ProcessCell::info);
    }

    /// What the process has with others. The process itself says so, between two messages: one that is stuck in a handler
    /// does not answer, so limit the wait.
    ///
    /// @return empty when there is no such process
    public CompletionStage<Optional<ProcessRelations>> relations(Pid pid) {
        ProcessCell cell = find(pid);
        if (cell == null) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        Signal.Inspect question = new Signal.Inspect();
        cell.enqueue(question);
        cell.expediteSoon();
        return question.answer.minimalCompletionStage();
    }

    /// How many messages wait in all mailboxes, and in the fullest one. Looks at each process, so it is for an occasional
    /// look.
    public MailboxDepths mailboxDepths() {
        long[] sumAndLargest = new long[2];
        table.forEach(cell -> {
            int waiting = cell.waiting();
            sumAndLargest[0] += waiting;
            sumAndLargest[1] = Math.max(sumAndLargest[1], waiting);
        });
        return new MailboxDepths(sumAndLargest[0], sumAndLargest[1]);
    }

    /// How many links processes of this node have, one between two of them counted at both. Looks at each process too.
    public long linkCount() {
        long[] links = {0};
        table.forEach(cell -> {
            Relations known = cell.relationsIfAny();
            links[0] += known == null ? 0 : known.roughLinks();
        });
        return links[0];
    }

    /// Counts all processes by type, and finds those for which most messages wait. For an occasional look too.
    ///
    /// @param limit how many types and queues are told at most
    public ProcessCensus census(int limit) {
        ProcessCensus.Count count = new ProcessCensus.Count(limit);
        table.forEach(count::add);
        return count.census();
    }

    /// How many processes there are of each of these types. Looks at each process, and remembers no others' types.
    public Map<String, Integer> countsOf(Set<String> types) {
        Map<String, Integer> counts = new HashMap<>();
        types.forEach(type -> counts.put(type, 0));
        table.forEach(cell -> counts.computeIfPresent(cell.type(), (type, count) -> count + 1));
        return counts;
    }

    /// @param waiting messages that wait, in all mailboxes
    /// @param largest and in the fullest one
    public record MailboxDepths(long waiting, long largest) {}

    /// Calls a listener for each message that reaches nobody.
    public void addDeadLetterListener(DeadLetterListener listener) {
        deadLetterListeners.add(listener);
    }

    /// Warns of processes with more messages waiting; 0 never warns. Without a {@link WorkerPool} only those are seen that work.
    public void warnOfMailboxesAbove(int messages) {
        longMailboxes.threshold(messages);
        WorkerPool workers = config.activator().workers();
        if (workers != null && messages > 0 && !closed) {
            workers.eachSecond(lookAtMailboxes);
        }
    }

    /// What a process of another node is doing, as far as its node tells in time.
    public CompletionStage<Optional<ProcessInfo>> inspect(Destination target, Duration limit) {
        return inspection.inspect(target, limit);
    }

    /// Whether no process can be started any more.
    public boolean isClosed() {
        return closed;
    }

    /// Kills every process. Orderly ends are the business of supervisors before this.
    @Override
    public void close() {
        closed = true;
        WorkerPool workers = config.activator().workers();
        if (workers != null) {
            workers.noMore(lookAtMailboxes);
        }
        table.forEach(cell -> router.exit(outside, cell.pid(), ExitReason.KILL));
    }

    // ---- for this package

    SignalRouter router() {
        return router;
    }

    SignalEffects effects() {
        return effects;
    }

    Mishaps mishaps() {
        return mishaps;
    }

    ProcessStart start() {
        return start;
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

    /// @param pid of this node
    @Nullable ProcessCell findUnbounded(Pid pid) {
        return pid.creation() == config.creation() ? table.findUnbounded(pid) : null;
    }

    @Nullable ProcessCell find(Pid pid) {
        return isHere(pid) ? table.find(pid) : null;
    }

    /// Counts and tells a message that reached nobody.
    ///
    /// @param receiver the pid, name or alias it was for
    /// @param messageType its type, never its content
    public void deadLetter(DeadLetter why, Term receiver, String messageType) {
        counters.countDeadLetter(why);
        for (DeadLetterListener listener : deadLetterListeners) {
            listener.deadLetter(why, receiver, messageType);
        }
    }

    void lookAtQueue(ProcessCell cell) {
        longMailboxes.look(cell);
    }

    void remove(ProcessCell cell) {
        table.remove(cell);
    }

    @Nullable ProcessCell currentCell() {
        ProcessCell cell = CurrentProcess.get();
        return cell != null && cell.runtime().equals(this) ? cell : null;
    }

    /// Whether the process that runs on this thread is there.
    public boolean isSelf(Destination destination) {
        ProcessCell cell = currentCell();
        if (cell == null) {
            return false;
        }
        return switch (destination) {
            case Destination.ToPid(Pid pid) -> cell.isSelf(pid);
            case Destination.ToName(Atom name, Atom at) ->
                    at.equals(node()) && cell.equals(names.whereis(name));
        };
    }

    /// The pid of the process that runs on this thread, or {@link #outside}.
    public Pid sender() {
        ProcessCell cell = currentCell();
        return cell == null ? outside : cell.pid();
    }

    /// Says that the code on this thread is about to wait, for a reply say. A handler that holds one of the node's workers
    /// is replaced by another worker at once, and a {@link NonBlocking} one loses the mark if a visitor runs it.
    ///
    /// @return false when it must not wait, since the thread has the network to read
    public static boolean aboutToWait() {
        return CurrentProcess.aboutToWait();
    }

    /// How the code on this thread can be slowed down.
    public Pace pace() {
        return CurrentProcess.pace(currentCell());
    }

    /// Gives the message handler on this thread no further message before the hold is over.
    public void holdBack(Hold hold) {
        if (currentCell() instanceof BehaviourCell behaviour) {
            behaviour.hold(hold);
        }
    }
}
