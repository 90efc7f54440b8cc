package org.distributedactors.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.distributedactors.boot.TestNode;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.spawn.SpawnFailedException;
import org.junit.jupiter.api.Test;

class OutcomeMetricsTest {

    @Test
    void connectionsAndSpawnsAreTimedByTheirOutcome() {
        try (TestNode billing = TestNode.start("billing");
                TestNode orders =
                        TestNode.start(
                                "orders",
                                "distributed-actors.discovery.seeds=" + billing.seed(),
                                "distributed-actors.discovery.interval=100ms")) {
            await().until(() -> orders.node().nodes().contains(billing.name()));
            RemoteSpawner spawner = orders.bean(RemoteSpawner.class);
            MeterRegistry registry = new SimpleMeterRegistry();
            new OutcomeMetrics(orders.node(), spawner).bindTo(registry);

            FunctionTimer dialled =
                    registry.get("distributed.actors.handshake")
                            .tags("direction", "out", "outcome", "SUCCESS")
                            .functionTimer();
            assertThat(dialled.count()).isEqualTo(1);
            assertThat(dialled.totalTime(TimeUnit.SECONDS)).isBetween(1e-6, 10.0);

            assertThatThrownBy(() -> spawner.spawn(billing.name(), "nothing", null))
                    .isInstanceOf(SpawnFailedException.class);
            assertThat(
                            registry
                                    .get("distributed.actors.remote.spawns")
                                    .functionTimers()
                                    .stream()
                                    .mapToDouble(FunctionTimer::count)
                                    .sum())
                    .isEqualTo(1);
        }
    }

    @Test
    void suspicionsAreThoseOfTheDetector() {
        try (TestNode orders = TestNode.start("orders")) {
            MeterRegistry registry = new SimpleMeterRegistry();
            new SuspicionMetrics(orders.bean(Kernel.class).failureDetector()).bindTo(registry);
            assertThat(registry.get("distributed.actors.nodes.suspected").gauge().value()).isZero();
            assertThat(registry.get("distributed.actors.suspicions").functionCounter().count())
                    .isZero();
        }
    }
}
