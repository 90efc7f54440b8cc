package org.distributedactors.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Who monitors one process. Touched by that process alone.
final class Watchers {

    private final Map<Reference, Watcher> watchers = new LinkedHashMap<>(4);

    /// @param monitoredAs the pid, or the name that was resolved when the monitor was set
    record Watcher(Reference ref, Pid pid, Term monitoredAs, int epoch) {}

    void add(Reference ref, Pid pid, Term monitoredAs, int epoch) {
        watchers.put(ref, new Watcher(ref, pid, monitoredAs, epoch));
    }

    void remove(Reference ref) {
        watchers.remove(ref);
    }

    /// Forgets the one with this reference, and returns it; null when there is none.
    @Nullable Watcher take(Reference ref) {
        return watchers.remove(ref);
    }

    void forEach(Consumer<Watcher> action) {
        watchers.values().forEach(action);
    }

    /// Forgets those of the node that are older than the epoch, and returns them.
    List<Watcher> connectionLost(Atom node, int epoch) {
        List<Watcher> lost = new ArrayList<>();
        for (Watcher watcher : watchers.values()) {
            if (watcher.epoch < epoch && watcher.pid.node().equals(node)) {
                lost.add(watcher);
            }
        }
        lost.forEach(watcher -> watchers.remove(watcher.ref));
        return lost;
    }
}
