package org.distributedactors.boot.actuate;

import org.distributedactors.node.Node;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// The endpoints that show the node.
@AutoConfiguration(
        afterName = "org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration")
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(Node.class)
public final class NodeEndpointsAutoConfiguration {

    // The condition of the endpoint stands on each method: on the class it would be read without
    // Actuator too.

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    ActorNodesEndpoint actorNodesEndpoint(Node node) {
        return new ActorNodesEndpoint(node);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    ActorMonitorsEndpoint actorMonitorsEndpoint(Node node) {
        return new ActorMonitorsEndpoint(node);
    }
}
