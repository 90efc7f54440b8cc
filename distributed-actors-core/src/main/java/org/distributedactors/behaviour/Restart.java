package org.distributedactors.behaviour;

/// When a child that has ended is started again.
public enum Restart {
    /// Always.
    PERMANENT,
    /// When it did not end in order: not after `normal`, `shutdown` or `{shutdown, _}`.
    TRANSIENT,
    /// Never; its supervisor forgets it.
    TEMPORARY
}
