package org.distributedactors.pg;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// Who should be in which group, and how often, by what was asked for in a random history.
public final class WantedMembers {

    private final Map<Term, Map<Pid, Integer>> groups = new HashMap<>();

    public void join(Term group, Pid pid) {
        groups.computeIfAbsent(group, _ -> new HashMap<>()).merge(pid, 1, Integer::sum);
    }

    public void leave(Term group, Pid pid) {
        groups.getOrDefault(group, new HashMap<>())
                .computeIfPresent(pid, (_, times) -> times == 1 ? null : times - 1);
    }

    public void ended(Pid pid) {
        groups.values().forEach(group -> group.remove(pid));
    }

    /// The node went down or starts anew.
    public void lost(Atom node) {
        groups.values().forEach(group -> group.keySet().removeIf(pid -> pid.node().equals(node)));
    }

    /// The groups that have a member.
    public Map<Term, Map<Pid, Integer>> groups() {
        return groups(_ -> true);
    }

    /// The groups that have a member among these, with those members.
    public Map<Term, Map<Pid, Integer>> groups(Predicate<Pid> which) {
        Map<Term, Map<Pid, Integer>> some = new HashMap<>();
        groups.forEach((group, members) -> {
            Map<Pid, Integer> its = new HashMap<>(members);
            its.keySet().removeIf(pid -> !which.test(pid));
            if (!its.isEmpty()) {
                some.put(group, its);
            }
        });
        return some;
    }

    /// How often each is in a list.
    public static Map<Pid, Integer> times(List<Pid> members) {
        Map<Pid, Integer> times = new HashMap<>();
        members.forEach(pid -> times.merge(pid, 1, Integer::sum));
        return times;
    }

    /// The groups of a scope as its table shows them, with their members.
    public static Map<Term, Map<Pid, Integer>> seen(PgScope scope) {
        Map<Term, Map<Pid, Integer>> seen = new HashMap<>();
        scope.whichGroups().forEach(group -> seen.put(group, times(scope.members(group))));
        return seen;
    }
}
