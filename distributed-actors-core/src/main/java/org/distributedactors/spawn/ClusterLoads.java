package org.distributedactors.spawn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.distributedactors.node.Node;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// How busy the nodes are that start actors for others. Any thread may ask.
///
/// A node is asked when somebody here wants to know, and at most once a second; nobody is told anything unasked. Only nodes
/// that offer the capability `node_load` are asked: those that run this library and take actors of others. What one said
/// is taken until it says something else or is lost.
@SuppressWarnings("ReferenceEquality") // what a node has told anew is another object
public final class ClusterLoads {

    /// What a node offers that starts actors for others.
    static final String CAPABILITY = "node_load";

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    /// Looking at each mailbox of so many takes more than a millisecond.
    private static final int MANY = 50_000;

    private final Node node;
    private final ActorTypes types;
    private final SpawnedActors spawned;
    private final DoubleSupplier cpu;
    private final Map<NodeName, PeerLoad> peers = new ConcurrentHashMap<>();
    private final Map<NodeName, Placed> placed = new ConcurrentHashMap<>();
    private volatile Moving moving = Moving.NOTHING;
    private volatile @Nullable NodeLoad own;
    private volatile long ownSince;
    private volatile boolean leaving;

    /// What is known of processes that move between nodes.
    public interface Moving {

        /// Nothing moves.
        Moving NOTHING =
                new Moving() {
                    @Override
                    public Set<String> takenFrom(NodeName peer) {
                        return Set.of();
                    }

                    @Override
                    public Set<String> types() {
                        return Set.of();
                    }

                    @Override
                    public long here(Predicate<String> types) {
                        return 0;
                    }
                };

        /// The types that may come here from this node.
        Set<String> takenFrom(NodeName peer);

        /// All types that may move.
        Set<String> types();

        /// How many processes that may move to other nodes are here, of these types.
        long here(Predicate<String> types);
    }

    /// @param told what the node said before these were placed there
    private record Placed(NodeLoad told, long count) {}

    ClusterLoads(Node node, ActorTypes types, SpawnedActors spawned, DoubleSupplier cpu) {
        this.node = node;
        this.types = types;
        this.spawned = spawned;
        this.cpu = cpu;
    }

    /// Lets others know what may move here, and count what may move from here.
    public void moving(Moving value) {
        moving = value;
        own = null;
    }

    /// Whether anything may come here by moving.
    boolean isAnyMovable() {
        return !moving.types().isEmpty();
    }

    /// What this node tells the peer, of the types those that it may start and those that it may move here.
    Term answer(NodeName peer) {
        NodeLoad load = own();
        Set<String> granted =
                types.all().stream()
                        .filter(type -> type.grant().allows(peer))
                        .map(ActorType::name)
                        .collect(Collectors.toSet());
        return new NodeLoad(
                        load.node(),
                        load.processes(),
                        load.actors(),
                        load.queued(),
                        load.cpuPermille(),
                        leaving,
                        granted,
                        moving.takenFrom(peer))
                .toTerm();
    }

    /// From now on this node says whether it leaves.
    void leaving(boolean value) {
        leaving = value;
        own = null;
    }

    boolean isLeaving() {
        return leaving;
    }

    /// What was known in the node's life before is nothing now.
    void clear() {
        leaving = false;
        own = null;
        peers.clear();
        placed.clear();
    }

    /// This node's load, at most a second old, ten seconds with more than 50,000 processes.
    public NodeLoad own() {
        NodeLoad last = own;
        long now = node.environment().ticker().nanos();
        if (last != null && now - ownSince < lifetime(last)) {
            return last;
        }
        NodeLoad fresh = measured();
        own = fresh;
        ownSince = now;
        return fresh;
    }

    private static long lifetime(NodeLoad load) {
        return load.processes() > MANY ? 10 * FRESH.toNanos() : FRESH.toNanos();
    }

    private NodeLoad measured() {
        ProcessRuntime processes = node.processes();
        double used = cpu.getAsDouble();
        return new NodeLoad(
                node.name(),
                processes.processCount(),
                spawned.count() + moving.here(type -> types.find(type).isEmpty()),
                processes.mailboxDepths().waiting(),
                used > 0 ? (int) Math.min(1000, used * 1000) : 0,
                leaving,
                types.names(),
                moving.types());
    }

    /// This node, if it has the type, and then all others that start it for us. Asks those again of which nothing was heard for
    /// a second, and waits for those alone of which nothing is known yet, at most so long.
    ///
    /// @param type null for any
    public List<NodeLoad> nodes(@Nullable String type, Duration limit) {
        List<NodeLoad> loads = new ArrayList<>();
        loads.add(own());
        List<PeerLoad> asked = new ArrayList<>();
        for (NodeName peer : node.connectedNodes()) {
            if (node.capabilities().offeredBy(peer, CAPABILITY)) {
                PeerLoad load = peers.computeIfAbsent(peer, PeerLoad::new);
                load.refresh();
                asked.add(load);
            } else {
                peers.remove(peer);
            }
        }
        long deadline = node.environment().ticker().nanos() + limit.toNanos();
        for (PeerLoad peer : asked) {
            NodeLoad load = peer.await(deadline - node.environment().ticker().nanos());
            if (load != null) {
                loads.add(load);
            }
        }
        loads.removeIf(load -> load.leaving() || type != null && !load.types().contains(type));
        loads.replaceAll(load -> load.plus(placedSince(load)));
        return loads;
    }

    /// This node and all others that start actors for us, asked now; those that do not answer within two seconds are left out,
    /// and those that leave. Never fails.
    public CompletionStage<List<NodeLoad>> fresh() {
        own = null;
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        Map<NodeName, NodeLoad> loads = new ConcurrentHashMap<>();
        loads.put(node.name(), own());
        for (NodeName peer : node.connectedNodes()) {
            if (node.capabilities().offeredBy(peer, CAPABILITY)) {
                answers.add(
                        node.capabilities()
                                .ask(peer, CAPABILITY, Atom.UNDEFINED, ANSWER)
                                .thenAccept(answer ->
                                        NodeLoad.from(peer, answer)
                                                .ifPresent(load -> loads.put(peer, load)))
                                .exceptionally(silent -> null)
                                .toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all ->
                        loads.values().stream()
                                .filter(load -> !load.leaving())
                                .sorted(Comparator.comparing(load -> load.node().toString()))
                                .toList());
    }

    /// One more was placed there, which the node has not told yet.
    void placed(NodeName where) {
        NodeLoad told = where.equals(node.name()) ? own : said(where);
        if (told != null) {
            placed.compute(
                    where,
                    (key, before) ->
                            before != null && before.told == told
                                    ? new Placed(told, before.count + 1)
                                    : new Placed(told, 1));
        }
    }

    private @Nullable NodeLoad said(NodeName peer) {
        PeerLoad load = peers.get(peer);
        return load == null ? null : load.said;
    }

    private long placedSince(NodeLoad told) {
        Placed since = placed.get(told.node());
        return since != null && since.told == told ? since.count : 0;
    }

    /// What one peer has said.
    private final class PeerLoad {

        private final NodeName peer;
        private final CompletableFuture<Void> first = new CompletableFuture<>();
        private final AtomicLong askedAt = new AtomicLong(Long.MIN_VALUE);
        private volatile @Nullable NodeLoad said;

        PeerLoad(NodeName peer) {
            this.peer = peer;
        }

        void refresh() {
            long now = node.environment().ticker().nanos();
            long before = askedAt.get();
            boolean due = before == Long.MIN_VALUE || now - before >= FRESH.toNanos();
            if (due && askedAt.compareAndSet(before, now)) {
                node.capabilities()
                        .ask(peer, CAPABILITY, Atom.UNDEFINED, ANSWER)
                        .whenComplete((answer, failure) -> heard(answer));
            }
        }

        private void heard(@Nullable Term answer) {
            if (answer == null) {
                peers.remove(peer, this);
            } else {
                NodeLoad.from(peer, answer).ifPresent(load -> said = load);
            }
            first.complete(null);
        }

        @Nullable NodeLoad await(long nanos) {
            NodeLoad known = said;
            if (known != null || nanos <= 0) {
                return known;
            }
            ProcessRuntime.aboutToWait();
            try {
                first.get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException late) {
                return null;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return said;
        }
    }
}
