package org.distributedactors.global;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.distributedactors.term.Atom;

/// What this node thinks of each other node.
///
/// | Set       | A node is in it                                                                    |
/// |-----------|------------------------------------------------------------------------------------|
/// | connected | from `nodeUp` to `nodeDown`                                                        |
/// | pending   | while it joins us: from its `init_connect` until it is known, or the attempt ends  |
/// | known     | while it belongs to our partition                                                  |
/// | synced    | once it has said, or we have seen, that its names are ours                         |
/// | removing  | from our request to close the connection until `nodeDown`                          |
///
/// Everything is ordered by name, so that equal histories give equal messages.
final class KnownNodes {

    private final Atom self;
    private final Outbox outbox;
    private final SortedMap<Atom, Integer> known = new ConcurrentSkipListMap<>();
    private final SortedMap<Atom, Integer> pending = new TreeMap<>();
    private final SortedSet<Atom> synced = new TreeSet<>();
    private final Set<Atom> connected = new HashSet<>();
    private final Map<Atom, Long> removing = new HashMap<>();
    private long changes;

    KnownNodes(Atom self, Outbox outbox) {
        this.self = self;
        this.outbox = outbox;
    }

    Atom self() {
        return self;
    }

    /// The other nodes of our partition. Any thread may ask.
    List<Atom> known() {
        return List.copyOf(known.keySet());
    }

    /// The other nodes of our partition with their versions.
    List<KnownNode> knownWithVersions() {
        return known.entrySet().stream()
                .map(entry -> new KnownNode(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// Our partition.
    SortedSet<Atom> partition() {
        SortedSet<Atom> all = new TreeSet<>(known.keySet());
        all.add(self);
        return all;
    }

    /// The node of our partition where a lock is taken first and released last.
    Atom boss() {
        return partition().last();
    }

    /// How often a node joined our partition or left it.
    long changes() {
        return changes;
    }

    boolean isKnown(Atom node) {
        return known.containsKey(node);
    }

    boolean isPending(Atom node) {
        return pending.containsKey(node);
    }

    boolean isKnownOrPending(Atom node) {
        return isKnown(node) || isPending(node);
    }

    /// The visible nodes that are connected, whether they belong to our partition or not.
    List<Atom> connected() {
        return connected.stream().sorted().toList();
    }

    boolean isConnected(Atom node) {
        return connected.contains(node);
    }

    boolean isSynced(Atom node) {
        return synced.contains(node);
    }

    List<Atom> synced() {
        return List.copyOf(synced);
    }

    int version(Atom node) {
        return node.equals(self)
                ? GlobalCodec.VERSION
                : known.getOrDefault(node, pending.getOrDefault(node, 0));
    }

    /// Whom to tell of a lost connection: known and pending nodes that understand it, connected ones only,
    /// since no connection is worth being made for it.
    Collection<Atom> listeners(int version, Atom except) {
        SortedSet<Atom> listeners = new TreeSet<>();
        known.forEach((node, its) -> addListener(listeners, node, its >= version));
        pending.forEach((node, its) -> addListener(listeners, node, its >= version));
        listeners.remove(except);
        return listeners;
    }

    private void addListener(Set<Atom> listeners, Atom node, boolean understands) {
        if (understands && connected.contains(node)) {
            listeners.add(node);
        }
    }

    void connected(Atom node) {
        connected.add(node);
    }

    void disconnected(Atom node) {
        connected.remove(node);
    }

    void pending(Atom node, int version) {
        pending.put(node, version);
    }

    void notPending(Atom node) {
        pending.remove(node);
    }

    void synced(Atom node) {
        synced.add(node);
    }

    /// @param number tells this request from earlier ones
    void removing(Atom node, long number) {
        removing.put(node, number);
    }

    boolean isRemoving(Atom node) {
        return removing.containsKey(node);
    }

    /// Whether the connection was to be closed by this request, and still is.
    boolean isRemoving(Atom node, long number) {
        return removing.getOrDefault(node, 0L) == number;
    }

    /// Whether the connection that is now lost was to be removed; asked once.
    boolean wasRemoving(Atom node) {
        return removing.remove(node) != null;
    }

    /// Takes nodes into our partition. One whose connection we are closing is then lost like any other member when
    /// that is done, so that the others hear of it.
    ///
    /// @return those that were not in it
    List<Atom> add(Collection<KnownNode> nodes) {
        SortedSet<Atom> added = new TreeSet<>();
        for (KnownNode node : nodes) {
            if (!node.node().equals(self)
                    && known.putIfAbsent(node.node(), node.version()) == null) {
                changes++;
                added.add(node.node());
            }
        }
        removing.keySet().removeAll(added);
        added.forEach(node -> outbox.notify(new GlobalEvent.NodeJoined(node)));
        return List.copyOf(added);
    }

    /// The node is no longer pending, known or synced.
    void forget(Atom node) {
        pending.remove(node);
        synced.remove(node);
        if (known.remove(node) != null) {
            changes++;
            outbox.notify(new GlobalEvent.NodeLeft(node));
        }
    }
}
