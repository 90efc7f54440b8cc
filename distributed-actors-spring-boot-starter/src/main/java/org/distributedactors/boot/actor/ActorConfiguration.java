package org.distributedactors.boot.actor;

import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.Node;
import org.distributedactors.spawn.ActorTypes;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The beans that find and run actors. Part of the auto-configuration of the node, which brings what they need.
@Configuration(proxyBeanMethods = false)
public final class ActorConfiguration {

    ActorConfiguration() {}

    @Bean
    static ActorBeansPostProcessor actorBeansPostProcessor() {
        return new ActorBeansPostProcessor();
    }

    @Bean
    ActorRegistrar actorRegistrar(
            ConfigurableListableBeanFactory beans, ActorTypes types, Node node) {
        return new ActorRegistrar(beans, types, node);
    }

    @Bean
    ActorLifecycle actorLifecycle(
            ConfigurableListableBeanFactory beans,
            Kernel kernel,
            ActorRegistrar registrar,
            ActorSettings settings) {
        ActorChildren children =
                new ActorChildren(
                        new ActorBeans(beans), new GlobalNames(kernel), settings.shutdownTimeout());
        return new ActorLifecycle(kernel.node(), registrar, children, settings.shutdownTimeout());
    }
}
