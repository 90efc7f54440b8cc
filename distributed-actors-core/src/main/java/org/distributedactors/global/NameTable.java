package org.distributedactors.global;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// The names of the whole partition, as this node knows them. The owner of each is watched, and its name goes
/// with it.
///
/// One thread changes the table. {@link #whereis} and {@link #names} may be called by any thread.
final class NameTable {

    private final Atom self;
    private final Predicate<Pid> isAliveHere;
    private final int limit;
    private final Outbox outbox;
    private final Map<Term, Entry> entries = new ConcurrentHashMap<>();
    private final Map<Long, Term> monitors = new HashMap<>();
    private final Map<Pid, Set<Term>> namesOf = new HashMap<>();

    private record Entry(Pid pid, Term method, long monitor) {}

    /// @param isAliveHere whether a process of this node lives; asked by any thread
    /// @param limit the most names kept
    NameTable(Atom self, Predicate<Pid> isAliveHere, int limit, Outbox outbox) {
        this.self = self;
        this.isAliveHere = isAliveHere;
        this.limit = limit;
        this.outbox = outbox;
    }

    /// Who has the name, or null. A process of our own node that is dead has it no more, even while the news of
    /// its end is on the way.
    @Nullable Pid whereis(Term name) {
        Entry entry = entries.get(name);
        return entry == null || isDeadHere(entry.pid) ? null : entry.pid;
    }

    private boolean isDeadHere(Pid pid) {
        return pid.node().equals(self) && !isAliveHere.test(pid);
    }

    Set<Term> names() {
        return Set.copyOf(entries.keySet());
    }

    int size() {
        return entries.size();
    }

    boolean hasName(Pid pid) {
        return namesOf.containsKey(pid);
    }

    /// The name with its owner and method, or null.
    @Nullable GlobalName find(Term name) {
        Entry entry = entries.get(name);
        return entry == null ? null : new GlobalName(name, entry.pid, entry.method);
    }

    /// All names with their owners and methods.
    List<GlobalName> all() {
        return entries.entrySet().stream()
                .map(e -> new GlobalName(e.getKey(), e.getValue().pid, e.getValue().method))
                .toList();
    }

    /// Gives a name to a process, whoever had it.
    void insert(GlobalName named) {
        Entry old = entries.get(named.name());
        if (old == null && entries.size() >= limit) {
            return;
        }
        if (old != null) {
            unwatch(named.name(), old);
        }
        long monitor = outbox.monitor(named.pid());
        entries.put(named.name(), new Entry(named.pid(), named.method(), monitor));
        monitors.put(monitor, named.name());
        namesOf.computeIfAbsent(named.pid(), _ -> new HashSet<>()).add(named.name());
        Pid previous = old == null ? null : old.pid;
        if (!named.pid().equals(previous)) {
            outbox.notify(new GlobalEvent.NameRegistered(named.name(), named.pid(), previous));
        }
    }

    /// Frees a name; nothing happens when it is free.
    void delete(Term name) {
        Entry entry = entries.remove(name);
        if (entry != null) {
            unwatch(name, entry);
            outbox.notify(new GlobalEvent.NameUnregistered(name, entry.pid));
        }
    }

    /// A watched process went down.
    void down(long monitor) {
        Term name = monitors.get(monitor);
        if (name != null) {
            delete(name);
        }
    }

    /// A node is gone, and with it the owners it had.
    void downOn(Atom node) {
        entries.entrySet().stream()
                .filter(entry -> entry.getValue().pid.node().equals(node))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::delete);
    }

    private void unwatch(Term name, Entry entry) {
        outbox.demonitor(entry.monitor, entry.pid);
        monitors.remove(entry.monitor);
        Set<Term> names = namesOf.get(entry.pid);
        if (names != null && names.remove(name) && names.isEmpty()) {
            namesOf.remove(entry.pid);
        }
    }
}
