package org.distributedactors.boot.autoconfigure;

import org.distributedactors.boot.actor.ActorConfiguration;
import org.distributedactors.boot.actor.ActorSettings;
import org.distributedactors.boot.context.KernelLifecycle;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.node.Node;
import org.distributedactors.spawn.ActorTypes;
import org.distributedactors.spawn.RemoteSpawner;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;

/// Makes the application a node: with a cookie one of a cluster, without a cookie one by itself.
@AutoConfiguration
@ConditionalOnClass(Kernel.class)
@ConditionalOnBooleanProperty(name = "distributed-actors.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DistributedActorsProperties.class)
@Import(ActorConfiguration.class)
public final class DistributedActorsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(DistributedActorsConnectionDetails.class)
    PropertiesDistributedActorsConnectionDetails distributedActorsConnectionDetails(
            DistributedActorsProperties properties) {
        return new PropertiesDistributedActorsConnectionDetails(properties);
    }

    // The lifecycle alone starts and stops the kernel and what belongs to it, so no bean has a
    // destroy method.

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    Kernel actorKernel(
            DistributedActorsProperties properties,
            DistributedActorsConnectionDetails details,
            ConfigurableEnvironment environment,
            ObjectProvider<KernelCustomizer> customizers) {
        KernelConfig.Builder builder = new KernelSetup(properties, environment).builder(details);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return new Kernel(builder.build());
    }

    @Bean
    @ConditionalOnMissingBean
    KernelLifecycle actorKernelLifecycle(Kernel kernel, ApplicationEventPublisher publisher) {
        return new KernelLifecycle(kernel, publisher);
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
    RemoteSpawner remoteSpawner(Kernel kernel) {
        return kernel.remoteSpawner();
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
        return new ActorSettings(actor.callTimeout(), actor.shutdownTimeout());
    }
}
