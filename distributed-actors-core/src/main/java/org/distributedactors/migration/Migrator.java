package org.distributedactors.migration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.migration.MigrationException.Reason;
import org.distributedactors.node.Node;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.process.MovableBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.spawn.Recovery;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// Moves processes of this node to other nodes, and takes those that other nodes move here. Any thread may call.
///
/// Off until something is declared in {@link #types}: a process moves only if its type is declared on both nodes, and
/// arrives only where its type is accepted.
public final class Migrator {

    /// What a node offers to those that want to move a process to it.
    private static final String CAPABILITY = "migration";

    private final Node node;
    private final MovableTypes types;
    private final MigrationServices services;
    private volatile boolean accepting = true;
    private volatile @Nullable MigrationServer server;

    public Migrator(
            Node node,
            MovableTypes types,
            GlobalRegistry names,
            ProcessGroups groups,
            Recovery recovery,
            MigrationSettings settings) {
        this.node = node;
        this.types = types;
        this.services =
                new MigrationServices(
                        node, types, names, groups, recovery, settings, () -> accepting);
        node.namePeers(MigrationServer.NAME, MigrationServer.MOST_BYTES);
        node.capabilities().offer(CAPABILITY);
    }

    // ---- life

    /// Starts the server. Comes before the first connection.
    public void start() {
        accepting = true;
        MigrationServer next = new MigrationServer(node, services);
        node.spawn(
                SpawnOptions.named(MigrationServer.NAME.name())
                        .withActivator(node.environment().kernelActivator())
                        .announcing(next::announced),
                next);
        node.addListener(event -> next.execute(() -> next.nodeEvent(event)));
        server = next;
    }

    /// Takes no part any more.
    public void stop() {
        server = null;
    }

    /// Stands no longer for processes that have left, before this node stops: whoever watches one of them or is linked with it
    /// by way of this node gets `{shutdown, {migrated, Pid}}` with its new pid. One whose global names do
    /// not lead there yet is told about when they do. Done when all were told.
    public CompletionStage<Void> leaveBehind() {
        MigrationServer running = server;
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (running == null) {
            done.complete(null);
        } else {
            running.execute(() -> running.leaveBehind(done));
        }
        return done;
    }

    /// Done when the global names of all processes that have left so far lead to where they are.
    public CompletionStage<Void> switched() {
        MigrationServer running = server;
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (running == null) {
            done.complete(null);
        } else {
            running.execute(() -> running.whenSwitched(done));
        }
        return done;
    }

    // ---- what may move

    /// What may move.
    public MovableTypes types() {
        return types;
    }

    /// Moves a process of this node to another node, where it goes on under a new pid, which the stage gives. Messages to the
    /// old pid reach it there.
    ///
    /// It handles no message while it is being moved, and none is lost. When it cannot be moved the stage fails with a
    /// {@link MigrationException}, which says why, and it goes on here.
    public CompletionStage<Pid> migrate(Pid process, NodeName target) {
        MigrationServer running = server;
        if (running == null) {
            return failed(process, target, Reason.NO_PROCESS, "node " + node.name() + " is not up");
        }
        ProcessRuntime processes = running.processes();
        if (!processes.isHere(process) || !processes.isAlive(process)) {
            return failed(process, target, Reason.NO_PROCESS, "");
        }
        if (target.equals(node.name())) {
            return failed(process, target, Reason.SAME_NODE, "");
        }
        MovableBehaviour behaviour = processes.movable(process).orElse(null);
        MovableType type = behaviour == null ? null : typeOf(behaviour).orElse(null);
        if (behaviour == null || type == null) {
            return failed(process, target, Reason.NOT_MOVABLE, "");
        }
        Departure departure = new Departure(running, process, target.atom(), type, behaviour);
        if (node.connectedNodes().contains(target)) {
            running.execute(() -> running.leave(departure));
        } else {
            node.connectAsync(target, null)
                    .whenComplete((connected, failure) ->
                            running.execute(() -> running.leaveIf(departure, connected)));
        }
        return departure.result();
    }

    private static CompletionStage<Pid> failed(
            Pid process, NodeName target, Reason reason, String detail) {
        return CompletableFuture.failedStage(
                new MigrationException(process, target, reason, detail));
    }

    private Optional<MovableType> typeOf(MovableBehaviour behaviour) {
        return types.ofClass(behaviour.implementation());
    }

    /// The processes of this node that may be moved now. Looks at each process of the node, so it is for an occasional look.
    public List<MovableProcess> movable() {
        List<MovableProcess> found = new ArrayList<>();
        if (server != null) {
            node.processes()
                    .forEachMovable((pid, behaviour) ->
                            typeOf(behaviour)
                                    .ifPresent(type ->
                                            found.add(
                                                    new MovableProcess(
                                                            pid, type.name(), behaviour.moves()))));
        }
        return found;
    }

    /// The processes that have a name on this node and none in the cluster: elsewhere nobody would find them, so they stay unless
    /// somebody moves them by hand.
    public Set<Pid> bound() {
        Set<Pid> bound = new HashSet<>();
        if (server != null) {
            ProcessRuntime processes = node.processes();
            processes.registered().forEach(name -> processes.whereis(name).ifPresent(bound::add));
            bound.removeIf(pid -> !services.names().namesOf(pid).isEmpty());
        }
        return bound;
    }

    /// Where a process that was here has gone, as far as this node knows; empty when it has not moved.
    public Optional<Pid> movedTo(Pid process) {
        MigrationServer running = server;
        return running == null ? Optional.empty() : running.movedTo(process);
    }

    /// Whether processes of other nodes are taken; true until somebody says otherwise, such as a node that is about to stop.
    /// Those that are on their way already come all the same.
    public void accept(boolean whether) {
        accepting = whether;
    }

    /// Whether processes of other nodes are taken.
    public boolean isAccepting() {
        return accepting;
    }

    /// How many processes are on their way from or to this node now, or in doubt.
    public int underWay() {
        MigrationServer running = server;
        return running == null ? 0 : running.underWay();
    }

    /// How many messages to processes that have left this node were passed on to where they are, in this life of the node.
    public long forwarded() {
        MigrationServer running = server;
        return running == null ? 0 : running.processes().counters().forwarded();
    }

    /// How often what happened.
    public MigrationCounters counters() {
        return services.counters();
    }

    /// Calls the listener with what happens, on the executor for callbacks.
    public void onEvent(Consumer<MigrationEvent> listener) {
        services.onEvent(listener);
    }

    /// For tests that break migrations off.
    void observe(MigrationServices.Observer observer) {
        services.observe(observer);
    }
}
