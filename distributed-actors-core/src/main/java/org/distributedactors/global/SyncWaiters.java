package org.distributedactors.global;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.distributedactors.term.Atom;

/// Callers that wait until we are synchronised with some nodes. A lost node is not waited for.
final class SyncWaiters {

    private final int limit;
    private final KnownNodes nodes;
    private final Outbox outbox;
    private final List<Waiter> waiters = new ArrayList<>();

    private record Waiter(Set<Atom> missing, Runnable done) {}

    SyncWaiters(int limit, KnownNodes nodes, Outbox outbox) {
        this.limit = limit;
        this.nodes = nodes;
        this.outbox = outbox;
    }

    /// Calls back when each of the nodes is synchronised or lost, at once if they are; at once, too, when more
    /// callers wait than the limit allows. Connects to nodes that are not connected.
    void await(Collection<Atom> wanted, Runnable done) {
        Set<Atom> missing = new HashSet<>(wanted);
        missing.remove(nodes.self());
        missing.removeIf(nodes::isSynced);
        if (missing.isEmpty() || waiters.size() >= limit) {
            done.run();
            return;
        }
        waiters.add(new Waiter(missing, done));
        missing.stream()
                .filter(node -> !nodes.isConnected(node))
                .sorted()
                .forEach(node -> outbox.add(new GlobalEffect.Connect(node)));
    }

    /// The node is synchronised, or lost.
    void settled(Atom node) {
        Iterator<Waiter> all = waiters.iterator();
        while (all.hasNext()) {
            Waiter waiter = all.next();
            if (waiter.missing.remove(node) && waiter.missing.isEmpty()) {
                all.remove();
                waiter.done.run();
            }
        }
    }
}
