package org.distributedactors.discovery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.distributedactors.node.Node;
import org.distributedactors.process.Timer;
import org.distributedactors.process.Timers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects to every node that discovery names and that is not connected, again and again, so that a link that was
/// lost comes back by itself.
public final class DiscoveryLoop {

    private static final Logger log = LoggerFactory.getLogger(DiscoveryLoop.class);

    private final Node node;
    private final NodeDiscovery discovery;
    private final Duration interval;
    private final Timers timers;
    private final Executor executor;
    private final CompletableFuture<Void> firstLook = new CompletableFuture<>();
    private @Nullable Timer next;
    private boolean running;
    private boolean saidAlone;

    /// @param interval the time between two looks
    /// @param executor where a look runs; it may block
    public DiscoveryLoop(
            Node node,
            NodeDiscovery discovery,
            Duration interval,
            Timers timers,
            Executor executor) {
        this.node = node;
        this.discovery = discovery;
        this.interval = interval;
        this.timers = timers;
        this.executor = executor;
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
            tried = connect(others).thenRun(() -> sayIfAlone(others));
        } catch (RuntimeException failure) {
            log.warn("Discovery failed; looking again in {}: {}", interval, failure.getMessage());
        } finally {
            tried.whenComplete((done, failure) -> firstLook.complete(null));
            again();
        }
    }

    private CompletableFuture<Void> connect(List<Seed> seeds) {
        return CompletableFuture.allOf(
                seeds.stream()
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
            next = timers.after(interval, () -> executor.execute(this::look));
        }
    }
}
