package org.distributedactors.boot.health;

import org.distributedactors.boot.actor.ActorStates;
import org.distributedactors.node.Node;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.context.annotation.Bean;

/// Puts the node into the application's health, under the key `actorNode`.
@AutoConfiguration(
        afterName = "org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration")
@ConditionalOnClass({AbstractHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Node.class)
@EnableConfigurationProperties(NodeHealthProperties.class)
public final class NodeHealthContributorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "actorNodeHealthContributor")
    @ConditionalOnEnabledHealthIndicator("actornode")
    NodeHealthIndicator actorNodeHealthContributor(
            Node node, NodeHealthProperties properties, ActorStates actors) {
        return new NodeHealthIndicator(node, properties.minConnectedNodes(), actors);
    }
}
