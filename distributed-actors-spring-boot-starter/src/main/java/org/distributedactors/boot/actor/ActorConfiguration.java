package org.distributedactors.boot.actor;

import org.distributedactors.boot.context.KernelLifecycle;
import org.distributedactors.boot.context.ShutdownTime;
import org.distributedactors.boot.exclusive.Leases;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.Node;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
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
    ActorClients actorClients(ConfigurableListableBeanFactory beans) {
        return new ActorClients(beans);
    }

    @Bean
    ActorInstances actorInstances(Node node) {
        return new ActorInstances(node);
    }

    @Bean
    ActorRegistrar actorRegistrar(
            ConfigurableListableBeanFactory beans,
            Kernel kernel,
            MovedActors moved,
            ActorStates states) {
        return new ActorRegistrar(beans, kernel, moved, states);
    }

    @Bean
    ExposedFunctions exposedFunctions(ConfigurableListableBeanFactory beans, Kernel kernel) {
        return new ExposedFunctions(beans, kernel.functions(), kernel.node());
    }

    @Bean
    ActorStates actorStates() {
        return new ActorStates();
    }

    @Bean
    MovedActors movedActors(Kernel kernel) {
        return new MovedActors(kernel);
    }

    @Bean
    ActorLifecycle actorLifecycle(
            ConfigurableListableBeanFactory beans,
            Kernel kernel,
            ActorRegistrar registrar,
            MovedActors moved,
            ActorStates states,
            ObjectProvider<Leases> leases,
            MajorityRule majority,
            ActorSettings settings,
            ShutdownTime time,
            KernelLifecycle kernelLifecycle,
            ApplicationEventPublisher publisher) {
        GlobalNames names = new GlobalNames(kernel);
        ActorChildren children =
                new ActorChildren(
                        new ActorBeans(beans),
                        names,
                        new ExclusiveActors(kernel.node(), names, leases),
                        majority.seeds().isEmpty() ? null : new Majority(kernel, majority),
                        moved,
                        states,
                        settings.shutdownTimeout());
        if (!majority.seeds().isEmpty()) {
            Node node = kernel.node();
            kernel.remoteSpawner()
                    .recovery()
                    .onlyIf(() -> majority.holds(node.name(), node.nodes()));
        }
        states.onFailure(kernelLifecycle::publish);
        kernel.migrator().onEvent(kernelLifecycle::publish);
        kernel.addDeadLetterListener(
                new DeadLetterEvents(kernelLifecycle::publish, System::nanoTime));
        return new ActorLifecycle(
                registrar,
                children,
                moved,
                kernel,
                states,
                settings.startTimeout(),
                time,
                publisher);
    }
}
