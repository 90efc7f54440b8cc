package org.distributedactors.global;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.distributedactors.term.Atom;

/// Connects to nodes that became members of our partition through others, and tells them that they are.
final class Introductions {

    private final KnownNodes nodes;
    private final Outbox outbox;
    private final Set<Atom> connecting = new HashSet<>();

    private Consumer<Atom> greeted = _ -> {};

    Introductions(KnownNodes nodes, Outbox outbox) {
        this.nodes = nodes;
        this.outbox = outbox;
    }

    /// Says whom to tell of each node that was told.
    void report(Consumer<Atom> greeted) {
        this.greeted = greeted;
    }

    void introduceTo(Collection<Atom> others) {
        for (Atom other : others) {
            if (nodes.isConnected(other)) {
                greet(other);
            } else if (!other.equals(nodes.self()) && connecting.add(other)) {
                outbox.add(new GlobalEffect.Connect(other));
            }
        }
    }

    void nodeUp(Atom node) {
        if (connecting.remove(node)) {
            greet(node);
        }
    }

    void lost(Atom node) {
        connecting.remove(node);
    }

    /// Whether a message to this node has a chance to arrive.
    boolean isReachable(Atom node) {
        return nodes.isConnected(node) || connecting.contains(node);
    }

    private void greet(Atom node) {
        outbox.send(node, new GlobalMessage.InSync(nodes.self()));
        greeted.accept(node);
    }
}
