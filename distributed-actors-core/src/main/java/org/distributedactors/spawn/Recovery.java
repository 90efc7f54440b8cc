package org.distributedactors.spawn;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.pg.GroupChange;
import org.distributedactors.pg.PgScope;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.pg.ScopeMonitor;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts actors of lost nodes again, those whose type says {@link OnNodeLoss#RESTART_ELSEWHERE}. A node takes part that has
/// such a type.
///
/// Who decides: each actor is the only member of a process group `{Id, Type, Argument}` in the scope
/// `distributed_actors_recovery`, so every node that takes part knows all of them, and that a node is lost. What comes of that
/// is decided by {@link RecoveryState}.
///
/// ```
/// a (has the actor)              b                              c
///   │ join {Id, Type, Arg} ─────▶│──────────────────────────────▶│
///   ✕ lost                       │ b is the first for Id          │ c is not: waits three seconds
///                                │ starts Type with Arg and Id    │
///                                │ join {Id, Type, Arg} ─────────▶│ the actor is there: nothing to do
/// ```
///
/// A node that leaves in order says so before it ends its actors, so those are started elsewhere too.
///
/// An actor that is moving when its node is lost may have come to another node with its state. That copy is a member of the
/// group `{coming, {Id, Type, Argument}}` until it runs, and goes on in place of one that would begin anew.
///
/// A partition: each side starts what it has lost, unless it may not ({@link #onlyIf}); when they meet again one copy is ended
/// within some seconds. What its state was meanwhile is the matter of the store that keeps it.
///
/// The argument goes to every node, so it should be small. Any thread may call.
public final class Recovery {

    /// What a node offers that takes part.
    static final String CAPABILITY = "recovery";

    /// The groups of those that are to be started again.
    public static final String SCOPE = "distributed_actors_recovery";

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    private static final Atom NAME = Atom.of("distributed_actors_recoverer");
    private static final Atom LEAVING = Atom.of("leaving");
    private static final Atom COMING = Atom.of("coming");
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final Node node;
    private final ProcessGroups groups;
    private final ActorTypes types;
    private final SpawnHandler.Starter starter;
    private final BooleanSupplier leaving;
    private final LongAdder recovered = new LongAdder();
    private volatile BooleanSupplier allowed = () -> true;
    private volatile @Nullable Pid process;
    private boolean offered;

    /// @param starter starts an actor here
    /// @param leaving whether this node takes nothing new
    Recovery(
            Node node,
            ProcessGroups groups,
            ActorTypes types,
            SpawnHandler.Starter starter,
            BooleanSupplier leaving) {
        this.node = node;
        this.groups = groups;
        this.types = types;
        this.starter = starter;
        this.leaving = leaving;
        types.onDeclare(type -> startIfNeeded());
    }

    /// This node starts actors of lost nodes only while this holds, such as that it is on the side of the majority. What is lost
    /// meanwhile is not forgotten.
    public void onlyIf(BooleanSupplier condition) {
        allowed = condition;
    }

    /// How many actors of lost nodes were started here.
    public long recovered() {
        return recovered.sum();
    }

    /// Takes part from now on, in this life of the node, if there is a type to take part for.
    synchronized void startIfNeeded() {
        boolean needed =
                types.all().stream()
                        .anyMatch(type -> type.onNodeLoss() == OnNodeLoss.RESTART_ELSEWHERE);
        if (!needed || process != null || !node.isUp()) {
            return;
        }
        Pid started =
                node.spawn(
                                SpawnOptions.DEFAULT
                                        .withName(NAME)
                                        .withActivator(node.environment().kernelActivator()),
                                new Recoverer())
                        .pid();
        process = started;
        ProcessRuntime processes = node.processes();
        node.addListener(event -> processes.send(started, event));
        PgScope scope = groups.scope(SCOPE);
        scope.monitorScopeAsync(started).thenAccept(begin -> processes.send(started, begin));
        if (!offered) {
            offered = true;
            node.capabilities().offer(CAPABILITY, this::said);
        }
    }

    /// Begins anew with the next life of the node.
    synchronized void stop() {
        process = null;
    }

    private Term said(NodeName peer, Term request) {
        Pid recoverer = process;
        if (!request.equals(LEAVING) || recoverer == null) {
            throw new IllegalArgumentException("badarg");
        }
        node.send(recoverer, new Leaves(peer.atom()));
        return Atom.OK;
    }

    /// Tells the others that what ends here from now on ends because the node leaves.
    ///
    /// @return done when they know it, or did not answer within a second
    CompletionStage<Void> leave() {
        List<CompletableFuture<Term>> answers =
                node.connectedNodes().stream()
                        .filter(peer -> node.capabilities().offeredBy(peer, CAPABILITY))
                        .map(peer ->
                                node.capabilities()
                                        .ask(peer, CAPABILITY, LEAVING, ANSWER)
                                        .exceptionally(silent -> Atom.UNDEFINED)
                                        .toCompletableFuture())
                        .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    }

    // ---- its members

    /// Makes the actor known to all nodes that take part, as what it is started again with.
    void note(Pid pid, ActorType type, Term argument, Start start) {
        startIfNeeded();
        groups.scope(SCOPE)
                .joinAsync(
                        Tuple.of(Binary.utf8(start.id()), Binary.utf8(type.name()), argument),
                        List.of(pid));
    }

    // ---- copies that come

    /// What a node does that has a copy of an actor which was on its way to it, when the node that it came from is lost.
    public enum Turn {

        /// Begin with it: it is the one that goes on.
        GOES_ON,

        /// Wait: this node may not start anything now.
        WAITS,

        /// Give it up: the actor runs elsewhere.
        GIVES_UP
    }

    /// A copy of the actor has come here, and does not run.
    ///
    /// @param actor its group in the scope {@link #SCOPE}
    public void standsBy(Term actor, Pid copy) {
        groups.scope(SCOPE).joinAsync(Tuple.of(COMING, actor), List.of(copy));
    }

    /// That copy runs, and is a member of the group of the actor.
    public void runs(Term actor, Pid copy) {
        groups.scope(SCOPE).leaveAsync(Tuple.of(COMING, actor), List.of(copy));
    }

    /// The node is lost that the actor came from.
    ///
    /// @param from its process there
    public Turn turn(Term actor, Pid from) {
        boolean elsewhere =
                groups.scope(SCOPE).members(actor).stream().anyMatch(pid -> !pid.equals(from));
        if (elsewhere) {
            return Turn.GIVES_UP;
        }
        return allowed.getAsBoolean() && !leaving.getAsBoolean() ? Turn.GOES_ON : Turn.WAITS;
    }

    /// Which actor a group of such copies is for; null for any other group.
    private static @Nullable Term coming(Term group) {
        return group instanceof Tuple tuple && tuple.arity() == 2 && tuple.get(0).equals(COMING)
                ? tuple.get(1)
                : null;
    }

    private record Leaves(Atom node) {}

    private record Tick() {}

    /// The process that watches over the groups.
    private final class Recoverer implements ProcessBehaviour {

        private final RecoveryState state = new RecoveryState(node.name());

        @Override
        public @Nullable ExitReason start(Self self) {
            self.interval(TICK, new Tick());
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            long now = node.environment().ticker().nanos();
            switch (message) {
                case ScopeMonitor begin -> {
                    for (Map.Entry<Term, List<Pid>> group : begin.groups().entrySet()) {
                        joined(group.getKey(), group.getValue(), now);
                    }
                }
                case GroupChange.Join join -> joined(join.group(), join.pids(), now);
                case GroupChange.Leave leave -> left(leave.group(), leave.pids(), now);
                case Leaves(Atom peer) -> state.leaves(peer);
                case NodeEvent.NodeDown down -> {
                    state.nodeDown(down.node().atom(), now);
                    act(self, now);
                }
                case Tick tick -> act(self, now);
                default -> {}
            }
            return null;
        }

        private void joined(Term group, List<Pid> pids, long now) {
            Term coming = coming(group);
            if (coming == null) {
                state.joined(group, pids, now);
            } else {
                state.standsBy(coming, pids);
            }
        }

        private void left(Term group, List<Pid> pids, long now) {
            Term coming = coming(group);
            if (coming == null) {
                state.left(group, pids, connected(), now);
            } else {
                state.standsByNoMore(coming, pids, connected(), now);
            }
        }

        private void act(Self self, long now) {
            for (RecoveryState.Step step : state.due(able(), now)) {
                switch (step) {
                    case RecoveryState.Step.StartHere(Term actor) -> startHere(actor);
                    case RecoveryState.Step.End(Term actor, Pid copy, boolean kill) ->
                            end(self, copy, kill);
                }
            }
        }

        /// One that traps exits may go on, and is killed then.
        private void end(Self self, Pid copy, boolean kill) {
            log.atWarn()
                    .addKeyValue("actor", copy)
                    .log("Actor {} ends: another node has started it too", copy);
            self.exit(copy, kill ? ExitReason.KILL : ExitReason.shutdown(Atom.of("conflict")));
        }

        /// The groups hear of a loss before the listeners do.
        private Set<Atom> connected() {
            Set<Atom> connected = new HashSet<>();
            node.connectedNodes().forEach(peer -> connected.add(peer.atom()));
            connected.add(node.name().atom());
            return connected;
        }

        private Set<NodeName> able() {
            Set<NodeName> able = new HashSet<>();
            for (NodeName peer : node.connectedNodes()) {
                if (node.capabilities().offeredBy(peer, CAPABILITY)) {
                    able.add(peer);
                }
            }
            if (allowed.getAsBoolean() && !leaving.getAsBoolean()) {
                able.add(node.name());
            }
            return able;
        }
    }

    /// A peer may have written anything: what is none of our types is nothing.
    private void startHere(Term actor) {
        if (!(actor instanceof Tuple tuple)
                || tuple.arity() != 3
                || !(tuple.get(0) instanceof Binary id)
                || !(tuple.get(1) instanceof Binary name)) {
            return;
        }
        ActorType type = types.find(name.utf8()).orElse(null);
        if (type == null || type.onNodeLoss() != OnNodeLoss.RESTART_ELSEWHERE) {
            return;
        }
        try {
            starter.start(type, tuple.get(2), id.utf8());
            recovered.increment();
            log.atInfo()
                    .addKeyValue("type", type.name())
                    .log("Actor {} of a lost node starts here again", type.name());
        } catch (RuntimeException failure) {
            log.atWarn()
                    .setCause(failure)
                    .addKeyValue("type", type.name())
                    .log("Actor {} of a lost node could not be started here", type.name());
        }
    }
}
