package org.distributedactors.boot.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.distributedactors.boot.TestNode;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.boot.context.KernelLifecycle;
import org.distributedactors.node.Node;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpStatus;

class NodeHealthTest {

    private static final String PROBES = "management.endpoint.health.probes.enabled=true";

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    DistributedActorsAutoConfiguration.class,
                                    NodeHealthContributorAutoConfiguration.class));

    private final ApplicationContextRunner distributed =
            contexts.withPropertyValues(
                    "distributed-actors.cookie=a cookie for tests",
                    "distributed-actors.node.name=orders",
                    "distributed-actors.epmd.mode=none");

    @Test
    void aNodeThatListensIsUp() {
        distributed.run(context -> {
            Health health = context.getBean(NodeHealthIndicator.class).health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails().toString())
                    .isEqualTo(
                            "{node=orders@127.0.0.1, connectedNodes=0, minConnectedNodes=0, epmd=NONE}");
        });
    }

    @Test
    void aNodeWithTooFewOthersIsDown() {
        distributed
                .withPropertyValues("distributed-actors.health.min-connected-nodes=2")
                .run(context -> {
                    Health health = context.getBean(NodeHealthIndicator.class).health();
                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.getDetails())
                            .containsEntry("minConnectedNodes", 2)
                            .containsKey("reason");
                });
    }

    @Test
    void aNodeThatLostThePortMapperIsDown() throws IOException {
        try (ServerSocket epmd = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> registerOneAndForgetIt(epmd));
            distributed
                    .withPropertyValues(
                            "distributed-actors.epmd.mode=external",
                            "distributed-actors.epmd.port=" + epmd.getLocalPort())
                    .run(context ->
                            await().untilAsserted(() -> {
                                Health health = context.getBean(NodeHealthIndicator.class).health();
                                assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                                assertThat(health.getDetails())
                                        .containsEntry(
                                                "reason",
                                                "The port mapper is lost, and no other was found yet");
                            }));
        }
    }

    /// A restart helps nobody whose others are gone, and would take its actors along.
    @Test
    void theLossOfOthersChangesHealthAndNeitherReadinessNorLiveness() {
        try (TestNode orders =
                TestNode.start(
                        "orders", PROBES, "distributed-actors.health.min-connected-nodes=1")) {
            try (TestNode billing =
                    TestNode.start(
                            "billing", "distributed-actors.discovery.seeds=" + orders.seed())) {
                await().until(() -> orders.node().nodes().contains(billing.name()));
                assertProbe(orders, "", HttpStatus.OK, "UP");
            }

            await().until(() -> orders.node().nodes().isEmpty());
            assertProbe(orders, "", HttpStatus.SERVICE_UNAVAILABLE, "DOWN");
            assertProbe(orders, "/readiness", HttpStatus.OK, "UP");
            assertProbe(orders, "/liveness", HttpStatus.OK, "UP");
        }
    }

    @Test
    void theLossOfThePortMapperChangesHealthAndNeitherReadinessNorLiveness() throws IOException {
        try (ServerSocket epmd = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> registerOneAndForgetIt(epmd));
            try (TestNode orders =
                    TestNode.start(
                            "orders",
                            PROBES,
                            "distributed-actors.epmd.mode=external",
                            "distributed-actors.epmd.port=" + epmd.getLocalPort())) {
                await().untilAsserted(() ->
                        assertProbe(orders, "", HttpStatus.SERVICE_UNAVAILABLE, "DOWN"));
                assertProbe(orders, "/readiness", HttpStatus.OK, "UP");
                assertProbe(orders, "/liveness", HttpStatus.OK, "UP");
            }
        }
    }

    private static void assertProbe(TestNode node, String probe, HttpStatus code, String status) {
        node.actuator()
                .get()
                .uri("/health" + probe)
                .exchange()
                .expectStatus()
                .isEqualTo(code)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(status);
    }

    /// A port mapper that gives one node the creation 9, and then ends.
    private static void registerOneAndForgetIt(ServerSocket epmd) {
        try (Socket node = epmd.accept()) {
            node.getInputStream().readNBytes(2);
            node.getOutputStream().write(new byte[] {118, 0, 0, 0, 0, 9});
            epmd.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Test
    void aNodeThatLeftIsOutOfService() {
        distributed.run(context -> {
            context.getBean(KernelLifecycle.class).stop();
            assertThat(context.getBean(NodeHealthIndicator.class).health().getStatus())
                    .isEqualTo(Status.OUT_OF_SERVICE);
        });
    }

    @Test
    void theKeyIsActorNode() {
        contexts.run(context -> assertThat(context).hasBean("actorNodeHealthContributor"));
    }

    @Test
    void aUserMaySwitchItOff() {
        contexts.withPropertyValues("management.health.actornode.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(NodeHealthIndicator.class));
    }

    @Test
    void withoutANodeThereIsNoHealth() {
        contexts.withPropertyValues("distributed-actors.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(NodeHealthIndicator.class));
    }

    @Test
    void withoutTheHealthModuleTheApplicationStarts() {
        contexts.withClassLoader(new FilteredClassLoader(AbstractHealthIndicator.class))
                .run(context ->
                        assertThat(context)
                                .hasSingleBean(Node.class)
                                .doesNotHaveBean("actorNodeHealthContributor"));
    }
}
