package org.distributedactors.spawn;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.node.Node;
import org.distributedactors.node.OutcomeTimes;
import org.distributedactors.node.SpawnRequestHandler.Function;
import org.distributedactors.node.SpawnRequestHandler.SpawnRefusedException;
import org.distributedactors.node.SpawnTies;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.ShortWaits;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.rpc.Grant;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Starts actors of declared types, on a named node or where a {@link Placement} says. There a supervisor looks after them.
///
/// On the wire it is Erlang's spawn request of `distributed_actors:spawn(Type, Argument)`, so an Erlang node can ask the
/// same: `spawn(Node, distributed_actors, spawn, [<<"worker">>, undefined])`. A node answers only for types that it
/// declares and grants.
///
/// A partition: a request that was sent before the connection broke fails with `noconnection`, yet the process may
/// have been started. Link or watch it from its start where that matters: linked, it ends with the connection.
///
/// Any thread may call. What waits for an answer may be called in a process too: a handler that waits delays its own process
/// and no other.
public final class RemoteSpawner {

    /// What other nodes ask for.
    public static final Function SPAWN = Function.of("distributed_actors", "spawn", 2);

    private static final Atom TIMEOUT = Atom.of("timeout");
    private static final Duration LOADS = Duration.ofMillis(500);

    private final Node node;
    private final ActorTypes types;
    private final Duration timeout;
    private final SpawnedActors spawned;
    private final ClusterLoads loads;
    private final Recovery recovery;
    private final AtomicLong turn = new AtomicLong();
    private final OutcomeTimes times = new OutcomeTimes();
    private volatile Placement placement = Placement.leastLoaded();
    private volatile Grant grant = Grant.NOBODY;
    private SpawnHandler handler;
    private boolean offered;

    /// @param groups by which nodes know of actors to be started again
    /// @param timeout the longest a blocking spawn waits for its answer
    /// @param limit how many spawned actors there may be on this node at a time
    /// @param cpu how much of its processors' time this JVM uses, from 0 to 1
    public RemoteSpawner(
            Node node,
            ProcessGroups groups,
            ActorTypes types,
            Duration timeout,
            int limit,
            DoubleSupplier cpu) {
        this.node = node;
        this.types = types;
        this.timeout = timeout;
        this.spawned = new SpawnedActors(node, limit);
        this.loads = new ClusterLoads(node, types, spawned, cpu);
        this.handler = new SpawnHandler(node, types, spawned, loads, Grant.NOBODY);
        this.recovery =
                new Recovery(
                        node,
                        groups,
                        types,
                        (type, argument, id) ->
                                spawned.start(
                                        type, argument, spawned.again(id), SpawnOptions.DEFAULT),
                        loads::isLeaving);
        spawned.onBegin((pid, type, argument, start) -> {
            if (type.onNodeLoss() == OnNodeLoss.RESTART_ELSEWHERE) {
                recovery.note(pid, type, argument, start);
            }
        });
    }

    // ---- for other nodes

    /// Answers the requests of other nodes from now on, in this life of the node.
    ///
    /// @param granted which nodes may start anything here
    public synchronized void install(Grant granted) {
        loads.clear();
        spawned.start();
        handler = new SpawnHandler(node, types, spawned, loads, granted);
        node.handleSpawn(SPAWN, handler);
        recovery.startIfNeeded();
        grant = granted;
        if ((!granted.equals(Grant.NOBODY) || loads.isAnyMovable()) && !offered) {
            offered = true;
            node.capabilities()
                    .offer(ClusterLoads.CAPABILITY, (peer, request) -> loads.answer(peer));
        }
    }

    /// Whether this node may start anything here, of the types that grant it.
    public boolean grants(NodeName peer) {
        return grant.allows(peer);
    }

    /// From now on nothing new is started here, in this life of the node: it leaves. Other nodes are told when they ask.
    ///
    /// @return done when those know it that start its actors again, or did not answer within a second
    public CompletionStage<Void> leave() {
        loads.leaving(true);
        return recovery.leave();
    }

    /// Ends with the node.
    public void stop() {
        recovery.stop();
    }

    /// What starts actors of lost nodes again.
    public Recovery recovery() {
        return recovery;
    }

    /// The spawned actors of this node.
    public SpawnedActors actors() {
        return spawned;
    }

    /// Ends all spawned actors of this node, in order if they can in that time.
    ///
    /// @return with how many had to be killed
    public CompletionStage<Integer> stopAll(Duration time) {
        return spawned.stopAll(time);
    }

    /// How busy the nodes are.
    public ClusterLoads loads() {
        return loads;
    }

    // ---- where

    /// Where actors start for which nobody says it, from now on; {@link Placement#leastLoaded()} before.
    public void placement(Placement value) {
        placement = value;
    }

    /// The node that the placement chooses now.
    ///
    /// @throws SpawnFailedException when no node will do
    public NodeName place(Placement where, String type) {
        PlacementRequest request =
                new PlacementRequest(
                        type,
                        node.name(),
                        where.looksAtNodes() ? loads.nodes(type, LOADS) : List.of(),
                        turn.getAndIncrement());
        NodeName chosen =
                where.place(request).orElseThrow(() -> SpawnFailedException.nowhere(type));
        loads.placed(chosen);
        return chosen;
    }

    // ---- spawning

    /// Starts an actor of this type and waits for its pid.
    ///
    /// @param type the type's declared name on that node
    /// @param argument what its `init` gets; null for nothing
    /// @throws SpawnFailedException when no process was started
    public Pid spawn(NodeName where, String type, @Nullable Object argument) {
        return await(where, type, request(SpawnTies.NONE, where, type, argument));
    }

    /// The same, with a typed address of the new process.
    ///
    /// @param protocol the messages it understands
    public <M> ServerRef<M> spawn(
            NodeName where, String type, @Nullable Object argument, Class<M> protocol) {
        return node.ref(spawn(where, type, argument), protocol);
    }

    /// The same where the placement says.
    public <M> ServerRef<M> spawn(
            Placement where, String type, @Nullable Object argument, Class<M> protocol) {
        return spawn(place(where, type), type, argument, protocol);
    }

    /// The same where the application's placement says.
    public <M> ServerRef<M> spawn(String type, @Nullable Object argument, Class<M> protocol) {
        return spawn(placement, type, argument, protocol);
    }

    /// Starts an actor that is linked with the calling process from its start: when one ends, or the connection is lost, the
    /// other gets an exit signal.
    ///
    /// @param self the calling process
    /// @throws SpawnFailedException when no process was started
    public <M> ServerRef<M> spawnLink(
            Self self, Placement where, String type, @Nullable Object argument, Class<M> protocol) {
        NodeName chosen = place(where, type);
        SpawnTies ties = SpawnTies.link(self.pid());
        Pid pid = self.linkFromStart(chosen.atom(), () -> awaitTied(ties, chosen, type, argument));
        return node.ref(pid, protocol);
    }

    /// Starts an actor that the calling process watches from its start: exactly one
    /// {@link org.distributedactors.process.Down} comes, with the reason of its end however soon that was.
    ///
    /// @param self the calling process
    /// @throws SpawnFailedException when no process was started; then nothing is watched
    public <M> MonitoredActor<M> spawnMonitor(
            Self self, Placement where, String type, @Nullable Object argument, Class<M> protocol) {
        NodeName chosen = place(where, type);
        Reference monitor = self.runtime().makeRef();
        SpawnTies ties = SpawnTies.monitor(self.pid(), monitor);
        Pid pid =
                self.monitorFromStart(
                        monitor, chosen.atom(), () -> awaitTied(ties, chosen, type, argument));
        return new MonitoredActor<>(node.ref(pid, protocol), monitor);
    }

    /// One that starts after its parent has given up would be tied to somebody who knows nothing of it, so it ends.
    private Pid awaitTied(SpawnTies ties, NodeName where, String type, @Nullable Object argument) {
        CompletableFuture<Pid> answer = request(ties, where, type, argument);
        try {
            return await(where, type, answer);
        } catch (RuntimeException failure) {
            answer.thenAccept(late -> node.exit(late, ExitReason.KILL));
            throw failure;
        }
    }

    /// The answer of a node that is near is often there sooner than a thread that sleeps is woken.
    private Pid await(NodeName where, String type, CompletableFuture<Pid> answer) {
        ShortWaits shortWaits = node.processes().shortWaits();
        int kind = 31 * where.hashCode() + type.hashCode();
        long start = node.environment().ticker().nanos();
        if (!shortWaits.look(kind, timeout.toNanos(), answer::isDone)) {
            ProcessRuntime.aboutToWait();
        }
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof SpawnFailedException refused
                    ? refused
                    : new CompletionException(failure);
        } catch (TimeoutException late) {
            throw new SpawnFailedException(where, type, TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SpawnFailedException(where, type, TIMEOUT);
        } finally {
            shortWaits.waited(kind, node.environment().ticker().nanos() - start);
        }
    }

    /// Starts an actor without waiting. The stage fails with a {@link SpawnFailedException}.
    public CompletionStage<Pid> spawnAsync(NodeName where, String type, @Nullable Object argument) {
        return forCallbacks(request(SpawnTies.NONE, where, type, argument));
    }

    private CompletionStage<Pid> forCallbacks(CompletableFuture<Pid> answer) {
        if (answer.isDone()) {
            return answer;
        }
        return answer.whenCompleteAsync((pid, failure) -> {}, node.environment().callbacks());
    }

    /// The same where the placement says; may wait for a moment the first time, while nothing is known of a node.
    public CompletionStage<Pid> spawnAsync(
            Placement where, String type, @Nullable Object argument) {
        return spawnAsync(place(where, type), type, argument);
    }

    private CompletableFuture<Pid> request(
            SpawnTies ties, NodeName where, String type, @Nullable Object argument) {
        if (where.equals(node.name())) {
            return spawnHere(ties, type, argument);
        }
        long start = node.environment().ticker().nanos();
        return node.awaitSpawn(
                        ties, where, SPAWN, type, argument == null ? Atom.UNDEFINED : argument)
                .thenApply(result -> {
                    times.record(outcome(result), node.environment().ticker().nanos() - start);
                    return pidOrFailure(where, type, result);
                });
    }

    /// How spawning on other nodes went. What was given up here before its answer counts when that comes.
    public OutcomeTimes times() {
        return times;
    }

    private static OutcomeTimes.Outcome outcome(Term result) {
        if (result instanceof Pid) {
            return OutcomeTimes.Outcome.SUCCESS;
        }
        return switch (result instanceof Atom reason ? reason.name() : "") {
            case "noconnection" -> OutcomeTimes.Outcome.NOCONNECTION;
            case "undef" -> OutcomeTimes.Outcome.NOPROC;
            case "notsup", "system_limit", "leaving" -> OutcomeTimes.Outcome.REFUSED;
            default -> OutcomeTimes.Outcome.ERROR;
        };
    }

    private static Pid pidOrFailure(NodeName where, String type, Term result) {
        if (result instanceof Pid pid) {
            return pid;
        }
        throw new SpawnFailedException(
                where, type, result instanceof Atom reason ? reason : SpawnHandler.BADARG);
    }

    private CompletableFuture<Pid> spawnHere(
            SpawnTies ties, String type, @Nullable Object argument) {
        CompletableFuture<Pid> started = new CompletableFuture<>();
        try {
            Optional<ActorType> found = types.find(type);
            handler.start(
                    found.orElseThrow(() -> new SpawnRefusedException(SpawnHandler.UNDEF)),
                    node.toTerm(argument),
                    tied(ties).announcing(started::complete));
        } catch (SpawnRefusedException refused) {
            started.completeExceptionally(
                    new SpawnFailedException(node.name(), type, refused.error()));
        }
        return started;
    }

    /// What the wire does between nodes: both ends know of the tie before the new process runs.
    private SpawnOptions tied(SpawnTies ties) {
        SpawnOptions options = SpawnOptions.DEFAULT;
        Pid parent = ties.parent();
        if (parent == null) {
            return options;
        }
        if (ties.linked()) {
            options = options.linkedTo(parent);
        }
        Reference monitor = ties.monitor();
        return monitor == null ? options : options.monitoredBy(parent, monitor);
    }
}
