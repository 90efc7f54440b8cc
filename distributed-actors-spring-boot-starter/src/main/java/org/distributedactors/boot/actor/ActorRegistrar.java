package org.distributedactors.boot.actor;

import java.util.List;
import org.distributedactors.node.Node;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.spawn.ActorType;
import org.distributedactors.spawn.ActorTypes;
import org.distributedactors.term.Term;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/// Finds the actor beans when all singletons are there, refuses what cannot work, and declares the actors without a name as
/// types that may be started. Makes no actor.
public final class ActorRegistrar implements SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;
    private final ActorTypes types;
    private final Node node;
    private List<ActorDefinition> atBoot = List.of();

    /// @param types where types are declared
    /// @param node turns what a starter gave into what an actor takes
    ActorRegistrar(ConfigurableListableBeanFactory beans, ActorTypes types, Node node) {
        this.beans = beans;
        this.types = types;
        this.node = node;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<ActorDefinition> all = ActorDefinitions.of(beans).all();
        all.stream().filter(actor -> !actor.startsAtBoot()).forEach(this::declare);
        atBoot = all.stream().filter(ActorDefinition::startsAtBoot).toList();
    }

    private void declare(ActorDefinition actor) {
        types.declare(
                new ActorType(
                        actor.type(), actor.spawnable(), argument -> instance(actor, argument)));
    }

    private ProcessBehaviour instance(ActorDefinition actor, Term argument) {
        Object value =
                actor.initializer()
                        .map(init -> node.fromTerm(argument, init.argumentType()))
                        .orElse(null);
        return new ActorProcess(actor, new ActorBeans(beans), InstanceListener.LOG, null, value);
    }

    /// The actors that start with the application.
    List<ActorDefinition> atBoot() {
        return atBoot;
    }
}
