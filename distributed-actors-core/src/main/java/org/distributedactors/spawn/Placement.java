package org.distributedactors.spawn;

import java.util.Comparator;
import java.util.Optional;
import org.distributedactors.pg.Rendezvous;
import org.distributedactors.term.Binary;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;

/// Where an actor shall start. A function of what is known of the nodes; an application may bring its own, and as a Spring
/// bean it is what a spawn without a placement takes.
///
/// In a partition each side chooses among its own nodes.
@FunctionalInterface
public interface Placement {

    /// Chooses a node. Called by the thread that spawns; must not block.
    ///
    /// @return empty when no node will do; need not be one of those in the request
    Optional<NodeName> place(PlacementRequest request);

    /// Whether it looks at {@link PlacementRequest#nodes}; else no node is asked.
    default boolean looksAtNodes() {
        return true;
    }

    /// On this node.
    static Placement local() {
        return blind(request -> Optional.of(request.local()));
    }

    /// On this very node.
    static Placement on(NodeName node) {
        return blind(request -> Optional.of(node));
    }

    /// On the node that has least to do, by {@link NodeLoad#score}. What was started from here since a node last told its load
    /// counts as if it ran there already, so many in a row spread.
    static Placement leastLoaded() {
        return request ->
                request.nodes().stream()
                        .min(Comparator.comparingDouble(NodeLoad::score))
                        .map(NodeLoad::node);
    }

    /// On one after the other. All placements of this node take turns together.
    static Placement roundRobin() {
        return request -> {
            int count = request.nodes().size();
            return count == 0
                    ? Optional.empty()
                    : request.nodes().stream()
                            .map(NodeLoad::node)
                            .sorted(Comparator.comparing(NodeName::toString))
                            .skip(request.turn() % count)
                            .findFirst();
        };
    }

    /// On the node that is responsible for the key (rendezvous hashing): every node that sees the same nodes picks the same
    /// one, and when a node comes or goes only the keys that it gets or had move.
    static Placement byKey(Object key) {
        Term term = key instanceof Term given ? given : Binary.utf8(key.toString());
        return request ->
                Rendezvous.pickNode(term, request.nodes().stream().map(NodeLoad::node).toList());
    }

    private static Placement blind(Placement placement) {
        return new Placement() {
            @Override
            public Optional<NodeName> place(PlacementRequest request) {
                return placement.place(request);
            }

            @Override
            public boolean looksAtNodes() {
                return false;
            }
        };
    }
}
