package org.distributedactors.boot.state;

/// When the state of an actor is saved in the {@link StateStore}.
public enum StateKeeping {
    /// Never.
    NONE,
    /// After a message has changed it, as soon as the save before is done. A node that is lost takes the last changes with it,
    /// those whose save was not done; the actor never waits. A save that fails is done again.
    ASYNCHRONOUS,
    /// After a message has changed it and before anybody is answered: what a caller has the answer to is saved. A save that fails
    /// ends the actor, and the caller learns that instead.
    BEFORE_REPLY
}
