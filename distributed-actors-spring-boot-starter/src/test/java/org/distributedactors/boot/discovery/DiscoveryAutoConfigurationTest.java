package org.distributedactors.boot.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.distributedactors.boot.TestNode;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.discovery.DnsDiscovery;
import org.distributedactors.discovery.EpmdDiscovery;
import org.distributedactors.discovery.NodeDiscovery;
import org.distributedactors.discovery.Seed;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.term.NodeName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Each way to find other nodes, alone and at work.
class DiscoveryAutoConfigurationTest {

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    DiscoveryAutoConfiguration.class,
                                    DistributedActorsAutoConfiguration.class,
                                    SimpleDiscoveryClientAutoConfiguration.class,
                                    UtilAutoConfiguration.class,
                                    CommonsClientAutoConfiguration.class,
                                    CompositeDiscoveryClientAutoConfiguration.class))
                    .withPropertyValues(
                            "spring.application.name=orders",
                            "distributed-actors.cookie=a cookie for tests",
                            "distributed-actors.epmd.mode=none");

    @Test
    void seedsNeedNoBean() {
        contexts.run(context -> assertThat(context).doesNotHaveBean(NodeDiscovery.class));
    }

    @Test
    void byTheAddressesOfAName() {
        contexts.withPropertyValues(
                        "distributed-actors.discovery.mode=dns",
                        "distributed-actors.discovery.dns.name=127.0.0.1",
                        "distributed-actors.discovery.dns.port=9100")
                .run(context ->
                        assertThat(context.getBean(DnsDiscovery.class).nodes())
                                .containsExactly(
                                        new Seed(
                                                NodeName.of("orders@127.0.0.1"),
                                                new InetSocketAddress("127.0.0.1", 9100))));
    }

    @Test
    void withoutANameThereAreNoAddresses() {
        contexts.withPropertyValues("distributed-actors.discovery.mode=dns")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("distributed-actors.discovery.dns.name"));
    }

    @Test
    void byThePortMapperOfThisHost() {
        contexts.withPropertyValues("distributed-actors.discovery.mode=epmd")
                .run(context -> assertThat(context).hasSingleBean(EpmdDiscovery.class));
    }

    @Test
    void byTheInstancesOfAService() {
        String first = "spring.cloud.discovery.client.simple.instances.shop[0]";
        String second = "spring.cloud.discovery.client.simple.instances.shop[1]";
        contexts.withPropertyValues(
                        "distributed-actors.discovery.mode=discovery-client",
                        "distributed-actors.discovery.client.service-id=shop",
                        first + ".uri=http://10.0.0.7:8080",
                        first + ".metadata.node=first@10.0.0.7",
                        first + ".metadata.node-port=9100",
                        second + ".uri=http://10.0.0.8:8080")
                .run(context ->
                        assertThat(context.getBean(DiscoveryClientDiscovery.class).nodes())
                                .containsExactly(
                                        new Seed(
                                                NodeName.of("first@10.0.0.7"),
                                                InetSocketAddress.createUnresolved(
                                                        "10.0.0.7", 9100)),
                                        new Seed(NodeName.of("orders@10.0.0.8"), null)));
    }

    @Test
    void withoutADiscoveryClientItIsSaidWhatToDo() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(
                                DiscoveryAutoConfiguration.class,
                                DistributedActorsAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=orders",
                        "distributed-actors.cookie=a cookie for tests",
                        "distributed-actors.discovery.mode=discovery-client")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("no DiscoveryClient"));
    }

    @Test
    void aUsersOwnWayTakesTheirPlace() {
        contexts.withPropertyValues("distributed-actors.discovery.mode=epmd")
                .withUserConfiguration(OwnDiscovery.class)
                .run(context ->
                        assertThat(context)
                                .hasSingleBean(NodeDiscovery.class)
                                .doesNotHaveBean(EpmdDiscovery.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDiscovery {

        @Bean
        NodeDiscovery ownDiscovery() {
            return List::of;
        }
    }

    @Test
    void twoNodesFindEachOtherByTheRegistry() {
        try (TestNode orders = TestNode.start("orders")) {
            String instance = "spring.cloud.discovery.client.simple.instances.orders[0]";
            String port = orders.seed().substring(orders.seed().lastIndexOf(':') + 1);
            try (TestNode billing =
                    TestNode.start(
                            "billing",
                            "distributed-actors.discovery.mode=discovery-client",
                            "distributed-actors.discovery.client.service-id=orders",
                            "distributed-actors.discovery.interval=100ms",
                            instance + ".uri=http://127.0.0.1:8080",
                            instance + ".metadata.node=" + orders.name(),
                            instance + ".metadata.node-port=" + port)) {
                await().until(() -> billing.node().nodes().contains(orders.name()));
                // The list is looked at again and again, so what was lost comes back.
                orders.node().disconnect(billing.name());
                await().until(() -> billing.node().nodes().contains(orders.name()));
            }
        }
    }

    @Test
    void twoNodesFindEachOtherByThePortMapper() throws IOException {
        String[] all = {
            "distributed-actors.epmd.mode=auto",
            "distributed-actors.epmd.port=" + freePort(),
            "distributed-actors.discovery.mode=epmd",
            "distributed-actors.discovery.interval=100ms"
        };
        try (TestNode orders = TestNode.start("orders", all);
                TestNode billing = TestNode.start("billing", all)) {
            await().until(() -> billing.node().nodes().contains(orders.name()));
            assertThat(billing.bean(Kernel.class).isRunning()).isTrue();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
