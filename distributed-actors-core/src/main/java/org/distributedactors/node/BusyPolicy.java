package org.distributedactors.node;

/// What a thread of the application meets that sends to a node for which too much waits already. Processes and virtual
/// threads have no choice: they wait.
public enum BusyPolicy {
    /// It waits until enough of it is sent, or the connection ends.
    WAIT,
    /// The send fails with a {@link BusyException}.
    FAIL,
    /// The message is a dead letter.
    DROP
}
