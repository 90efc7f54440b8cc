package org.distributedactors.discovery;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
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

    private void look() {
        try {
            List<Seed> others =
                    discovery.nodes().stream()
                            .filter(seed -> !seed.name().equals(node.name()))
                            .toList();
            others.forEach(this::connect);
            sayIfAlone(others);
        } catch (RuntimeException failure) {
            log.warn("Discovery failed; looking again in {}: {}", interval, failure.getMessage());
        } finally {
            again();
        }
    }

    private void connect(Seed seed) {
        InetSocketAddress address = seed.address();
        node.connectAsync(seed.name(), address);
    }

    private void sayIfAlone(List<Seed> others) {
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
