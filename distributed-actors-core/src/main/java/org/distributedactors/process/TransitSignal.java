package org.distributedactors.process;

import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;

/// What reaches a process that has left, and has to reach it where it is now.
public sealed interface TransitSignal {

    /// A message, possibly a {@link RemoteMessage}.
    record Message(Object content) implements TransitSignal {}

    /// An exit signal.
    ///
    /// @param ofLink whether it is that of a link, which has been taken off then
    record Exited(Pid from, ExitReason reason, boolean ofLink) implements TransitSignal {}

    /// A monitor that the process had set has fired.
    record Fired(Reference ref, ExitReason reason) implements TransitSignal {}

    /// Another process has linked itself with it.
    record Linked(Pid other) implements TransitSignal {}

    /// Another process has untied itself from it.
    record Unlinked(Pid other) implements TransitSignal {}
}
