package org.distributedactors.handshake;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.distributedactors.term.NodeName;

/// Names for nodes that come without one and ask the node they dial for it, as `erl -sname undefined` does. Any thread
/// may call if the random source allows that.
///
/// Erlang keeps the names of nodes that left and gives them out again, since each costs it an atom for ever. Here a name
/// costs nothing once its node is gone, so each is new.
public final class DynamicNames {

    private static final int BASE = 36;

    private final RandomGenerator random;

    /// @param random that of the challenges
    public DynamicNames(RandomGenerator random) {
        this.random = random;
    }

    /// A name on this host that no node has had; empty when the host is none.
    Optional<NodeName> on(String host) {
        String first = Long.toUnsignedString(random.nextLong(), BASE).toUpperCase(Locale.ROOT);
        return IncomingHandshake.nodeName(first + "@" + host);
    }

    /// The incarnation that goes with it.
    Creation creation() {
        return Creation.random(random);
    }
}
