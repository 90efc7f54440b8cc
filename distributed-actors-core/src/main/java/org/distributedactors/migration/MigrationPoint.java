package org.distributedactors.migration;

/// The points at which a migration may break off, in their order. Tests enumerate them: a new one needs a case there.
public enum MigrationPoint {
    /// The source has asked.
    REQUEST,
    /// The process stands still.
    FREEZE,
    /// The source has its state and queue in bytes.
    SNAPSHOT,
    /// The target has a part of it.
    TRANSFER,
    /// The target has all of it, and an instance that waits.
    PREPARED,
    /// The source has decided. From here on only the target knows.
    COMMIT_SENT,
    /// The target has begun to run it.
    COMMIT_RECEIVED,
    /// The source passes on what comes to the old pid.
    FORWARDER_INSTALLED,
    /// The names lead to the new pid.
    NAME_SWITCHED,
    /// The target knows that the source needs it no more.
    CLEANUP
}
