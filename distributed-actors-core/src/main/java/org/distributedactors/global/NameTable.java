package org.distributedactors.global;

import java.util.ArrayList;
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
    private long digest;

    /// @param former who had the name before and was not on the owner's node, or null
    private record Entry(
            Pid pid, Term method, long monitor, @Nullable GlobalName former, long digest) {}

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

    /// A number that equal tables have in common and others hardly ever: who has which name.
    long digest() {
        return digest;
    }

    /// The same on every machine, so nothing here may depend on hash codes of a run.
    private static long digest(GlobalName named) {
        String text = named.name() + " " + named.pid() + " " + named.pid().creation();
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
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
        long its = digest(named);
        digest ^= its;
        entries.put(
                named.name(),
                new Entry(named.pid(), named.method(), monitor, former(named, old), its));
        monitors.put(monitor, named.name());
        namesOf.computeIfAbsent(named.pid(), _ -> new HashSet<>()).add(named.name());
        Pid previous = old == null ? null : old.pid;
        if (!named.pid().equals(previous)) {
            outbox.notify(new GlobalEvent.NameRegistered(named.name(), named.pid(), previous));
        }
    }

    private static @Nullable GlobalName former(GlobalName named, @Nullable Entry old) {
        if (old == null || old.pid.node().equals(named.pid().node())) {
            return old == null ? null : old.former;
        }
        return new GlobalName(named.name(), old.pid, old.method);
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

    /// Whether a process is watched under this number.
    boolean watches(long monitor) {
        return monitors.containsKey(monitor);
    }

    /// A node is gone, and with it the owners it had.
    ///
    /// @return who had their names before
    List<GlobalName> downOn(Atom node) {
        List<Term> lost =
                entries.entrySet().stream()
                        .filter(entry -> entry.getValue().pid.node().equals(node))
                        .map(Map.Entry::getKey)
                        .toList();
        List<GlobalName> former = new ArrayList<>();
        for (Term name : lost) {
            Entry entry = entries.get(name);
            if (entry != null && entry.former != null) {
                former.add(entry.former);
            }
            delete(name);
        }
        return former;
    }

    private void unwatch(Term name, Entry entry) {
        digest ^= entry.digest;
        outbox.demonitor(entry.monitor, entry.pid);
        monitors.remove(entry.monitor);
        Set<Term> names = namesOf.get(entry.pid);
        if (names != null && names.remove(name) && names.isEmpty()) {
            namesOf.remove(entry.pid);
        }
    }
}
