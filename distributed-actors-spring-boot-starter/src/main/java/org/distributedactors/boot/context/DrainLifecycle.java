package org.distributedactors.boot.context;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.migration.rebalance.Rebalancer.Drained;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/// The first thing a node does that leaves, before the web server stops to take requests: it takes no new traffic by its
/// readiness, and no new processes, and those that may move go to other nodes while requests are still served. What is left
/// ends later, with {@link KernelLifecycle}'s neighbours; all that together takes no longer than `shutdown.grace-period`.
public final class DrainLifecycle implements SmartLifecycle {

    /// Above the web server's phases, so that it comes first when the application stops.
    public static final int PHASE = DEFAULT_PHASE - 512;

    private static final Logger log = LoggerFactory.getLogger(DrainLifecycle.class);
    private static final long TOLD_EVERY_SECONDS = 2;

    private final Kernel kernel;
    private final ShutdownTime time;
    private final ApplicationEventPublisher publisher;
    private volatile boolean running;

    /// @param time which this one begins; it may take two thirds of it
    public DrainLifecycle(Kernel kernel, ShutdownTime time, ApplicationEventPublisher publisher) {
        this.kernel = kernel;
        this.time = time;
        this.publisher = publisher;
    }

    @Override
    public void start() {
        time.end();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        if (!kernel.isRunning()) {
            return;
        }
        time.begin();
        AvailabilityChangeEvent.publish(publisher, this, ReadinessState.REFUSING_TRAFFIC);
        if (!kernel.node().connectedNodes().isEmpty()) {
            drain(time.limit().multipliedBy(2).dividedBy(3));
        }
    }

    private void drain(Duration limit) {
        var counters = kernel.migrator().counters();
        long before = counters.departed();
        var drained = kernel.rebalancer().drain(limit).toCompletableFuture();
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (System.nanoTime() - deadline < 0) {
                try {
                    long step =
                            Math.min(
                                    TimeUnit.SECONDS.toNanos(TOLD_EVERY_SECONDS),
                                    deadline - System.nanoTime());
                    tell(drained.get(Math.max(1, step), TimeUnit.NANOSECONDS));
                    return;
                } catch (TimeoutException notYet) {
                    log.info(
                            "{} processes have moved to other nodes so far",
                            counters.departed() - before);
                }
            }
            log.warn("Not all processes moved to other nodes within {}; the rest ends here", limit);
        } catch (ExecutionException failure) {
            log.warn("Moving processes to other nodes failed", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(Drained drained) {
        if (drained.movable() > 0) {
            log.atInfo()
                    .addKeyValue("moved", drained.moved())
                    .addKeyValue("movable", drained.movable())
                    .log(
                            "{} of {} processes moved to other nodes",
                            drained.moved(),
                            drained.movable());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
