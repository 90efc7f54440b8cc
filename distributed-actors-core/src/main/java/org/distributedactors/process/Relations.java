package org.distributedactors.process;

import java.util.HashSet;
import java.util.Set;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// What a process has with others: made when it first links, monitors, is monitored, or traps exits. Touched by the
/// process alone.
final class Relations {

    private @Nullable Links links;
    private @Nullable Monitors monitors;
    private @Nullable Watchers watchers;
    private @Nullable Set<Atom> nodes;

    Links links() {
        if (links == null) {
            links = new Links();
        }
        return links;
    }

    Monitors monitors() {
        if (monitors == null) {
            monitors = new Monitors();
        }
        return monitors;
    }

    Watchers watchers() {
        if (watchers == null) {
            watchers = new Watchers();
        }
        return watchers;
    }

    /// The other nodes it has, or has had, something with.
    Set<Atom> nodes() {
        if (nodes == null) {
            nodes = new HashSet<>(2);
        }
        return nodes;
    }
}
