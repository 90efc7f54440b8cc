package org.distributedactors.migration;

import java.time.Duration;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;

/// What happened to a process that was to move, as this node sees it.
public sealed interface MigrationEvent {

    /// Its declared type.
    String type();

    /// A process of this node runs on another one now.
    ///
    /// @param pause how long it handled no message
    record Departed(String type, Pid from, Pid to, Duration pause) implements MigrationEvent {}

    /// A process of another node runs here now.
    record Arrived(String type, Pid from, Pid to) implements MigrationEvent {}

    /// A process of this node stays here.
    record Stayed(String type, Pid process, NodeName target, MigrationException.Reason reason)
            implements MigrationEvent {}

    /// A process that was to come here did not.
    record Refused(String type, NodeName from, MigrationException.Reason reason)
            implements MigrationEvent {}

    /// Nobody here knows whether a process runs on this node or the other one; it runs on neither until that is resolved.
    record InDoubt(String type, Pid process, NodeName other) implements MigrationEvent {}

    /// The doubt is over.
    ///
    /// @param here whether the process runs on this node
    record Resolved(String type, Pid process, NodeName other, boolean here)
            implements MigrationEvent {}
}
