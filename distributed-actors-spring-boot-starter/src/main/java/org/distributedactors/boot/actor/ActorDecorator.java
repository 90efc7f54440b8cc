package org.distributedactors.boot.actor;

import org.distributedactors.process.ProcessBehaviour;

/// Puts something around each instance of an actor. Without a bean of this type nothing is around them.
@FunctionalInterface
public interface ActorDecorator {

    /// @param type what other nodes call the actor
    /// @return what handles its messages, such as a {@link org.distributedactors.process.DelegatingBehaviour} of it
    ProcessBehaviour decorate(String type, ProcessBehaviour instance);
}
