package org.distributedactors.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.distributedactors.migration.MigrationException.Reason;
import org.distributedactors.migration.MigrationMessage.Fate;
import org.distributedactors.migration.MigrationSourceState.State;
import org.distributedactors.migration.MigrationSourceState.Step;
import org.distributedactors.node.Node;
import org.distributedactors.pg.PgScope;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.MovableBehaviour;
import org.distributedactors.process.Transit;
import org.distributedactors.process.TransitSignal;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// One process that leaves: does what {@link MigrationSourceState} decides. By the migration server, unless it says otherwise.
final class Departure {

    /// For what a process has beside its state, as long as nobody knows how much that is.
    private static final int ROOM = 512;

    private static final Atom MIGRATED = Atom.of("migrated");

    private final MigrationServer server;
    private final MigrationServices services;
    private final Reference id;
    private final Pid process;
    private final Atom target;
    private final String type;
    private final int version;
    private final int moves;
    private final MigrationSourceState state;
    private final Fence fence;
    private final CompletableFuture<Pid> result = new CompletableFuture<>();
    private @Nullable Transit transit;
    private List<Binary> parts = List.of();
    private List<Term> names = List.of();
    private List<Luggage.GroupOf> groups = List.of();
    private CompletableFuture<List<Luggage.GroupOf>> groupsOf =
            CompletableFuture.completedFuture(List.of());
    private final int stateBytes;
    private long since;
    private long frozenAt;
    private boolean begun;
    private boolean decided;
    private boolean switched;
    private boolean leavesBehind;

    /// Read by the process.
    private volatile boolean calledOff;

    Departure(
            MigrationServer server,
            Pid process,
            Atom target,
            MovableType type,
            MovableBehaviour behaviour) {
        this.server = server;
        this.services = server.services();
        this.id = server.processes().makeRef();
        this.process = process;
        this.target = target;
        this.type = type.name();
        this.version = behaviour.stateVersion();
        this.moves = behaviour.moves() + 1;
        this.stateBytes = server.stateBytes(type.name());
        this.state = new MigrationSourceState(id);
        this.fence = new Fence(server, process);
    }

    Reference id() {
        return id;
    }

    Pid process() {
        return process;
    }

    CompletionStage<Pid> result() {
        return result;
    }

    boolean hasStayed() {
        return state.state() == State.STAYED;
    }

    boolean isTo(Atom peer) {
        return target.equals(peer);
    }

    Fate fate() {
        return state.fate();
    }

    private NodeName targetName() {
        return NodeName.of(target.name());
    }

    // ---- inputs

    void begin() {
        begun = true;
        since = server.nanos();
        names = server.names().namesOf(process);
        server.send(target, new MigrationMessage.Prepare(id, process, type, version, moves));
        services.at(MigrationPoint.REQUEST, id);
    }

    void received(MigrationMessage.ToSource message) {
        switch (message) {
            case MigrationMessage.Ready ignored -> perform(state.ready());
            case MigrationMessage.Refused(var ref, Reason reason, String detail) ->
                    perform(state.refused(reason, detail));
            case MigrationMessage.Received(var ref, int index) -> perform(state.received(index));
            case MigrationMessage.Prepared ignored -> perform(state.prepared());
            case MigrationMessage.Committed(var ref, Pid there) -> perform(state.committed(there));
            case MigrationMessage.Aborted ignored -> perform(state.aborted());
            case MigrationMessage.Untie(var ref, Pid other) -> untie(other);
            case MigrationMessage.Ask ignored -> {}
            case MigrationMessage.Outcome ignored -> {}
        }
    }

    void outcome(Fate fate, @Nullable Pid where) {
        perform(state.outcome(fate, where));
    }

    void peerLost() {
        if (begun) {
            perform(state.peerLost());
        }
    }

    void again() {
        perform(state.again());
    }

    void tick(long now) {
        if (!begun || state.state() == State.LEFT) {
            return;
        }
        boolean late =
                state.isInDoubt()
                        ? isOver(services.settings().doubtLimit(), now)
                        : now - since > services.settings().limit().toNanos();
        perform(late && state.state() != State.STAYED ? state.late() : state.again());
    }

    private boolean isOver(Duration limit, long now) {
        return !limit.isZero() && now - since > limit.toNanos();
    }

    private void untie(Pid other) {
        if (state.state() == State.LEFT) {
            server.processes().unlink(process, other);
        }
    }

    // ---- steps

    private void perform(List<Step> steps) {
        State before = state.state();
        for (Step step : steps) {
            perform(step);
        }
        if (state.state() != before || !steps.isEmpty()) {
            since = steps.isEmpty() || isAsking(steps) ? since : server.nanos();
        }
        boolean over = state.state() == State.LEFT || state.state() == State.STAYED;
        if (over && !decided) {
            decided = true;
            server.decided(this);
        }
    }

    /// To ask again is no progress.
    private static boolean isAsking(List<Step> steps) {
        return steps.size() == 1
                && steps.getFirst() instanceof Step.Send(MigrationMessage message)
                && (message instanceof MigrationMessage.Ask
                        || message instanceof MigrationMessage.Abort);
    }

    private void perform(Step step) {
        switch (step) {
            case Step.Send(MigrationMessage message) -> send(message);
            case Step.SendParts(int from, int to) -> sendParts(from, to);
            case Step.Freeze ignored -> server.processes().freeze(process, this::freezing);
            case Step.Thaw ignored -> thaw();
            case Step.Forward(Pid there) -> forward(there);
            case Step.Fail(Reason reason, String detail) -> fail(reason, detail);
            case Step.Fence ignored -> fence.close();
            case Step.Unfence ignored -> fence.open();
            case Step.Doubt ignored -> {
                services.counters().countInDoubt();
                services.tell(new MigrationEvent.InDoubt(type, process, targetName()));
                server.warn("Migration in doubt: process={} target={} is lost", process, target);
            }
            case Step.Resolved(boolean here) ->
                    services.tell(new MigrationEvent.Resolved(type, process, targetName(), here));
            case Step.Conflict(Pid there) -> conflict(there);
            case Step.Forget ignored -> server.forget(this);
        }
    }

    private void send(MigrationMessage message) {
        if (message instanceof MigrationMessage.Abort) {
            server.tell(target, message);
        } else {
            server.send(target, message);
        }
        if (message instanceof MigrationMessage.Commit) {
            services.at(MigrationPoint.COMMIT_SENT, id);
        } else if (message instanceof MigrationMessage.Finished) {
            services.at(MigrationPoint.CLEANUP, id);
        }
    }

    private void sendParts(int from, int to) {
        for (int i = from; i < to; i++) {
            server.send(
                    target, new MigrationMessage.Part(id, i, i == parts.size() - 1, parts.get(i)));
        }
    }

    private void thaw() {
        calledOff = true;
        parts = List.of();
        if (transit != null) {
            transit.thaw();
        }
    }

    // ---- freezing, by the process

    private void freezing(@Nullable Transit frozen) {
        if (frozen == null) {
            boolean ended = !server.processes().isAlive(process);
            server.execute(() ->
                    perform(
                            state.unwritable(
                                    ended ? Reason.ENDED : Reason.NOT_MOVABLE, "it cannot now")));
            return;
        }
        if (calledOff) {
            frozen.thaw();
            return;
        }
        long now = server.nanos();
        server.execute(() -> frozen(frozen, now));
        frozen.whenEnded(reason -> server.execute(() -> ended(reason)));
        try {
            pack(frozen);
        } catch (Exception | LinkageError | StackOverflowError wrong) {
            unwritable(wrong);
        }
    }

    private void pack(Transit frozen) throws Exception {
        Node node = server.node();
        MovableBehaviour behaviour = frozen.behaviour();
        Binary bytes = node.toBytes(behaviour.moveOut(), stateBytes);
        PartsWriter writer =
                new PartsWriter(
                        MigrationServer.PART_BYTES,
                        bytes.size() + ROOM,
                        services.settings().mostBytes());
        writer.add(bytes);
        Luggage luggage =
                new Luggage(
                        version,
                        behaviour.label(),
                        bytes.size(),
                        0,
                        behaviour.idle(),
                        Luggage.written(node, frozen.snapshot(), behaviour::written),
                        List.of(),
                        List.of());
        frozen.afterQueue(queue -> packQueue(luggage, writer, queue));
    }

    private void packQueue(Luggage luggage, PartsWriter writer, List<TransitSignal> queue) {
        try {
            Node node = server.node();
            for (TransitSignal signal : queue) {
                if (signal instanceof TransitSignal.Message(Object content)) {
                    writer.add(PartsWriter.MESSAGE, node.toBytes(content));
                } else {
                    writer.add(PartsWriter.SIGNAL, node.toBytes(MigrationCodec.signal(signal)));
                }
            }
            server.execute(() -> awaitGroups(luggage, writer));
        } catch (RuntimeException | LinkageError | StackOverflowError wrong) {
            unwritable(wrong);
        }
    }

    private void unwritable(Throwable wrong) {
        server.execute(() ->
                perform(state.unwritable(Reason.UNWRITABLE, String.valueOf(wrong.getMessage()))));
    }

    // ---- frozen

    private void frozen(Transit frozen, long at) {
        transit = frozen;
        frozenAt = at;
        if (calledOff) {
            frozen.thaw();
        } else {
            services.at(MigrationPoint.FREEZE, id);
            groupsOf = askGroups();
        }
    }

    /// Asked while the process is written: it leaves and joins none meanwhile.
    private CompletableFuture<List<Luggage.GroupOf>> askGroups() {
        List<Luggage.GroupOf> found = new ArrayList<>();
        CompletableFuture<?>[] answers =
                server.groups().scopes().stream()
                        .map(scope ->
                                scope.groupsOf(process)
                                        .thenAccept(names -> add(found, scope, names))
                                        .toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(answers).handle((done, failure) -> found);
    }

    private void awaitGroups(Luggage luggage, PartsWriter writer) {
        if (groupsOf.isDone()) {
            packed(luggage.with(names, groupsOf.join()), writer);
        } else {
            groupsOf.thenAccept(
                    found -> server.execute(() -> packed(luggage.with(names, found), writer)));
        }
    }

    private static void add(List<Luggage.GroupOf> found, PgScope scope, List<Term> names) {
        synchronized (found) {
            names.forEach(name -> found.add(new Luggage.GroupOf(scope.name(), name)));
        }
    }

    private void packed(Luggage luggage, PartsWriter writer) {
        if (state.state() != State.FREEZING) {
            return;
        }
        groups = luggage.groups();
        try {
            parts = writer.finish(server.node().toBytes(luggage.toTerm()));
        } catch (IllegalStateException tooMuch) {
            perform(state.unwritable(Reason.UNWRITABLE, String.valueOf(tooMuch.getMessage())));
            return;
        }
        server.noteStateBytes(type, luggage.stateBytes());
        services.at(MigrationPoint.SNAPSHOT, id);
        perform(state.frozen(parts.size()));
    }

    // ---- the end

    private void forward(Pid there) {
        parts = List.of();
        if (transit != null) {
            transit.forward(there, this::carry);
        }
        server.gone(this, there);
        services.counters().countDeparted();
        Duration pause = Duration.ofNanos(server.nanos() - frozenAt);
        services.tell(new MigrationEvent.Departed(type, process, there, pause));
        services.callBack(() -> result.complete(there));
        services.at(MigrationPoint.FORWARDER_INSTALLED, id);
        leaveGroups();
        CompletableFuture<?>[] moved =
                names.stream()
                        .map(name ->
                                server.names().handOver(name, process, there).toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(moved)
                .whenComplete((done, failure) -> server.execute(this::namesMoved));
    }

    private void namesMoved() {
        services.at(MigrationPoint.NAME_SWITCHED, id);
        switched = true;
        perform(state.namesMoved());
        server.switched();
        if (leavesBehind) {
            leaveBehind();
        }
    }

    private void leaveGroups() {
        for (Luggage.GroupOf group : groups) {
            PgScope scope = server.scope(group.scope());
            if (scope != null) {
                scope.leaveAsync(group.group(), List.of(process));
            }
        }
    }

    /// By the process that has left.
    private void carry(TransitSignal signal) {
        server.execute(() -> server.send(target, new MigrationMessage.Carry(id, signal)));
    }

    private void ended(ExitReason reason) {
        server.ended(this);
        perform(state.ended());
    }

    void fail(Reason reason, String detail) {
        services.counters().countStayed(reason);
        services.tell(new MigrationEvent.Stayed(type, process, targetName(), reason));
        MigrationException failure = new MigrationException(process, targetName(), reason, detail);
        services.callBack(() -> result.completeExceptionally(failure));
    }

    /// Nobody will stand for it here any longer: those that have something with it by this node learn where it is.
    void leaveBehind() {
        Pid there = state.there();
        leavesBehind = true;
        if (transit != null && there != null && switched) {
            transit.end(ExitReason.migrated(there));
        }
    }

    @Nullable Pid there() {
        return state.there();
    }

    /// This node went on alone, and the other had the process all the time.
    private void conflict(Pid there) {
        if (server.names().namesOf(process).isEmpty()) {
            server.warn("Two of one process: {} ends, {} goes on", process, there);
            fence.end(new ExitReason(Tuple.of(MIGRATED, there)));
        } else {
            fence.open();
        }
        server.forget(this);
    }
}
