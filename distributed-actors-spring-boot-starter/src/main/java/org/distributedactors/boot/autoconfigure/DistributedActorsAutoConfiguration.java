package org.distributedactors.boot.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;
import org.distributedactors.boot.actor.ActorConfiguration;
import org.distributedactors.boot.actor.ActorSettings;
import org.distributedactors.boot.actor.MajorityRule;
import org.distributedactors.boot.context.DrainLifecycle;
import org.distributedactors.boot.context.KernelLifecycle;
import org.distributedactors.boot.context.ShutdownTime;
import org.distributedactors.boot.exclusive.ExclusiveSettings;
import org.distributedactors.discovery.NodeDiscovery;
import org.distributedactors.discovery.Seed;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.migration.Migrator;
import org.distributedactors.migration.rebalance.ClusterRebalance;
import org.distributedactors.migration.rebalance.Rebalancer;
import org.distributedactors.node.Node;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.process.MailboxBound;
import org.distributedactors.process.MessageTracing;
import org.distributedactors.rpc.RpcClient;
import org.distributedactors.spawn.ActorTypes;
import org.distributedactors.spawn.Placement;
import org.distributedactors.spawn.RemoteSpawner;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;

/// Makes the application a node: with a cookie one of a cluster, without a cookie one by itself.
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass(Kernel.class)
@ConditionalOnBooleanProperty(name = "distributed-actors.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DistributedActorsProperties.class)
@Import(ActorConfiguration.class)
public final class DistributedActorsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(DistributedActorsConnectionDetails.class)
    PropertiesDistributedActorsConnectionDetails distributedActorsConnectionDetails(
            DistributedActorsProperties properties, ObjectProvider<SslBundles> sslBundles) {
        return new PropertiesDistributedActorsConnectionDetails(
                properties, new NodeSslBundles(sslBundles.getIfAvailable()));
    }

    // The lifecycle alone starts and stops the kernel and what belongs to it, so no bean has a
    // destroy method.

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    Kernel actorKernel(
            DistributedActorsProperties properties,
            DistributedActorsConnectionDetails details,
            ConfigurableEnvironment environment,
            ObjectProvider<SslBundles> sslBundles,
            ObjectProvider<NodeDiscovery> discovery,
            ObjectProvider<MessageTracing> tracing,
            ObjectProvider<KernelCustomizer> customizers) {
        NodeSslBundles bundles = new NodeSslBundles(sslBundles.getIfAvailable());
        KernelConfig.Builder builder =
                new KernelSetup(properties, environment, bundles, discovery.getIfAvailable())
                        .builder(details);
        tracing.ifAvailable(builder::tracing);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return new Kernel(builder.build());
    }

    @Bean
    @ConditionalOnMissingBean
    KernelLifecycle actorKernelLifecycle(Kernel kernel, ApplicationEventPublisher publisher) {
        return new KernelLifecycle(kernel, publisher);
    }

    @Bean
    @ConditionalOnMissingBean
    ShutdownTime actorShutdownTime(DistributedActorsProperties properties) {
        return new ShutdownTime(properties.shutdown().gracePeriod());
    }

    @Bean
    @ConditionalOnMissingBean
    DrainLifecycle actorDrainLifecycle(
            Kernel kernel, ShutdownTime time, ApplicationEventPublisher publisher) {
        return new DrainLifecycle(kernel, time, publisher);
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    Rebalancer actorRebalancer(Kernel kernel) {
        return kernel.rebalancer();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    ClusterRebalance actorClusterRebalance(Kernel kernel) {
        return kernel.clusterRebalance();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    Node actorNode(Kernel kernel) {
        return kernel.node();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    GlobalRegistry globalRegistry(Kernel kernel) {
        return kernel.globalRegistry();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    ProcessGroups processGroups(Kernel kernel) {
        return kernel.processGroups();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    RemoteSpawner remoteSpawner(Kernel kernel, ObjectProvider<Placement> placement) {
        RemoteSpawner spawner = kernel.remoteSpawner();
        placement.ifUnique(spawner::placement);
        return spawner;
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    RpcClient rpcClient(Kernel kernel) {
        return kernel.rpcClient();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    Migrator migrator(Kernel kernel) {
        return kernel.migrator();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    ActorTypes actorTypes(Kernel kernel) {
        return kernel.actorTypes();
    }

    @Bean
    @ConditionalOnMissingBean
    ActorSettings actorSettings(DistributedActorsProperties properties) {
        DistributedActorsProperties.Actor actor = properties.actor();
        return new ActorSettings(
                actor.startTimeout(),
                actor.callTimeout(),
                actor.shutdownTimeout(),
                properties.shutdown().gracePeriod(),
                actor.mailbox().limit() == 0
                        ? null
                        : new MailboxBound(actor.mailbox().limit(), actor.mailbox().overflow()));
    }

    @Bean
    @ConditionalOnMissingBean
    ExclusiveSettings exclusiveSettings(DistributedActorsProperties properties) {
        return new ExclusiveSettings(properties.registry().exclusiveLease());
    }

    @Bean
    @ConditionalOnMissingBean
    MajorityRule actorMajorityRule(
            DistributedActorsProperties properties, DistributedActorsConnectionDetails details) {
        if (properties.registry().minority()
                == DistributedActorsProperties.Registry.Minority.KEEP) {
            return MajorityRule.EVERYWHERE;
        }
        List<Seed> seeds = details.cookie() == null ? List.of() : details.seeds();
        if (seeds.isEmpty()) {
            throw new NodeConfigurationException(
                    "distributed-actors.registry.minority is stop-global, and there are no seeds to"
                            + " have most of.",
                    "Set distributed-actors.discovery.seeds to all nodes that count, the same on"
                            + " every node.");
        }
        return new MajorityRule(seeds.stream().map(Seed::name).collect(Collectors.toSet()));
    }
}
