package org.distributedactors.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distributedactors.boot.TestNode;
import org.distributedactors.boot.actor.Actor;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.node.Node;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class NodeMetricsTest {

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    DistributedActorsAutoConfiguration.class,
                                    NodeMetricsAutoConfiguration.class));

    @Test
    void everyMeterIsThereWithItsTags() {
        contexts.run(context -> {
            MeterRegistry registry = new SimpleMeterRegistry();
            new NodeMetrics(context.getBean(Node.class), Set::of).bindTo(registry);

            assertThat(
                            registry.getMeters().stream()
                                    .map(Meter::getId)
                                    .map(id ->
                                            id.getName()
                                                    + id.getTags().stream()
                                                            .map(tag -> " " + tag.getKey())
                                                            .collect(Collectors.joining()))
                                    .distinct())
                    .containsExactlyInAnyOrder(
                            "distributed.actors.nodes state",
                            "distributed.actors.actors type",
                            "distributed.actors.mailbox.messages",
                            "distributed.actors.mailbox.largest",
                            "distributed.actors.mailbox.warnings",
                            "distributed.actors.messages direction",
                            "distributed.actors.requests.refused kind",
                            "distributed.actors.signals.refused reason",
                            "distributed.actors.dead.letters reason",
                            "distributed.actors.transport.bytes direction",
                            "distributed.actors.transport.pending",
                            "distributed.actors.connections.closed reason",
                            "distributed.actors.monitors kind",
                            "distributed.actors.links");
        });
    }

    interface Sleeper {
        void sleep();
    }

    @Actor("sleeper")
    static class SleepingActor implements Sleeper {

        @Override
        public void sleep() {}
    }

    @Actor(type = "guest")
    static class GuestActor extends SleepingActor {}

    /// Types of processes that nobody declared are as many as there are lambdas, and are no values of a tag.
    @Test
    void processesAreCountedByTheTypesThatTheApplicationDeclares() {
        contexts.withUserConfiguration(SleepingActor.class, GuestActor.class)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    MeterRegistry registry = new SimpleMeterRegistry();
                    context.getBean(NodeMetrics.class).bindTo(registry);
                    Node node = context.getBean(Node.class);
                    RemoteSpawner spawner = context.getBean(RemoteSpawner.class);
                    for (int i = 0; i < 3; i++) {
                        spawner.spawn(node.name(), "guest", null);
                    }
                    node.spawn(self -> self.receive(message -> null));

                    assertThat(types(registry))
                            .containsExactlyInAnyOrder(
                                    "nodeMetricsTest.SleepingActor", "guest", "other");
                    await().untilAsserted(() -> {
                        assertThat(actors(registry, "guest")).isEqualTo(3);
                        assertThat(actors(registry, "nodeMetricsTest.SleepingActor")).isEqualTo(1);
                        assertThat(
                                        types(registry)
                                                .mapToDouble(type -> actors(registry, type))
                                                .sum())
                                .isEqualTo(node.processes().processCount());
                    });
                });
    }

    private static Stream<String> types(MeterRegistry registry) {
        return registry.get("distributed.actors.actors").gauges().stream()
                .map(gauge -> gauge.getId().getTag("type"));
    }

    private static double actors(MeterRegistry registry, String type) {
        return value(registry, "distributed.actors.actors", "type", type);
    }

    @Test
    void metersFollowWhatHappens() {
        try (TestNode billing = TestNode.start("billing");
                TestNode orders =
                        TestNode.start(
                                "orders",
                                "distributed-actors.discovery.seeds=" + billing.seed(),
                                "distributed-actors.discovery.interval=100ms")) {
            await().until(() -> orders.node().nodes().contains(billing.name()));
            MeterRegistry registry = new SimpleMeterRegistry();
            new NodeMetrics(orders.node(), Set::of).bindTo(registry);
            assertThat(value(registry, "distributed.actors.nodes", "state", "CONNECTED"))
                    .isEqualTo(1);
            assertThat(value(registry, "distributed.actors.actors")).isPositive();

            Pid ended = orders.node().spawn(self -> {});
            await().until(() -> !orders.node().processes().isAlive(ended));
            orders.node().send(ended, Atom.OK);
            assertThat(value(registry, "distributed.actors.dead.letters", "reason", "NO_PROCESS"))
                    .isEqualTo(1);

            double bytes =
                    value(registry, "distributed.actors.transport.bytes", "direction", "out");
            assertThat(bytes).isPositive();
            billing.close();
            await().until(() -> orders.node().nodes().isEmpty());
            assertThat(value(registry, "distributed.actors.transport.bytes", "direction", "out"))
                    .isGreaterThanOrEqualTo(bytes);
            assertThat(
                            value(
                                    registry,
                                    "distributed.actors.connections.closed",
                                    "reason",
                                    "CLOSED_BY_PEER"))
                    .isEqualTo(1);
        }
    }

    @Test
    void withoutARegistryThereAreNoMeters() {
        contexts.run(context -> assertThat(context).doesNotHaveBean(NodeMetrics.class));
    }

    @Test
    void withARegistryThereAre() {
        contexts.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context).hasSingleBean(NodeMetrics.class));
    }

    @Test
    void withoutANodeThereAreNoMeters() {
        contexts.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("distributed-actors.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(NodeMetrics.class));
    }

    @Test
    void withoutMicrometerTheApplicationStarts() {
        contexts.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(context -> assertThat(context).hasSingleBean(Node.class));
    }

    private static double value(MeterRegistry registry, String name, String... tags) {
        return registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
    }
}
