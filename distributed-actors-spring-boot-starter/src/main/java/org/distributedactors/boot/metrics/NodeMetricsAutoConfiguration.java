package org.distributedactors.boot.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.distributedactors.boot.actor.ActorRegistrar;
import org.distributedactors.boot.actor.ActorStates;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.migration.Migrator;
import org.distributedactors.node.Node;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.spawn.RemoteSpawner;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// Binds the node's counters to the application's meters.
@AutoConfiguration(
        afterName = {
            "org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({Node.class, MeterRegistry.class})
public final class NodeMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ActorRegistrar.class)
    NodeMetrics actorNodeMetrics(Node node, ActorRegistrar actors) {
        return new NodeMetrics(node, actors::types);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean({GlobalRegistry.class, ProcessGroups.class})
    NameMetrics actorNameMetrics(Node node, GlobalRegistry names, ProcessGroups groups) {
        return new NameMetrics(node, names, groups);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(Migrator.class)
    MigrationMetrics actorMigrationMetrics(Migrator migrator) {
        return new MigrationMetrics(migrator);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(RemoteSpawner.class)
    OutcomeMetrics actorOutcomeMetrics(Node node, RemoteSpawner spawner) {
        return new OutcomeMetrics(node, spawner);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(Kernel.class)
    SuspicionMetrics actorSuspicionMetrics(Kernel kernel) {
        return new SuspicionMetrics(kernel.failureDetector());
    }

    @Bean
    @ConditionalOnMissingBean
    ActorRestartMetrics actorRestartMetrics(ActorStates states) {
        return new ActorRestartMetrics(states);
    }
}
