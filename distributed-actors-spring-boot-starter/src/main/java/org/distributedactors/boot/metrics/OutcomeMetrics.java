package org.distributedactors.boot.metrics;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import org.distributedactors.node.Node;
import org.distributedactors.node.OutcomeTimes;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.transport.Link;

/// How what involves another node ended, and how long it took.
///
/// | Meter                              | Type  | Tags                              |
/// |------------------------------------|-------|-----------------------------------|
/// | `distributed.actors.handshake`     | timer | `direction` = in, out; `outcome`  |
/// | `distributed.actors.remote.spawns` | timer | `outcome`                         |
public final class OutcomeMetrics implements MeterBinder {

    private final Node node;
    private final RemoteSpawner spawner;

    public OutcomeMetrics(Node node, RemoteSpawner spawner) {
        this.node = node;
        this.spawner = spawner;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        handshakes(registry, "in", Link.Direction.IN);
        handshakes(registry, "out", Link.Direction.OUT);
        bind(
                registry,
                "distributed.actors.remote.spawns",
                "Actors that this node has asked others to start",
                Tags.empty(),
                spawner.times());
    }

    private void handshakes(MeterRegistry registry, String name, Link.Direction direction) {
        bind(
                registry,
                "distributed.actors.handshake",
                "Connections with other nodes that were set up, or were to be",
                Tags.of("direction", name),
                node.counters().handshakes(direction));
    }

    private static void bind(
            MeterRegistry registry, String name, String what, Tags tags, OutcomeTimes times) {
        for (OutcomeTimes.Outcome outcome : OutcomeTimes.Outcome.values()) {
            FunctionTimer.builder(
                            name,
                            times,
                            from -> from.count(outcome),
                            from -> from.total(outcome, TimeUnit.NANOSECONDS),
                            TimeUnit.NANOSECONDS)
                    .description(what)
                    .tags(tags.and("outcome", outcome.name()))
                    .register(registry);
        }
    }
}
