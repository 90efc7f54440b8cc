package org.distributedactors.migration.rebalance;

/// Processes that go from one node to others at this moment.
///
/// @param why what has them go
/// @param all how many are to go, by the last look; a rebalancing looks again after each round, and others may have come or gone
/// @param moved how many of these have gone
public record Moves(Why why, int all, int moved) {

    /// What has processes go.
    public enum Why {
        /// Their node leaves.
        DRAIN,
        /// Their node has more to do than others.
        REBALANCE
    }

    Moves oneMore() {
        return new Moves(why, all, moved + 1);
    }
}
