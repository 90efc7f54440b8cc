package org.distributedactors.pg;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// All groups of a scope and their members, as far as this node knows them. Written by the scope's process alone, read by
/// any thread. A group without members is not in it.
final class GroupTable {

    private final Map<Term, Group> groups = new ConcurrentHashMap<>();

    /// @param local those of this node
    private record Group(Members all, Members local) {

        static final Group NONE = new Group(Members.NONE, Members.NONE);
    }

    Members members(Term group) {
        return groups.getOrDefault(group, Group.NONE).all();
    }

    Members localMembers(Term group) {
        return groups.getOrDefault(group, Group.NONE).local();
    }

    Set<Term> groups() {
        return Set.copyOf(groups.keySet());
    }

    Set<Term> localGroups() {
        return groups.entrySet().stream()
                .filter(group -> !group.getValue().local().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    int size() {
        return groups.size();
    }

    void addLocal(Term group, Collection<Pid> pids) {
        Group before = groups.getOrDefault(group, Group.NONE);
        put(group, new Group(before.all().plus(pids), before.local().plus(pids)));
    }

    void removeLocal(Term group, Collection<Pid> pids) {
        Group before = groups.getOrDefault(group, Group.NONE);
        put(group, new Group(before.all().minus(pids), before.local().minus(pids)));
    }

    void addRemote(Term group, Collection<Pid> pids) {
        Group before = groups.getOrDefault(group, Group.NONE);
        put(group, new Group(before.all().plus(pids), before.local()));
    }

    void removeRemote(Term group, Collection<Pid> pids) {
        Group before = groups.getOrDefault(group, Group.NONE);
        put(group, new Group(before.all().minus(pids), before.local()));
    }

    private void put(Term group, Group now) {
        if (now.all().isEmpty()) {
            groups.remove(group);
        } else {
            groups.put(group, now);
        }
    }

    /// Each group and its members, for whoever begins to watch.
    Map<Term, List<Pid>> snapshot() {
        return groups.entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, group -> group.getValue().all()));
    }
}
