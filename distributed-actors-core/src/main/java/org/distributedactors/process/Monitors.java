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

    /// The monitor of this reference, which is over now; null when there is none.
    @Nullable Monitor remove(Reference ref) {
        return monitors.remove(ref);
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
