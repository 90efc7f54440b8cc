package org.distributedactors.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.node.Node;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class NodeEndpointsAutoConfigurationTest {

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    DistributedActorsAutoConfiguration.class,
                                    NodeEndpointsAutoConfiguration.class));

    @Test
    void endpointsThatAreExposedExist() {
        contexts.withPropertyValues(
                        "management.endpoints.web.exposure.include=actornodes,actormonitors")
                .run(context ->
                        assertThat(context)
                                .hasSingleBean(ActorNodesEndpoint.class)
                                .hasSingleBean(ActorMonitorsEndpoint.class));
    }

    @Test
    void endpointsThatAreNotExposedDoNot() {
        contexts.run(context ->
                assertThat(context)
                        .doesNotHaveBean(ActorNodesEndpoint.class)
                        .doesNotHaveBean(ActorMonitorsEndpoint.class));
    }

    @Test
    void endpointsWithoutAccessDoNot() {
        contexts.withPropertyValues(
                        "management.endpoints.web.exposure.include=*",
                        "management.endpoint.actornodes.access=NONE")
                .run(context ->
                        assertThat(context)
                                .doesNotHaveBean(ActorNodesEndpoint.class)
                                .hasSingleBean(ActorMonitorsEndpoint.class));
    }

    @Test
    void withoutANodeThereIsNothingToShow() {
        contexts.withPropertyValues(
                        "management.endpoints.web.exposure.include=*",
                        "distributed-actors.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ActorNodesEndpoint.class));
    }

    @Test
    void withoutActuatorTheApplicationStarts() {
        contexts.withClassLoader(new FilteredClassLoader(Endpoint.class))
                .run(context ->
                        assertThat(context)
                                .hasSingleBean(Node.class)
                                .doesNotHaveBean(ActorNodesEndpoint.class));
    }

    @Test
    void anEndpointOfTheUserTakesTheOthersPlace() {
        contexts.withUserConfiguration(OwnEndpoint.class)
                .withPropertyValues("management.endpoints.web.exposure.include=*")
                .run(context ->
                        assertThat(context)
                                .hasSingleBean(ActorNodesEndpoint.class)
                                .hasBean("ownEndpoint"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnEndpoint {

        @Bean
        ActorNodesEndpoint ownEndpoint(Node node) {
            return new ActorNodesEndpoint(node);
        }
    }
}
