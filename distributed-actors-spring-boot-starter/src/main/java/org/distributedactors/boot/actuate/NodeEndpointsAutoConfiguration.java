package org.distributedactors.boot.actuate;

import org.distributedactors.boot.actor.ActorInstances;
import org.distributedactors.boot.overview.ClusterOverview;
import org.distributedactors.boot.overview.OverviewAutoConfiguration;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.migration.rebalance.ClusterRebalance;
import org.distributedactors.migration.rebalance.Rebalancer;
import org.distributedactors.node.Node;
import org.distributedactors.pg.ProcessGroups;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// The endpoints that show the node.
@AutoConfiguration(
        after = OverviewAutoConfiguration.class,
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

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    ActorDashboardEndpoint actorDashboardEndpoint() {
        return new ActorDashboardEndpoint();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ActorInstances.class)
    @ConditionalOnAvailableEndpoint
    ActorsEndpoint actorsEndpoint(ActorInstances instances, Node node) {
        return new ActorsEndpoint(instances, node);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ClusterOverview.class)
    @ConditionalOnAvailableEndpoint
    ActorClusterEndpoint actorClusterEndpoint(Node node, ClusterOverview overview) {
        return new ActorClusterEndpoint(node, overview);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(Rebalancer.class)
    @ConditionalOnAvailableEndpoint
    ActorRebalanceEndpoint actorRebalanceEndpoint(Rebalancer rebalancer, ClusterRebalance cluster) {
        return new ActorRebalanceEndpoint(rebalancer, cluster);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean({GlobalRegistry.class, ProcessGroups.class})
    @ConditionalOnAvailableEndpoint
    ActorNamesEndpoint actorNamesEndpoint(Node node, GlobalRegistry names, ProcessGroups groups) {
        return new ActorNamesEndpoint(node, names, groups);
    }
}
