package org.distributedactors.migration;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.migration.MigrationException.Reason;
import org.distributedactors.migration.MigrationMessage.Fate;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.node.PeerMessage;
import org.distributedactors.node.Refusal;
import org.distributedactors.pg.PgScope;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process `distributed_actors_migration`: moves processes from this node and takes those of others. Runs on the kernel's
/// thread; code of the application is run by the processes that move, never here.
///
/// One migration, from the node S to the node T:
///
/// ```
///  process   S                                   T
///     │      │── prepare (type, version) ───────▶│  granted? known? room?
///     │      │◀──────────────────────────── ready│
///     │◀freeze                                   │
///     │─state▶│                                  │
///     │─queue▶│── part, part, … ────────────────▶│
///     │      │◀──────────────────────── received │
///     ┊      │                                   │──▶ instance, frozen: moveIn
///     ┊      │◀───────────────────── prepared N ─│
///     ┊      │── commit ────────────────────────▶│──▶ runs: its queue, then what has come to N
///     ┊      │◀──────────────────── committed N ─│
///     │◀forward: what has come since, in order ──────────▶ N
///     │      │   names lead to N, groups left    │
///     │      │── finished ──────────────────────▶│
/// ```
///
/// Until it has sent `commit`, S decides alone: whatever goes wrong, the process goes on there. From then on neither knows what the
/// other knows: S keeps the process frozen until T says that it runs it, gives it up, or remembers nothing; T keeps an
/// instance that it has `prepared` frozen until S says what holds, or remembers nothing since it is another life of that
/// node. The tables are at {@link MigrationSourceState} and {@link MigrationTargetState}.
///
/// What can disturb it:
/// - S dies before `prepared`: the process dies with it, as it would have without moving.
/// - S dies after `prepared`: T asks until S is back under a new creation, and takes over then.
/// - T dies before S has heard of `committed`: S asks until T is back under a new creation, and goes on.
/// - The connection breaks: each asks the other as soon as it stands again.
/// - The other never comes back: after {@link MigrationSettings#doubtLimit} each goes on alone. If both were only cut off, two
///   run in two partitions from then on. When they meet, the one that was not committed ends; if it has a global name,
///   `global` decides as it does for any name with two owners.
/// - Both die: the process is lost with them.
final class MigrationServer implements ProcessBehaviour {

    static final Atom NAME = Atom.of("distributed_actors_migration");

    /// The most bytes of one part.
    static final int PART_BYTES = 48 << 10;

    /// The longest message of another node's server: a part and what is around it.
    static final int MOST_BYTES = 4 * PART_BYTES;

    private static final Atom UNDEF = Atom.of("undef");
    private static final Atom NOTSUP = Atom.of("notsup");
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int MOST_ENDED = 10_000;
    private static final int USUAL_STATE = 192;
    private static final int STATE_ROOM = 64;
    private static final long COMING_FACTOR = 4;
    private static final Logger log = LoggerFactory.getLogger(MigrationServer.class);

    private final Node node;
    private final MigrationServices services;
    private final Map<Reference, Departure> departures = new LinkedHashMap<>();
    private final Map<Reference, Coming> comings = new LinkedHashMap<>();
    private final Map<Reference, Departure> gone = new HashMap<>();
    private final Deque<Departure> waiting = new ArrayDeque<>();
    private final Set<Pid> moving = new HashSet<>();
    private final Map<Reference, Runnable> watched = new HashMap<>();
    private final Map<Pid, Pid> moved = new ConcurrentHashMap<>();
    private final Map<String, Integer> stateBytes = new ConcurrentHashMap<>();
    private @Nullable CompletableFuture<Void> leftBehind;
    private final List<CompletableFuture<Void>> switching = new ArrayList<>();
    private int unswitched;
    private int leaving;
    private int coming;
    private int endedUnsettled;
    private volatile int underWay;
    private long comingBytes;
    private @Nullable Self self;
    private final ProcessRuntime processes;
    private @Nullable Pid pid;

    /// Something to be done by this process.
    record Command(Runnable action) {}

    private record Tick() {}

    MigrationServer(Node node, MigrationServices services) {
        this.node = node;
        this.services = services;
        this.processes = node.processes();
    }

    MigrationServices services() {
        return services;
    }

    Node node() {
        return node;
    }

    ProcessRuntime processes() {
        return processes;
    }

    long nanos() {
        return processes.ticker().nanos();
    }

    /// About how many bytes the state of such a process has. Any thread may ask.
    int stateBytes(String type) {
        return stateBytes.getOrDefault(type, USUAL_STATE) + STATE_ROOM;
    }

    void noteStateBytes(String type, int bytes) {
        stateBytes.put(type, bytes);
    }

    /// Runs something by this process. Any thread may call.
    void execute(Runnable action) {
        Pid self = pid;
        if (self != null) {
            processes.send(self, new Command(action));
        }
    }

    void send(Atom peer, MigrationMessage message) {
        node.send(NAME, NodeName.of(peer.name()), MigrationCodec.write(message));
    }

    /// Sends only if a connection stands.
    void tell(Atom peer, MigrationMessage message) {
        Pid us = pid;
        if (us != null) {
            node.sendIfConnected(us, NAME, peer, MigrationCodec.write(message));
        }
    }

    // ---- as a process

    void announced(Pid self) {
        pid = self;
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        this.self = self;
        self.interval(TICK, new Tick());
        return null;
    }

    /// The kernel's thread does not wait for a log that stands still.
    void warn(String text, Object... values) {
        node.environment().logLines().execute(() -> log.warn(text, values));
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        switch (message) {
            case PeerMessage(Atom peer, var content) -> {
                try {
                    received(peer, MigrationCodec.read(content));
                } catch (IllegalArgumentException malformed) {
                    log.debug("message dropped: peer={} {}", peer, malformed.getMessage());
                }
            }
            case Command(Runnable action) -> action.run();
            case Tick ignored -> tick();
            case Down down -> {
                Runnable action = watched.remove(down.ref());
                if (action != null) {
                    action.run();
                }
            }
            default -> {}
        }
        underWay = leaving + waiting.size() + coming;
        return null;
    }

    @Override
    public String type() {
        return NAME.name();
    }

    // ---- leaving

    void leaveIf(Departure departure, @Nullable Boolean connected) {
        if (connected != null && connected) {
            leave(departure);
        } else {
            departure.fail(Reason.NO_CONNECTION, "");
        }
    }

    void leave(Departure departure) {
        if (!moving.add(departure.process())) {
            departure.fail(Reason.MOVING, "");
            return;
        }
        if (departures.size() > MOST_ENDED) {
            departures.values().removeIf(Departure::hasStayed);
        }
        departures.put(departure.id(), departure);
        if (leaving < services.settings().mostLeaving()) {
            leaving++;
            departure.begin();
        } else {
            waiting.add(departure);
        }
    }

    /// It is decided: another one may begin.
    void decided(Departure departure) {
        moving.remove(departure.process());
        leaving--;
        Departure next = waiting.poll();
        if (next != null) {
            leaving++;
            next.begin();
        }
    }

    void forget(Departure departure) {
        departures.remove(departure.id());
    }

    void gone(Departure departure, Pid there) {
        gone.put(departure.id(), departure);
        moved.put(departure.process(), there);
        unswitched++;
    }

    void ended(Departure departure) {
        gone.remove(departure.id());
        moved.remove(departure.process());
        if (leftBehind != null && gone.isEmpty()) {
            leftBehind.complete(null);
        }
    }

    /// The names of one that has left lead to where it is.
    void switched() {
        unswitched--;
        if (unswitched == 0) {
            switching.forEach(waiting -> waiting.complete(null));
            switching.clear();
        }
    }

    /// Completes it when the names of all that have left so far lead to where they are.
    void whenSwitched(CompletableFuture<Void> done) {
        if (unswitched == 0) {
            done.complete(null);
        } else {
            switching.add(done);
        }
    }

    /// Stands no longer for any that has left, as soon as its names lead to where it is.
    void leaveBehind(CompletableFuture<Void> done) {
        leftBehind = done;
        if (gone.isEmpty()) {
            done.complete(null);
        }
        List.copyOf(gone.values()).forEach(Departure::leaveBehind);
    }

    /// Any thread may ask.
    Optional<Pid> movedTo(Pid process) {
        return Optional.ofNullable(moved.get(process));
    }

    // ---- coming

    /// Whether there is room for so many more bytes of processes that are on their way; they count until they are given
    /// back.
    boolean takes(int bytes) {
        boolean room = comingBytes + bytes <= COMING_FACTOR * services.settings().mostBytes();
        comingBytes += room ? bytes : 0;
        return room;
    }

    /// It has run here and ended before its source knew that it runs here.
    void endedUnsettled() {
        endedUnsettled++;
    }

    /// It runs here, or does not come.
    void arrived() {
        coming--;
    }

    /// How many are on their way or in doubt. Any thread may ask.
    int underWay() {
        return underWay;
    }

    void giveBack(int bytes) {
        comingBytes -= bytes;
    }

    /// Does something when the process ends.
    void watch(Pid process, Runnable action) {
        if (self != null) {
            watched.put(self.monitor(process), action);
        }
    }

    /// The scope of this name, if this node runs it; a peer starts none.
    @Nullable PgScope scope(Atom name) {
        for (PgScope scope : services.groups().scopes()) {
            if (scope.name().equals(name)) {
                return scope;
            }
        }
        return null;
    }

    void forget(Coming coming) {
        comings.remove(coming.id());
    }

    private void prepare(Atom peer, MigrationMessage.Prepare asked) {
        Coming known = comings.get(asked.id());
        if (known != null) {
            return;
        }
        NodeName from = NodeName.of(peer.name());
        Reason refusal = refusal(from, asked);
        if (refusal != null) {
            services.counters().countRefused(refusal);
            services.tell(new MigrationEvent.Refused(asked.type(), from, refusal));
            audit(from, asked.type(), refusal);
            send(peer, new MigrationMessage.Refused(asked.id(), refusal, ""));
            return;
        }
        dropEnded();
        coming++;
        comings.put(asked.id(), new Coming(this, peer, asked));
        send(peer, new MigrationMessage.Ready(asked.id()));
    }

    /// What is not granted is told as every other request that is not.
    private void audit(NodeName peer, String type, Reason refusal) {
        if (refusal == Reason.UNKNOWN_TYPE || refusal == Reason.NOT_GRANTED) {
            node.refusals()
                    .refused(
                            new Refusal(
                                    peer,
                                    Refusal.Kind.ARRIVAL,
                                    type,
                                    refusal == Reason.UNKNOWN_TYPE ? UNDEF : NOTSUP));
        }
    }

    private @Nullable Reason refusal(NodeName peer, MigrationMessage.Prepare asked) {
        if (!services.accepts()) {
            return Reason.DRAINING;
        }
        MovableType type = services.types().find(asked.type()).orElse(null);
        if (type == null) {
            return Reason.UNKNOWN_TYPE;
        }
        if (!type.accepted().test(peer)) {
            return Reason.NOT_GRANTED;
        }
        boolean full =
                coming >= services.settings().mostComing()
                        || processes.processCount() >= services.settings().mostProcesses();
        return full ? Reason.FULL : null;
    }

    /// Those that ended before their source has said that it knows are kept for it, but not without limit.
    private void dropEnded() {
        if (endedUnsettled > MOST_ENDED) {
            comings.values().removeIf(Coming::hasEnded);
            endedUnsettled = 0;
        }
    }

    // ---- what others say

    private void received(Atom peer, MigrationMessage message) {
        switch (message) {
            case MigrationMessage.Ask(Reference id, boolean bySource) -> {
                if (bySource) {
                    askedBySource(peer, id);
                } else {
                    askedByTarget(peer, id);
                }
            }
            case MigrationMessage.Outcome(
                            Reference id,
                            boolean ofSource,
                            Fate fate,
                            var process) -> {
                if (ofSource) {
                    coming(peer, id, coming -> coming.outcome(fate));
                } else {
                    departure(peer, id, departure -> departure.outcome(fate, process));
                }
            }
            case MigrationMessage.ToTarget toTarget -> toTarget(peer, toTarget);
            case MigrationMessage.ToSource toSource ->
                    departure(peer, toSource.id(), departure -> departure.received(toSource));
        }
    }

    private void toTarget(Atom peer, MigrationMessage.ToTarget message) {
        Reference id = message.id();
        if (!id.node().equals(peer)) {
            return;
        }
        if (message instanceof MigrationMessage.Prepare asked) {
            prepare(peer, asked);
            return;
        }
        Coming coming = comings.get(id);
        if (coming != null) {
            coming.received(message);
        } else if (message instanceof MigrationMessage.Abort) {
            send(peer, new MigrationMessage.Aborted(id));
        } else if (message instanceof MigrationMessage.Commit) {
            send(peer, new MigrationMessage.Outcome(id, false, Fate.UNKNOWN, null));
        }
    }

    private void askedBySource(Atom peer, Reference id) {
        Coming coming = id.node().equals(peer) ? comings.get(id) : null;
        send(
                peer,
                coming == null
                        ? new MigrationMessage.Outcome(id, false, Fate.UNKNOWN, null)
                        : new MigrationMessage.Outcome(id, false, coming.fate(), coming.running()));
    }

    /// One that is forgotten but was of this life of the node was decided long ago, and settled.
    private void askedByTarget(Atom peer, Reference id) {
        Departure departure = find(id);
        Fate fate;
        if (departure != null && departure.isTo(peer)) {
            fate = departure.fate();
        } else {
            fate = id.creation() == processes.creation() ? Fate.ABORTED : Fate.UNKNOWN;
        }
        send(peer, new MigrationMessage.Outcome(id, true, fate, null));
    }

    private @Nullable Departure find(Reference id) {
        Departure departure = departures.get(id);
        return departure == null ? gone.get(id) : departure;
    }

    private void coming(Atom peer, Reference id, Consumer<Coming> action) {
        Coming coming = id.node().equals(peer) ? comings.get(id) : null;
        if (coming != null) {
            action.accept(coming);
        }
    }

    private void departure(Atom peer, Reference id, Consumer<Departure> action) {
        Departure departure = find(id);
        if (departure != null && departure.isTo(peer)) {
            action.accept(departure);
        }
    }

    // ---- connections and time

    void nodeEvent(NodeEvent event) {
        Atom peer = event.node().atom();
        boolean lost = event instanceof NodeEvent.NodeDown;
        for (Departure departure : List.copyOf(departures.values())) {
            if (departure.isTo(peer)) {
                if (lost) {
                    departure.peerLost();
                } else {
                    departure.again();
                }
            }
        }
        for (Coming coming : List.copyOf(comings.values())) {
            if (coming.isFrom(peer)) {
                if (lost) {
                    coming.peerLost();
                } else {
                    coming.again();
                }
            }
        }
    }

    private void tick() {
        long now = nanos();
        new ArrayList<>(departures.values()).forEach(departure -> departure.tick(now));
        new ArrayList<>(comings.values()).forEach(coming -> coming.tick(now));
    }

    GlobalRegistry names() {
        return services.names();
    }

    ProcessGroups groups() {
        return services.groups();
    }
}
