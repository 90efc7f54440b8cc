package org.distributedactors.pg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// The processes of this node that want to know who joins and leaves, by the reference under which they are told.
final class GroupWatchers {

    private final Map<Reference, Watcher> ofScope = new LinkedHashMap<>();
    private final Map<Term, Map<Reference, Watcher>> ofGroups = new LinkedHashMap<>();
    private final Map<Reference, Term> groups = new LinkedHashMap<>();

    private record Watcher(Reference ref, Pid pid) {}

    /// @param group null for all
    void add(Reference ref, Pid pid, @Nullable Term group) {
        if (group == null) {
            ofScope.put(ref, new Watcher(ref, pid));
        } else {
            ofGroups.computeIfAbsent(group, ignored -> new LinkedHashMap<>())
                    .put(ref, new Watcher(ref, pid));
            groups.put(ref, group);
        }
    }

    /// @return whether it was there
    boolean remove(Reference ref) {
        Term group = groups.remove(ref);
        if (group == null) {
            return ofScope.remove(ref) != null;
        }
        ofGroups.computeIfPresent(
                group,
                (ignored, watching) -> {
                    watching.remove(ref);
                    return watching.isEmpty() ? null : watching;
                });
        return true;
    }

    void tell(List<PgEffect> effects, boolean join, Term group, List<Pid> pids) {
        ofScope.values().forEach(watcher -> tell(effects, watcher, join, group, pids));
        ofGroups.getOrDefault(group, Map.of())
                .values()
                .forEach(watcher -> tell(effects, watcher, join, group, pids));
    }

    private static void tell(
            List<PgEffect> effects, Watcher watcher, boolean join, Term group, List<Pid> pids) {
        effects.add(new PgEffect.Notify(watcher.pid(), watcher.ref(), join, group, pids));
    }
}
