package org.distributedactors.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// The monitors one process has set. Touched by the process alone.
final class Monitors {

    private final Map<Reference, Monitor> monitors = new LinkedHashMap<>(4);

    /// The references of this node under which monitors stand that the process brought from another node.
    private @Nullable Map<Reference, Reference> ours;

    /// @param target where the monitor is; null when there was nobody to begin with
    /// @param shown as the {@link Down} shows it
    record Monitor(Reference ref, @Nullable Destination target, Term shown, int epoch) {

        boolean isOn(Atom node) {
            return target != null && target.node().equals(node);
        }
    }

    void add(Monitor monitor) {
        monitors.put(monitor.ref, monitor);
    }

    /// The monitor that would fire under this reference; null when there is none.
    @Nullable Monitor find(Reference ref) {
        return monitors.get(knownAs(ref));
    }

    /// The monitor of this reference, which is over now; null when there is none.
    @Nullable Monitor remove(Reference ref) {
        return monitors.remove(ref);
    }

    /// The process brought it, and knows it by its old reference.
    void carried(Reference our, Monitor monitor) {
        if (ours == null) {
            ours = new LinkedHashMap<>(4);
        }
        ours.put(our, monitor.ref);
        add(monitor);
    }

    /// The monitor that fires under a reference of this node, or under the one that the process knows; it is over now.
    @Nullable Monitor fired(Reference ref) {
        Reference known = ours == null ? null : ours.remove(ref);
        if (known != null) {
            return monitors.remove(known);
        }
        ourOf(ref);
        return monitors.remove(ref);
    }

    /// Under which reference the process knows the monitor that fires under this one.
    Reference knownAs(Reference ref) {
        return ours == null ? ref : ours.getOrDefault(ref, ref);
    }

    /// Under which reference of this node the monitor stands, which is over now.
    Reference ourOf(Reference known) {
        if (ours != null) {
            for (Map.Entry<Reference, Reference> entry : ours.entrySet()) {
                if (entry.getValue().equals(known)) {
                    ours.remove(entry.getKey());
                    return entry.getKey();
                }
            }
        }
        return known;
    }

    List<Monitor> all() {
        return List.copyOf(monitors.values());
    }

    /// Those with the node that are older than the epoch.
    List<Monitor> lost(Atom node, int epoch) {
        List<Monitor> lost = new ArrayList<>();
        for (Monitor monitor : monitors.values()) {
            if (monitor.epoch < epoch && monitor.isOn(node)) {
                lost.add(monitor);
            }
        }
        return lost;
    }
}
