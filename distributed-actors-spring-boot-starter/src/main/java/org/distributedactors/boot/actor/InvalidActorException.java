package org.distributedactors.boot.actor;

/// An annotated actor or client that cannot work. Stops the start of the application.
public class InvalidActorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /// @param description what is wrong, in a sentence
    /// @param action what to do about it, in a sentence
    InvalidActorException(String description, String action) {
        super(description);
        this.action = action;
    }

    /// What to do about it.
    public String action() {
        return action;
    }
}
