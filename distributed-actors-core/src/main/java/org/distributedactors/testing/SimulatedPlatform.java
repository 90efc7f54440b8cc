package org.distributedactors.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.kernel.Platform;
import org.distributedactors.node.NodeConfig.Environment;
import org.distributedactors.transport.Transport;

/// What the kernel of a simulated node stands on, for one life.
final class SimulatedPlatform implements Platform {

    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");
    private static final int ACTIVATION_NANOS = 20_000;

    private final SimulatedNetwork network;
    private final Life life;
    private final SplittableRandom random;
    private final VirtualTime time;

    SimulatedPlatform(SimulatedNetwork network, Life life, SplittableRandom random) {
        this.network = network;
        this.life = life;
        this.random = random;
        this.time = network.time();
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public Environment environment() {
        return new Environment(
                this::soon,
                this::soon,
                time::nanos,
                () -> BEGINNING.plusNanos(time.nanos()),
                (delay, action) -> time.after(notNegative(delay), life, action),
                random,
                this::next,
                Runnable::run);
    }

    /// Activations come in any order, as on threads.
    private void soon(Runnable activation) {
        time.at(time.nanos() + random.nextInt(ACTIVATION_NANOS), life, activation);
    }

    /// Callbacks come in the order they were asked for.
    private void next(Runnable callback) {
        time.at(time.nanos(), life, callback);
    }

    private static Duration notNegative(Duration delay) {
        return delay.isNegative() ? Duration.ZERO : delay;
    }

    @Override
    public Transport transport(KernelConfig config) {
        return new SimulatedTransport(network, life, config.setupTime());
    }

    @Override
    public Executor blocking() {
        return this::soon;
    }
}
