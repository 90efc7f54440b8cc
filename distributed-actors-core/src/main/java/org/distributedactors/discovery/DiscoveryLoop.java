package org.distributedactors.discovery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.distributedactors.node.Node;
import org.distributedactors.process.Timer;
import org.distributedactors.process.Timers;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects to every node that discovery names and that is not connected, again and again, so that a link that was
/// lost comes back by itself.
///
/// It does not wait for the next look to connect again with a node that was lost: it tries after a pause that begins
/// with a quarter of a second at most and doubles with each loss in a row, up to the interval. Pauses and intervals
/// vary by chance, so that nodes which lost each other at the same moment do not all dial at the same moment.
///
/// A node of this library that said it is about to stop is not dialled, though it may still be named, for a minute after
/// it went or until it comes by itself.
public final class DiscoveryLoop {

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final Logger log = LoggerFactory.getLogger(DiscoveryLoop.class);

    private final Node node;
    private final NodeDiscovery discovery;
    private final Duration interval;
    private final Timers timers;
    private final Executor executor;
    private final RandomGenerator random;
    private final Map<NodeName, Lost> lost = new HashMap<>();
    private final CompletableFuture<Void> firstLook = new CompletableFuture<>();
    private @Nullable Timer next;
    private boolean running;
    private boolean saidAlone;

    /// A node that discovery named.
    ///
    /// @param losses how often its connection was lost in a row
    private record Lost(Seed seed, int losses, long lastNanos) {}

    /// @param interval the time between two looks
    /// @param executor where a look runs; it may block
    /// @param random for pauses
    public DiscoveryLoop(
            Node node,
            NodeDiscovery discovery,
            Duration interval,
            Timers timers,
            Executor executor,
            RandomGenerator random) {
        this.node = node;
        this.discovery = discovery;
        this.interval = interval;
        this.timers = timers;
        this.executor = executor;
        this.random = random;
    }

    public synchronized void start() {
        running = true;
        executor.execute(this::look);
    }

    public synchronized void stop() {
        running = false;
        if (next != null) {
            next.cancel();
        }
    }

    /// Done when each node that the first look found was tried, whatever came of it.
    public CompletionStage<Void> firstLook() {
        return firstLook;
    }

    private void look() {
        CompletableFuture<?> tried = CompletableFuture.completedFuture(null);
        try {
            List<Seed> others =
                    discovery.nodes().stream()
                            .filter(seed -> !seed.name().equals(node.name()))
                            .toList();
            remember(others);
            tried = connect(others).thenRun(() -> sayIfAlone(others));
        } catch (RuntimeException failure) {
            log.warn("Discovery failed; looking again in {}: {}", interval, failure.getMessage());
        } finally {
            tried.whenComplete((done, failure) -> firstLook.complete(null));
            again();
        }
    }

    private synchronized void remember(List<Seed> seeds) {
        Map<NodeName, Lost> before = Map.copyOf(lost);
        lost.clear();
        for (Seed seed : seeds) {
            Lost known = before.get(seed.name());
            lost.put(
                    seed.name(),
                    known == null
                            ? new Lost(seed, 0, 0)
                            : new Lost(seed, known.losses, known.lastNanos));
        }
    }

    /// Hears that a connection is gone. Only passes it on.
    public synchronized void nodeDown(NodeName name) {
        Lost known = lost.get(name);
        if (!running || known == null) {
            return;
        }
        long now = node.environment().ticker().nanos();
        boolean inARow = known.losses > 0 && now - known.lastNanos < 2 * interval.toNanos();
        int losses = inARow ? known.losses + 1 : 1;
        lost.put(name, new Lost(known.seed, losses, now));
        timers.after(pause(losses), () -> executor.execute(() -> reconnect(known.seed)));
    }

    private Duration pause(int losses) {
        long most = Math.min(interval.toMillis(), FIRST_PAUSE_MILLIS << Math.min(losses - 1, 20));
        return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    }

    private void reconnect(Seed seed) {
        if (isRunning() && node.isUp() && !node.capabilities().isLeaving(seed.name())) {
            node.connectAsync(seed.name(), seed.address());
        }
    }

    private synchronized boolean isRunning() {
        return running;
    }

    private CompletableFuture<Void> connect(List<Seed> seeds) {
        return CompletableFuture.allOf(
                seeds.stream()
                        .filter(seed -> !node.capabilities().isLeaving(seed.name()))
                        .map(seed -> node.connectAsync(seed.name(), seed.address()))
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture<?>[]::new));
    }

    private synchronized void sayIfAlone(List<Seed> others) {
        if (!others.isEmpty() && node.nodes().isEmpty() && !saidAlone) {
            saidAlone = true;
            log.info("No other node yet; looking every {}", interval);
        }
    }

    private synchronized void again() {
        if (running) {
            long millis = interval.toMillis();
            Duration varied = Duration.ofMillis(millis - random.nextLong(millis / 4 + 1));
            next = timers.after(varied, () -> executor.execute(this::look));
        }
    }
}
