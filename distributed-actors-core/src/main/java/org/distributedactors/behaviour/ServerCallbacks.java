package org.distributedactors.behaviour;

import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Self;

/// What a server may do beside its messages: all that {@link GenServer} has without `handle`. A class that implements
/// an interface as its protocol may implement this too.
public interface ServerCallbacks {

    /// Called first, before any message. Whoever started the server waits for it. Return `noReply()`, or `stop(reason)`
    /// when it cannot start.
    default Next init(Self self) throws Exception {
        return noReply();
    }

    /// A plain message, a {@link org.distributedactors.process.Down}, a trapped
    /// {@link org.distributedactors.process.Exit} or a {@link Timeout}. What is not expected is left alone.
    default Next handleInfo(Object info) throws Exception {
        return noReply();
    }

    /// Called last, whatever the reason, except for `killed`.
    default void terminate(ExitReason reason) throws Exception {}

    default Next noReply() {
        return Next.NoReply.INSTANCE;
    }

    /// Ends the server. `normal`, `shutdown` and `{shutdown, _}` are ends in order.
    default Next stop(ExitReason reason) {
        return new Next.Stop(reason);
    }
}
