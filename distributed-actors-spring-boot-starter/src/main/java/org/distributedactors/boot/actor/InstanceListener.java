package org.distributedactors.boot.actor;

import org.distributedactors.boot.context.ActorFailedEvent;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Self;
import org.slf4j.LoggerFactory;

/// Hears what becomes of the instances of an actor, each time in the process itself.
@FunctionalInterface
interface InstanceListener {

    /// For actors that nobody starts again: whoever started them watches them.
    static InstanceListener unsupervised(ActorStates states) {
        return (self, actor, failure) -> {
            LoggerFactory.getLogger(InstanceListener.class)
                    .atError()
                    .setCause(failure)
                    .addKeyValue("actor", self.pid())
                    .addKeyValue("type", actor.type())
                    .log("Actor {} ({}) failed", self.pid(), actor.type());
            ExitReason reason = ExitReason.of(failure);
            states.failed(
                    new ActorFailedEvent(self.pid(), actor.beanName(), actor.type(), reason, 0, 0));
            return reason;
        };
    }

    /// The instance is ready for messages.
    default void started() {}

    /// The actor's code threw this, and the instance ends with the reason that is returned.
    ExitReason failed(Self self, ActorDefinition actor, Throwable failure);
}
