package org.distributedactors.migration.rebalance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.distributedactors.migration.Migrator;
import org.distributedactors.migration.MovableProcess;
import org.distributedactors.migration.rebalance.RebalanceSettings.Measure;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.process.Timer;
import org.distributedactors.spawn.ClusterLoads;
import org.distributedactors.spawn.NodeLoad;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has this node give processes to others: what it has too much, or all of them when it leaves. Each node does that for
/// itself, by a {@link RebalancePlan}. Any thread may call.
///
/// One round is a look at all nodes and at most as many moves as may go in a second; rounds follow until nobody has to
/// move. What may not move, or is {@linkplain #pin pinned}, stays, and so does what has a name on this node alone. A process that could not be moved goes on here.
///
/// In a partition each side levels its own nodes.
public final class Rebalancer {

    private static final Logger log = LoggerFactory.getLogger(Rebalancer.class);
    private static final Duration ROUND = Duration.ofMillis(1200);
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;

    private final Node node;
    private final Migrator migrator;
    private final RemoteSpawner spawner;
    private final RebalanceSettings settings;
    private final Set<Pid> pinned = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean running = new AtomicBoolean();
    private final MoveProgress progress;
    private volatile boolean up;
    private volatile @Nullable Timer next;

    public Rebalancer(
            Node node, Migrator migrator, RemoteSpawner spawner, RebalanceSettings settings) {
        this.node = node;
        this.migrator = migrator;
        this.spawner = spawner;
        this.settings = settings;
        this.progress =
                new MoveProgress(node.environment().ticker(), node.environment().logLines());
        spawner.loads().moving(new Moved());
    }

    /// What the loads of nodes say of processes that move.
    private final class Moved implements ClusterLoads.Moving {

        @Override
        public Set<String> takenFrom(NodeName peer) {
            return migrator.isAccepting() ? migrator.types().takenFrom(peer) : Set.of();
        }

        @Override
        public Set<String> types() {
            return migrator.types().names();
        }

        @Override
        public long here(Predicate<String> types) {
            return movable().stream().filter(process -> types.test(process.type())).count();
        }
    }

    /// How processes are spread.
    public RebalanceSettings settings() {
        return settings;
    }

    // ---- life

    /// Begins to look by itself, if it shall, in this life of the node.
    public void start() {
        up = true;
        pinned.clear();
        if (settings.automatic()) {
            node.onNodeEvent(this::changed);
            later(settings.interval());
        }
    }

    /// Moves nothing any more.
    public void stop() {
        up = false;
        Timer last = next;
        if (last != null) {
            last.cancel();
        }
    }

    private void changed(NodeEvent event) {
        if (up) {
            node.environment().timers().after(SETTLE, this::round);
        }
    }

    private void later(Duration delay) {
        if (up) {
            next =
                    node.environment()
                            .timers()
                            .after(
                                    delay,
                                    () -> {
                                        round();
                                        later(settings.interval());
                                    });
        }
    }

    private void round() {
        if (up) {
            node.environment().callbacks().execute(this::rebalance);
        }
    }

    // ---- what stays

    /// Leaves the process where it is, also when this node leaves.
    public void pin(Pid process) {
        pinned.add(process);
    }

    /// Takes {@link #pin} back.
    public void unpin(Pid process) {
        pinned.remove(process);
    }

    private List<MovableProcess> movable() {
        List<MovableProcess> movable = migrator.movable();
        if (movable.isEmpty()) {
            return movable;
        }
        Set<Pid> bound = new HashSet<>(pinned);
        bound.addAll(migrator.bound());
        return movable.stream().filter(process -> !bound.contains(process.pid())).toList();
    }

    // ---- levelling

    /// What would move from this node now, if as many might go as have to. Moves nothing.
    public CompletionStage<RebalancePlan> plan() {
        return spawner.loads().fresh().thenApply(loads -> plan(loads, Integer.MAX_VALUE));
    }

    private RebalancePlan plan(List<NodeLoad> loads, int most) {
        List<MovableProcess> movable = movable();
        double perProcess = 1;
        List<Share> shares = new ArrayList<>();
        for (NodeLoad load : loads) {
            double value = measured(load);
            shares.add(new Share(load.node(), value, load.movable()));
            if (load.node().equals(node.name())) {
                perProcess = value / Math.max(1, load.actors());
            }
        }
        double each = settings.measure() == Measure.ACTORS ? 1 : perProcess;
        return RebalancePlan.level(node.name(), shares, movable, each, settings.tolerated(), most);
    }

    private double measured(NodeLoad load) {
        return settings.measure() == Measure.ACTORS
                ? load.actors()
                : (load.actors() + load.queued()) * (1 + load.cpuPermille() / 1000.0);
    }

    /// Moves what has to move from this node, round by round.
    ///
    /// @return how many have moved; zero also when it is under way already
    public CompletionStage<Integer> rebalance() {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        if (!up || !running.compareAndSet(false, true)) {
            done.complete(0);
            return done;
        }
        done.whenComplete((moved, failure) -> {
            running.set(false);
            progress.over(Moves.Why.REBALANCE);
            if (moved != null && moved > 0) {
                log.info("Moved {} processes to other nodes", moved);
            }
        });
        nextRound(done, 0);
        return done;
    }

    private void nextRound(CompletableFuture<Integer> done, int before) {
        spawner.loads()
                .fresh()
                .thenCompose(loads ->
                        perform(plan(loads, settings.perSecond()), Moves.Why.REBALANCE, before))
                .whenComplete((moved, failure) -> {
                    if (failure != null || moved == 0 || !up) {
                        done.complete(before);
                    } else {
                        node.environment()
                                .timers()
                                .after(ROUND, () -> nextRound(done, before + moved));
                    }
                });
    }

    /// What goes from this node to others at this moment; empty when nothing does.
    public Optional<Moves> moves() {
        return progress.now();
    }

    /// @param before how many have gone in earlier rounds
    /// @return how many could be moved
    private CompletionStage<Integer> perform(RebalancePlan plan, Moves.Why why, int before) {
        AtomicInteger moved = new AtomicInteger();
        if (!plan.moves().isEmpty()) {
            progress.round(why, before + plan.all(), before);
        }
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (RebalancePlan.Move move : plan.moves()) {
            all.add(
                    migrator.migrate(move.process().pid(), move.target())
                            .thenAccept(pid -> {
                                moved.incrementAndGet();
                                progress.oneMore();
                            })
                            .exceptionally(stays -> {
                                log.debug("stays: {}", stays.getMessage());
                                return null;
                            })
                            .toCompletableFuture());
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> moved.get());
    }

    // ---- leaving

    /// Gives all processes that may move to other nodes, since this node leaves: it takes nothing new from now on. What cannot
    /// be moved stays.
    ///
    /// @param limit how long that may take
    /// @return done when it is over, with how it went; never fails
    public CompletionStage<Drained> drain(Duration limit) {
        up = false;
        migrator.accept(false);
        long deadline = node.environment().ticker().nanos() + limit.toNanos();
        int all = movable().size();
        return spawner.leave()
                .thenCompose(told -> drain(all, 0, deadline, ATTEMPTS))
                .thenCompose(drained -> afterNames(drained, deadline))
                .exceptionally(failure -> {
                    log.warn("Moving processes to other nodes failed", failure);
                    return new Drained(all, 0);
                })
                .whenComplete((drained, failure) -> progress.over(Moves.Why.DRAIN));
    }

    /// How a drain went.
    ///
    /// @param movable how many there were to move
    /// @param moved how many went
    public record Drained(int movable, int moved) {}

    private CompletionStage<Drained> drain(int all, int before, long deadline, int attempts) {
        List<MovableProcess> movable = movable();
        if (movable.isEmpty() || attempts == 0 || left(deadline) <= 0) {
            return CompletableFuture.completedFuture(new Drained(all, before));
        }
        return spawner.loads()
                .fresh()
                .thenCompose(loads -> perform(emptied(loads, movable), Moves.Why.DRAIN, before))
                .thenCompose(moved ->
                        drain(all, before + moved, deadline, moved == 0 ? 0 : attempts - 1));
    }

    /// Who asks for a name of one that has gone shall find where it is, before this node has gone.
    private CompletionStage<Drained> afterNames(Drained drained, long deadline) {
        CompletableFuture<Drained> done = new CompletableFuture<>();
        migrator.switched().thenRun(() -> done.complete(drained));
        node.environment()
                .timers()
                .after(Duration.ofNanos(Math.max(1, left(deadline))), () -> done.complete(drained));
        return done;
    }

    private long left(long deadline) {
        return deadline - node.environment().ticker().nanos();
    }

    private RebalancePlan emptied(List<NodeLoad> loads, List<MovableProcess> movable) {
        List<Share> others =
                loads.stream()
                        .filter(load -> !load.node().equals(node.name()))
                        .map(load -> new Share(load.node(), load.actors(), load.movable()))
                        .toList();
        return RebalancePlan.empty(others, movable, 1);
    }

    /// The nodes and what they have to do, as far as they take part.
    public CompletionStage<List<NodeLoad>> loads() {
        return spawner.loads().fresh();
    }

    /// This node.
    public NodeName name() {
        return node.name();
    }
}
