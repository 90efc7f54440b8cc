package org.distributedactors.process;

import org.distributedactors.term.Term;

/// Hears of each message that reached nobody. Called by any thread, also by those of the network, so it must be quick and
/// must not fail.
@FunctionalInterface
public interface DeadLetterListener {

    /// @param why why it reached nobody
    /// @param receiver the pid, name or alias it was for
    /// @param messageType its type, never its content
    void deadLetter(DeadLetter why, Term receiver, String messageType);
}
