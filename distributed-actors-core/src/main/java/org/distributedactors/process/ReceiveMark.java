package org.distributedactors.process;

/// A place in the mailbox of a plain process: what came before it is not looked at by a receive that starts here.
/// Taken before a request goes out, it makes waiting for the answer independent of how many messages are queued.
public final class ReceiveMark {

    final Signal.Message after;

    ReceiveMark(Signal.Message after) {
        this.after = after;
    }
}
