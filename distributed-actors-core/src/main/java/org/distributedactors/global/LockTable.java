package org.distributedactors.global;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// The locks that are set on this node. A lock is here as long as one of its holders neither released it nor
/// went down.
final class LockTable {

    private final Atom self;
    private final int limit;
    private final Outbox outbox;
    private final Map<Term, Lock> locks = new HashMap<>();
    private final Map<Long, Holder> monitors = new HashMap<>();
    private final Map<Term, NameChange.Finish> changes = new LinkedHashMap<>();
    private boolean contended;
    private boolean namesLockLost;
    private boolean namesLockReleased;

    private record Holder(Term resource, Pid pid) {}

    private record Lock(Term requester, Map<Pid, Long> holders) {}

    LockTable(Atom self, int limit, Outbox outbox) {
        this.self = self;
        this.limit = limit;
        this.outbox = outbox;
    }

    /// Whether the lock is free, or held for the same requester.
    boolean canSet(LockId id) {
        Lock lock = locks.get(id.resource());
        return lock == null ? locks.size() < limit : lock.requester.equals(id.requester());
    }

    /// Sets a lock for one more holder. A holder that has it already has it once.
    boolean set(LockId id, Pid holder) {
        if (!canSet(id)) {
            contended = contended || id.isOfNames();
            return false;
        }
        if (id.isOfNames() && !isNamesLockSet()) {
            contended = false;
        }
        Lock lock =
                locks.computeIfAbsent(
                        id.resource(), _ -> new Lock(id.requester(), new LinkedHashMap<>()));
        if (!lock.holders.containsKey(holder)) {
            long monitor = outbox.monitor(holder);
            lock.holders.put(holder, monitor);
            monitors.put(monitor, new Holder(id.resource(), holder));
        }
        return true;
    }

    /// Releases a lock for one holder; nothing happens unless it has it.
    void delete(LockId id, Pid holder) {
        Lock lock = locks.get(id.resource());
        if (lock != null && lock.requester.equals(id.requester())) {
            Long monitor = lock.holders.get(holder);
            if (monitor != null) {
                outbox.demonitor(monitor, holder);
                release(monitor, false);
            }
        }
    }

    /// A monitored process went down. A lock of its that nobody else holds is free.
    void down(long monitor) {
        release(monitor, true);
    }

    /// Whether a process is watched under this number.
    boolean watches(long monitor) {
        return monitors.containsKey(monitor);
    }

    /// A node is gone, and with it the holders it had.
    void downOn(Atom node) {
        List<Long> lost =
                monitors.entrySet().stream()
                        .filter(entry -> entry.getValue().pid().node().equals(node))
                        .map(Entry::getKey)
                        .sorted()
                        .toList();
        lost.forEach(this::down);
    }

    private void release(Long monitor, boolean holderIsDown) {
        Holder holder = monitors.remove(monitor);
        Lock lock = holder == null ? null : locks.get(holder.resource());
        if (holder == null || lock == null) {
            return;
        }
        lock.holders.remove(holder.pid());
        if (lock.holders.isEmpty()) {
            locks.remove(holder.resource());
            if (holder.resource().equals(GlobalAtoms.GLOBAL)) {
                namesLockLost = holderIsDown;
                namesLockReleased = true;
            }
        }
    }

    /// Whether somebody changes names, or two partitions join, right now.
    boolean isNamesLockSet() {
        return locks.containsKey(GlobalAtoms.GLOBAL);
    }

    /// Whether the lock on names was refused here since it is set.
    boolean isContended() {
        return contended;
    }

    /// Whether a change by this process is covered by the lock on the table of names. It is not when another holds the lock, nor
    /// when the lock went with a holder that died or was never had here: the change is then a late one. Releases of Erlang that
    /// change names without it are older than those we talk to.
    boolean coversChangeBy(Pid holder) {
        Lock lock = locks.get(GlobalAtoms.GLOBAL);
        return lock != null && lock.holders.containsKey(holder);
    }

    /// The same for a change that a join makes under this lock.
    boolean coversChangeUnder(@Nullable LockId id) {
        Lock lock = locks.get(GlobalAtoms.GLOBAL);
        return lock != null
                && id != null
                && id.isOfNames()
                && lock.requester.equals(id.requester());
    }

    /// Notes a change under the lock on the table of names that is set now.
    ///
    /// @param before who had the name, or null
    /// @param pid who got the name, or null when it was freed
    void changed(Term name, @Nullable Pid before, @Nullable Pid pid) {
        if (isNamesLockSet() && changes.size() < limit) {
            NameChange.Finish earlier = changes.get(name);
            boolean freed =
                    (before != null && before.node().equals(self) && !before.equals(pid))
                            || (earlier != null && earlier.freed());
            changes.put(name, new NameChange.Finish(name, pid, freed || pid == null));
        }
    }

    /// The changes that were made here under the lock on names before its last holder went down. They may not have
    /// reached all nodes. Asked when the lock has become free.
    List<NameChange.Finish> takeUnfinished() {
        List<NameChange.Finish> unfinished =
                namesLockLost ? List.copyOf(changes.values()) : List.of();
        changes.clear();
        return unfinished;
    }

    /// Whether the lock on the table of names became free since this was asked last.
    boolean takeNamesLockReleased() {
        boolean released = namesLockReleased;
        namesLockReleased = false;
        return released && !isNamesLockSet();
    }
}
