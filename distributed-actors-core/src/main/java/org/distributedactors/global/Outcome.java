package org.distributedactors.global;

/// How a request of this node ended.
enum Outcome {
    /// Done on every node of the partition.
    YES,
    /// Refused: the name has an owner, or the process has another name.
    NO,
    /// Given up before anything was changed.
    ABANDONED
}
