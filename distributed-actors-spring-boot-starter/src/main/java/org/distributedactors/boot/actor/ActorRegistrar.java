package org.distributedactors.boot.actor;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.migration.MovableType;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.spawn.ActorType;
import org.distributedactors.spawn.Start;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/// Finds the actor beans when all singletons are there, refuses what cannot work, and declares the actors without a name as
/// types that may be started. Makes no actor.
public final class ActorRegistrar implements SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;
    private final Kernel kernel;
    private final MovedActors moved;
    private final ActorStates states;
    private List<ActorDefinition> atBoot = List.of();

    /// @param kernel where types are declared
    /// @param moved knows of those with a name that come and go
    /// @param states is told of failures
    ActorRegistrar(
            ConfigurableListableBeanFactory beans,
            Kernel kernel,
            MovedActors moved,
            ActorStates states) {
        this.moved = moved;
        this.beans = beans;
        this.kernel = kernel;
        this.states = states;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<ActorDefinition> all = ActorDefinitions.of(beans).all();
        all.stream().filter(actor -> !actor.startsAtBoot()).forEach(this::declare);
        all.forEach(actor -> actor.movable().ifPresent(type -> declareMovable(actor, type)));
        atBoot = all.stream().filter(ActorDefinition::startsAtBoot).toList();
    }

    private void declare(ActorDefinition actor) {
        kernel.actorTypes()
                .declare(
                        new ActorType(
                                actor.type(),
                                actor.grant(),
                                actor.restart(),
                                actor.onNodeLoss(),
                                new Instances(actor)));
    }

    private final class Instances implements ActorType.Factory {

        private final ActorDefinition actor;

        Instances(ActorDefinition actor) {
            this.actor = actor;
        }

        @Override
        public ProcessBehaviour create(Term argument) {
            return instance(actor, argument, new Start(kernel.node().processes().outside(), ""));
        }

        @Override
        public ProcessBehaviour create(Term argument, Start start) {
            return instance(actor, argument, start);
        }
    }

    private ProcessBehaviour instance(ActorDefinition actor, Term argument, Start start) {
        Object value =
                actor.initializer()
                        .map(init -> kernel.node().fromTerm(argument, init.argumentType()))
                        .orElse(null);
        return process(actor, start.parent(), value, start.id());
    }

    private ActorProcess process(
            ActorDefinition actor, Pid parent, @Nullable Object argument, String id) {
        ActorBeans instances = new ActorBeans(beans);
        ActorProcess process =
                new ActorProcess(
                        actor,
                        instances,
                        InstanceListener.unsupervised(states),
                        () -> parent,
                        argument);
        return process.called(id, instances.keeper(actor, process::own));
    }

    private void declareMovable(ActorDefinition actor, Class<?> implementation) {
        boolean named = actor.startsAtBoot();
        if (named) {
            moved.declare(actor);
        }
        kernel.migrator()
                .types()
                .declare(
                        new MovableType(
                                actor.type(),
                                implementation,
                                named ? actor.peers()::allows : peer -> isSpawned(actor, peer),
                                () -> named ? moved.coming(actor) : coming(actor)));
    }

    /// Who may start one here may move one here.
    private boolean isSpawned(ActorDefinition actor, NodeName peer) {
        return kernel.remoteSpawner().grants(peer) && actor.grant().allows(peer);
    }

    private ProcessBehaviour coming(ActorDefinition actor) {
        return process(actor, kernel.remoteSpawner().actors().supervisor(), null, "").coming();
    }

    /// What other nodes call the actors that the application declares, also before these are started.
    public Set<String> types() {
        return ActorDefinitions.of(beans).all().stream()
                .map(ActorDefinition::type)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The actors that start with the application.
    List<ActorDefinition> atBoot() {
        return atBoot;
    }
}
