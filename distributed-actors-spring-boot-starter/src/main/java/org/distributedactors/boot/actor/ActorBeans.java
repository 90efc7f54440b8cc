package org.distributedactors.boot.actor;

import java.util.function.Supplier;
import org.distributedactors.boot.state.StateKeeper;
import org.distributedactors.boot.state.StateKeeping;
import org.distributedactors.boot.state.StateStore;
import org.distributedactors.node.Node;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/// Makes and ends the instances of actor beans, lists them, and brings them into their groups.
record ActorBeans(ConfigurableBeanFactory factory) {

    Object create(ActorDefinition actor) {
        return factory.getBean(actor.beanName());
    }

    /// The instance with what is around it.
    ProcessBehaviour decorated(ActorDefinition actor, ProcessBehaviour instance) {
        ActorDecorator decorator = factory.getBeanProvider(ActorDecorator.class).getIfAvailable();
        return decorator == null ? instance : decorator.decorate(actor.type(), instance);
    }

    Node node() {
        return factory.getBean(Node.class);
    }

    /// Who keeps the state of an instance; null for nobody.
    @Nullable StateKeeper keeper(ActorDefinition actor, Supplier<Pid> instance) {
        return actor.keepState() == StateKeeping.NONE
                ? null
                : new StateKeeper(
                        factory.getBean(StateStore.class),
                        actor.keepState(),
                        Thread::startVirtualThread,
                        node().environment().timers(),
                        later ->
                                node().exit(
                                                instance.get(),
                                                ExitReason.shutdown(ActorProcess.SUPERSEDED)));
    }

    /// By name: without it no `@PreDestroy` runs in an application that was processed ahead of time.
    void destroy(ActorDefinition actor, Object instance) {
        factory.destroyBean(actor.beanName(), instance);
    }

    /// It leaves them by ending.
    void joinGroups(ActorDefinition actor, Pid pid) {
        for (String group : actor.groups()) {
            factory.getBean(ProcessGroups.class).scope().join(group, pid);
        }
    }

    /// Lists an actor that starts.
    ActorInstances.Instance started(Self self, ActorDefinition actor) {
        return factory.getBean(ActorInstances.class).started(self, actor);
    }

    /// Takes it off the list.
    void ended(Pid pid) {
        factory.getBean(ActorInstances.class).ended(pid);
    }
}
