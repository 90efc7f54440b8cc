package org.distributedactors.boot.actor;

import org.jspecify.annotations.Nullable;

/// An actor that starts with the application could not start, and so the application does not.
public final class ActorStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ActorStartException(ActorDefinition actor, @Nullable Throwable cause) {
        super("The actor '%s' could not start".formatted(actor.beanName()), cause);
    }
}
