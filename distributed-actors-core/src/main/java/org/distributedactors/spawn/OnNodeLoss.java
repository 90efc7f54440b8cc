package org.distributedactors.spawn;

/// What becomes of an actor whose node is lost.
public enum OnNodeLoss {
    /// Nothing. Whoever watches it is told.
    NOTHING,
    /// One of the nodes that are left starts it again, with its argument, and with its state if that was kept.
    RESTART_ELSEWHERE
}
