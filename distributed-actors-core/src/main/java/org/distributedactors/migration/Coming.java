package org.distributedactors.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.distributedactors.migration.MigrationException.Reason;
import org.distributedactors.migration.MigrationMessage.Fate;
import org.distributedactors.migration.MigrationTargetState.State;
import org.distributedactors.migration.MigrationTargetState.Step;
import org.distributedactors.pg.PgScope;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.Transit;
import org.distributedactors.process.TransitSignal;
import org.distributedactors.spawn.Recovery;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// One process that comes: does what {@link MigrationTargetState} decides. By the migration server, unless it says otherwise.
final class Coming {

    private static final Atom MIGRATED = Atom.of("migrated");

    private final MigrationServer server;
    private final MigrationServices services;
    private final Reference id;
    private final Atom source;
    private final Pid from;
    private final String type;
    private final int moves;
    private final MigrationTargetState state;
    private List<Binary> parts = new ArrayList<>();
    private int bytes;
    private List<TransitSignal> queue = List.of();
    private @Nullable Luggage luggage;
    private @Nullable Transit transit;
    private @Nullable Fence fence;
    private boolean opened;
    private boolean decided;
    private boolean ended;
    private long since;

    Coming(MigrationServer server, Atom source, MigrationMessage.Prepare asked) {
        this.server = server;
        this.services = server.services();
        this.id = asked.id();
        this.source = source;
        this.from = asked.process();
        this.type = asked.type();
        this.moves = asked.moves();
        this.state = new MigrationTargetState(id);
        this.since = server.nanos();
    }

    Reference id() {
        return id;
    }

    boolean isFrom(Atom peer) {
        return source.equals(peer);
    }

    boolean hasEnded() {
        return ended;
    }

    Fate fate() {
        return state.fate();
    }

    /// Where it runs; null when it does not.
    @Nullable Pid running() {
        return state.state() == State.RUNNING ? state.process() : null;
    }

    private NodeName sourceName() {
        return NodeName.of(source.name());
    }

    // ---- inputs

    void received(MigrationMessage.ToTarget message) {
        switch (message) {
            case MigrationMessage.Part(var ref, int index, boolean last, Binary part) ->
                    part(index, last, part);
            case MigrationMessage.Commit ignored -> perform(state.commit());
            case MigrationMessage.Abort ignored -> perform(state.abort());
            case MigrationMessage.Finished ignored -> perform(state.finished());
            case MigrationMessage.Carry(var ref, TransitSignal signal) -> carried(signal);
            case MigrationMessage.Prepare ignored -> {}
            case MigrationMessage.Ask ignored -> {}
            case MigrationMessage.Outcome ignored -> {}
        }
    }

    void outcome(Fate fate) {
        perform(state.outcome(fate));
    }

    void peerLost() {
        perform(state.peerLost());
    }

    void again() {
        perform(state.again());
    }

    void tick(long now) {
        if (fence != null && fence.isClosed()) {
            perform(state.again());
        } else if (state.isInDoubt()) {
            long limit = services.settings().doubtLimit().toNanos();
            perform(limit != 0 && now - since > limit ? state.late() : state.again());
            recover();
        } else if (state.state() == State.RUNNING && !state.isSettled() && luggage != null) {
            // The source may be lost to the one that has begun anew, and not yet to us.
            luggage.names().forEach(this::lookAtName);
        } else if (state.isComing() || state.state() == State.PREPARED) {
            if (now - since > services.settings().limit().toNanos()) {
                perform(state.late());
            }
        }
    }

    private void part(int index, boolean last, Binary part) {
        if (!state.expects(index)) {
            return;
        }
        if (bytes + part.size() > services.settings().mostBytes() || !server.takes(part.size())) {
            perform(state.impossible(Reason.UNWRITABLE, "more bytes than this node takes"));
            return;
        }
        bytes += part.size();
        parts.add(part);
        since = server.nanos();
        if (index == 0) {
            services.at(MigrationPoint.TRANSFER, id);
        }
        perform(state.part(index, last));
    }

    private void giveBack() {
        server.giveBack(bytes);
        bytes = 0;
        parts = List.of();
    }

    private void carried(TransitSignal signal) {
        Pid here = state.process();
        if (here != null) {
            server.processes().arrived(here, signal);
        }
    }

    // ---- steps

    private void perform(List<Step> steps) {
        for (Step step : steps) {
            perform(step);
        }
        if (!steps.isEmpty() && !isAsking(steps)) {
            since = server.nanos();
        }
        boolean over = state.state() == State.DROPPED || state.state() == State.RUNNING;
        if (over && !decided) {
            decided = true;
            giveBack();
            server.arrived();
        }
    }

    private static boolean isAsking(List<Step> steps) {
        return steps.size() == 1
                && steps.getFirst() instanceof Step.Send(MigrationMessage message)
                && message instanceof MigrationMessage.Ask;
    }

    private void perform(Step step) {
        switch (step) {
            case Step.Send(MigrationMessage message) -> send(message);
            case Step.Make ignored -> make();
            case Step.Open ignored -> open();
            case Step.TakeOver ignored -> takeOver();
            case Step.Drop ignored -> drop();
            case Step.Fence ignored -> {
                if (fence != null) {
                    fence.close();
                }
            }
            case Step.Unfence ignored -> {
                if (fence != null) {
                    fence.open();
                }
            }
            case Step.Doubt ignored -> {
                services.counters().countInDoubt();
                services.tell(new MigrationEvent.InDoubt(type, from, sourceName()));
                server.warn("Migration in doubt: process={} source={} is lost", from, source);
                server.execute(this::recover);
            }
            case Step.Resolved(boolean here) ->
                    services.tell(new MigrationEvent.Resolved(type, from, sourceName(), here));
            case Step.Conflict ignored -> conflict();
            case Step.Settled ignored -> {}
            case Step.Orphaned ignored -> seeToNames();
            case Step.Forget ignored -> server.forget(this);
        }
    }

    private void send(MigrationMessage message) {
        if (message instanceof MigrationMessage.Refused(var ref, Reason reason, var detail)) {
            services.counters().countRefused(reason);
            services.tell(new MigrationEvent.Refused(type, sourceName(), reason));
        }
        server.send(source, message);
        if (message instanceof MigrationMessage.Prepared) {
            services.at(MigrationPoint.PREPARED, id);
        }
    }

    private void make() {
        try {
            MovableType known =
                    services.types()
                            .find(type)
                            .orElseThrow(() -> new IllegalArgumentException("no type " + type));
            List<Binary> come = parts;
            Luggage had = PartsReader.luggage(come, server.node());
            luggage = had;
            transit =
                    server.processes()
                            .arrive(
                                    SpawnOptions.DEFAULT.withMailbox(had.snapshot().mailbox()),
                                    behaviour(known, had, come),
                                    reason -> server.execute(this::ended));
        } catch (RuntimeException wrong) {
            perform(state.impossible(Reason.BAD_STATE, String.valueOf(wrong.getMessage())));
        }
    }

    /// State and queue are read by the process that comes, not here.
    private ProcessBehaviour behaviour(MovableType known, Luggage had, List<Binary> come) {
        return new MovedBehaviour(
                known.factory().get(),
                moves,
                had,
                () -> PartsReader.contents(come, had, server.node()),
                new MovedBehaviour.Made() {
                    @Override
                    public void made(List<TransitSignal> itsQueue) {
                        server.execute(() -> Coming.this.made(itsQueue));
                    }

                    @Override
                    public void impossible(Reason reason, String detail) {
                        server.execute(() -> perform(state.impossible(reason, detail)));
                    }
                });
    }

    private void made(List<TransitSignal> itsQueue) {
        giveBack();
        queue = itsQueue;
        if (transit != null) {
            for (Term actor : recovered()) {
                services.recovery().standsBy(actor, transit.pid());
            }
            perform(state.made(transit.pid()));
        }
    }

    // ---- one that would be started again anyway

    /// The groups by which other nodes start it again when its node is lost.
    private List<Term> recovered() {
        Luggage had = luggage;
        return had == null
                ? List.of()
                : had.groups().stream()
                        .filter(group -> group.scope().name().equals(Recovery.SCOPE))
                        .map(Luggage.GroupOf::group)
                        .toList();
    }

    /// The source is lost. Nobody waits for it to come back: either this copy goes on, or one that has begun anew does.
    private void recover() {
        for (Term actor : recovered()) {
            if (!state.isInDoubt()) {
                return;
            }
            switch (services.recovery().turn(actor, from)) {
                case GOES_ON -> perform(state.late());
                case GIVES_UP -> perform(state.abort());
                case WAITS -> {}
            }
        }
    }

    private void ended() {
        ended = true;
        if (state.state() == State.RUNNING && !state.isSettled()) {
            server.endedUnsettled();
        }
        perform(state.ended());
    }

    private void open() {
        Transit arrived = transit;
        Luggage had = luggage;
        if (arrived == null || had == null || opened) {
            return;
        }
        opened = true;
        arrived.open(
                had.snapshot(),
                queue,
                from,
                other ->
                        server.execute(
                                () -> server.send(source, new MigrationMessage.Untie(id, other))));
        server.watch(arrived.pid(), this::ended);
        fence = new Fence(server, arrived.pid());
        luggage = had.without();
        queue = List.of();
        for (Luggage.GroupOf group : had.groups()) {
            PgScope scope = server.scope(group.scope());
            if (scope != null) {
                scope.joinAsync(group.group(), List.of(arrived.pid()));
            }
        }
        for (Term actor : recovered()) {
            services.recovery().runs(actor, arrived.pid());
        }
        services.counters().countArrived();
        services.tell(new MigrationEvent.Arrived(type, from, arrived.pid()));
        services.at(MigrationPoint.COMMIT_RECEIVED, id);
    }

    /// The source is lost with what it had. Where the process had names, nobody else may have them now.
    private void takeOver() {
        Transit arrived = transit;
        Luggage had = luggage;
        if (arrived == null || had == null) {
            return;
        }
        server.warn("Taking over: process={} of {} goes on as {}", from, source, arrived.pid());
        List<CompletableFuture<Boolean>> taken = new ArrayList<>();
        for (Term name : had.names()) {
            taken.add(server.names().registerAsync(name, arrived.pid()).toCompletableFuture());
        }
        CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> {
                    boolean free =
                            failure == null && taken.stream().allMatch(CompletableFuture::join);
                    server.execute(free ? this::open : this::drop);
                });
    }

    /// The source has not switched the names and will not.
    private void seeToNames() {
        Pid here = state.process();
        Luggage had = luggage;
        if (here == null || had == null) {
            return;
        }
        for (Term name : had.names()) {
            boolean asBefore = server.names().whereis(name).filter(from::equals).isPresent();
            if (asBefore) {
                server.names()
                        .handOver(name, from, here)
                        .thenAccept(given -> server.execute(() -> takeName(name, here)));
            } else {
                takeName(name, here);
            }
        }
    }

    private void takeName(Term name, Pid here) {
        if (server.names().whereis(name).isEmpty()) {
            server.names()
                    .registerAsync(name, here)
                    .thenAccept(taken -> server.execute(() -> lookAtName(name)));
        } else {
            lookAtName(name);
        }
    }

    /// Another process has the name of this one: a candidate has started it anew before the name led here. That one goes on.
    private void lookAtName(Term name) {
        Pid here = state.process();
        Pid owner = server.names().whereis(name).orElse(null);
        if (here == null || owner == null || owner.equals(here) || owner.equals(from)) {
            return;
        }
        if (fence == null || server.processes().movable(here).isEmpty()) {
            return;
        }
        server.warn("Two of one process: {} ends, {} goes on as {}", here, owner, name);
        // It may trap exits.
        fence.close();
        fence.end(new ExitReason(Tuple.of(MIGRATED, owner)));
    }

    private void drop() {
        if (transit != null) {
            transit.end(ExitReason.SHUTDOWN);
        }
    }

    /// The source was only cut off, and goes on with the process.
    private void conflict() {
        Fence both = fence;
        if (both == null) {
            return;
        }
        if (!server.names().namesOf(both.process()).isEmpty()) {
            both.open();
            return;
        }
        server.warn("Two of one process: {} ends, {} goes on", both.process(), from);
        both.end(new ExitReason(Tuple.of(MIGRATED, from)));
        server.send(source, new MigrationMessage.Aborted(id));
    }
}
