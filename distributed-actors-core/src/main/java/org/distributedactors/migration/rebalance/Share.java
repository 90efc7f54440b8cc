package org.distributedactors.migration.rebalance;

import java.util.Set;
import org.distributedactors.term.NodeName;

/// What one node has to do, as a plan sees it.
///
/// @param node whose share it is
/// @param load how much it has to do, in the unit of all shares of one plan
/// @param types the types of processes it takes
public record Share(NodeName node, double load, Set<String> types) {

    public Share {
        types = Set.copyOf(types);
    }
}
