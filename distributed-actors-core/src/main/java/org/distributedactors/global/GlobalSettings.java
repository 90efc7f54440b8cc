package org.distributedactors.global;

/// How a node takes part in `global`.
///
/// @param connectAll whether nodes that share names also connect to each other, as Erlang's `connect_all`;
///     without it a node takes no part in the names of others
/// @param preventOverlappingPartitions whether a lost connection between two nodes makes all others leave the
///     lost node; must be the same on all nodes of a cluster
/// @param names the most names kept; what comes beyond is not stored on this node
/// @param locks the most locks kept; what comes beyond is refused
/// @param requests the most registrations of this node that wait their turn
public record GlobalSettings(
        boolean connectAll,
        boolean preventOverlappingPartitions,
        int names,
        int locks,
        int requests) {

    /// What an Erlang node does by default, with limits that no ordinary cluster reaches.
    public static GlobalSettings defaults() {
        return new GlobalSettings(true, true, 1_000_000, 100_000, 100_000);
    }

    /// The same with or without the prevention of overlapping partitions.
    public GlobalSettings preventing(boolean overlaps) {
        return new GlobalSettings(connectAll, overlaps, names, locks, requests);
    }
}
