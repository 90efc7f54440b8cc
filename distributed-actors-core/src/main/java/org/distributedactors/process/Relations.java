package org.distributedactors.process;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// What a process has with others: made when it first links, monitors, is monitored, or traps exits. Touched by the
/// process alone.
final class Relations {

    private @Nullable Links links;
    private @Nullable Monitors monitors;
    private @Nullable Watchers watchers;
    private @Nullable Set<Atom> nodes;
    private @Nullable OwnTimers timers;

    private @Nullable Pid parent;
    private @Nullable Transit transit;
    private @Nullable Atom origin;
    private Consumer<Pid> unlinkThere = other -> {};

    /// Set while the process is on its way between two nodes.
    @Nullable Transit transit() {
        return transit;
    }

    void transit(@Nullable Transit value) {
        transit = value;
    }

    /// Who started it linked; null when nobody did.
    @Nullable Pid parent() {
        return parent;
    }

    void parent(Pid value) {
        parent = value;
    }

    /// The node that stands for the process with those it was linked with there.
    void cameFrom(Atom node, Consumer<Pid> unlink) {
        origin = node;
        unlinkThere = unlink;
    }

    /// Whether the process has come from another node.
    boolean hasCome() {
        return origin != null;
    }

    void carriedLink(Pid other, int epoch) {
        if (origin != null) {
            links().carried(other, epoch, origin);
        }
    }

    /// Takes off a link for which the node stands where the process came from.
    ///
    /// @return false when there is none
    boolean unlinkThere(Pid other) {
        boolean carried = links != null && links.unlinkCarried(other);
        if (carried) {
            unlinkThere.accept(other);
        }
        return carried;
    }

    /// Everything with others is over.
    void untie() {
        links = null;
        monitors = null;
        watchers = null;
        nodes = null;
    }

    /// How many links there are, about; any thread may look.
    int roughLinks() {
        Links known = links;
        return known == null ? 0 : known.roughCount();
    }

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

    OwnTimers timers() {
        if (timers == null) {
            timers = new OwnTimers();
        }
        return timers;
    }

    /// At the end of the process.
    void cancelTimers() {
        if (timers != null) {
            timers.cancelAll();
        }
    }

    ProcessRelations look(boolean trapsExits) {
        List<Pid> linked = links == null ? List.of() : links.active();
        List<Term> watched = new ArrayList<>();
        if (monitors != null) {
            monitors.all().forEach(monitor -> watched.add(monitor.shown()));
        }
        List<Pid> watching = new ArrayList<>();
        if (watchers != null) {
            watchers.forEach(watcher -> watching.add(watcher.pid()));
        }
        return new ProcessRelations(List.copyOf(linked), watched, watching, trapsExits);
    }

    /// The other nodes it has, or has had, something with.
    Set<Atom> nodes() {
        if (nodes == null) {
            nodes = new HashSet<>(2);
        }
        return nodes;
    }
}
