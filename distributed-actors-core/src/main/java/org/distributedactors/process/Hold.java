package org.distributedactors.process;

/// What a process without a thread waits for before its next message: a connection, say, for which too much waits.
///
/// Safe for use by several threads.
public interface Hold {

    /// Whether there is nothing to wait for any more.
    boolean isOver();

    /// Runs something once, when there is nothing to wait for any more; at once when it is so now. It is quick.
    void whenOver(Runnable action);
}
