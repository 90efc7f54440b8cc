package org.distributedactors.spawn;

import java.util.List;
import org.distributedactors.term.NodeName;

/// What a {@link Placement} chooses from.
///
/// @param type what shall be started
/// @param local this node
/// @param nodes the nodes that start this type for us, this one first if it does; as they said of themselves, no more than
///     about a second ago, and with what was placed there from here since. A node that shuts down is none of them.
/// @param turn how many placements were asked for here before
public record PlacementRequest(String type, NodeName local, List<NodeLoad> nodes, long turn) {

    public PlacementRequest {
        nodes = List.copyOf(nodes);
    }
}
