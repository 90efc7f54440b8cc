package org.distributedactors.boot.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.distributedactors.node.Node;
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
    NodeMetrics actorNodeMetrics(Node node) {
        return new NodeMetrics(node);
    }
}
