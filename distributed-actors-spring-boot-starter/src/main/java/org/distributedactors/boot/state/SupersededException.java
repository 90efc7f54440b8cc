package org.distributedactors.boot.state;

/// An actor's state could not be saved because another copy of the actor was started later.
public final class SupersededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SupersededException(String actor) {
        super("a later copy of the actor " + actor + " owns its state");
    }
}
