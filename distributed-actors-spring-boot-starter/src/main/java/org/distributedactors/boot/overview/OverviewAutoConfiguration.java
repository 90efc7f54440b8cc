package org.distributedactors.boot.overview;

import org.distributedactors.boot.actor.ActorInstances;
import org.distributedactors.boot.actor.ActorStates;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.Node;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/// Lets the nodes of a cluster show each other. Needs nothing but the node: a node without endpoints is seen on the page of
/// another.
@AutoConfiguration(
        afterName = "org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration")
@ConditionalOnBean({Kernel.class, ActorInstances.class})
@EnableConfigurationProperties(OverviewProperties.class)
public final class OverviewAutoConfiguration {

    // Not lazy: nobody here asks for it before another node does.
    @Bean
    @Lazy(false)
    @ConditionalOnMissingBean
    NodeSummaries actorNodeSummaries(
            Kernel kernel,
            ActorInstances actors,
            ActorStates states,
            OverviewProperties properties) {
        NodeSummaries summaries = new NodeSummaries(kernel, actors, states);
        if (properties.enabled()) {
            summaries.offer();
        }
        return summaries;
    }

    @Bean
    @ConditionalOnMissingBean
    ClusterOverview actorClusterOverview(Node node, NodeSummaries own) {
        return new ClusterOverview(node, own);
    }
}
