package org.distributedactors.process;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// Which processes have links or monitors with which other node, in either direction, so that they can be told when
/// the connection is lost. Usable from any thread.
///
/// Each loss of a connection begins a new epoch. A link or monitor remembers the epoch in which it was made, and
/// the loss ends only older ones: what a process makes while the news of the loss is still in its queue belongs to
/// the next connection.
final class RemoteNodes {

    private final Map<Atom, Set<ProcessCell>> cells = new ConcurrentHashMap<>();
    private final AtomicInteger epoch = new AtomicInteger();
    private final Map<Pid, Atom> origins = new ConcurrentHashMap<>();
    private final Map<Reference, ProcessCell> watched = new ConcurrentHashMap<>();

    /// A process of this node has come from that one.
    void cameFrom(Atom node, Pid process) {
        origins.put(process, node);
    }

    boolean hasComeFrom(Atom node, Pid process) {
        return Objects.equals(node, origins.get(process));
    }

    /// A process that had come from another node has ended, or stands for one that has gone on.
    void ended(Pid process) {
        origins.remove(process);
    }

    int epoch() {
        return epoch.get();
    }

    /// Remembers that the process has something with the node. Read the epoch after this, not before.
    void touch(Atom node, ProcessCell cell) {
        cells.compute(
                node,
                (key, known) -> {
                    Set<ProcessCell> set = known == null ? ConcurrentHashMap.newKeySet() : known;
                    set.add(cell);
                    return set;
                });
    }

    void connectionLost(Atom node) {
        int next = epoch.incrementAndGet();
        Set<ProcessCell> concerned = cells.get(node);
        if (concerned != null) {
            // In the order of their pids, so that equal histories go on equally.
            concerned.stream()
                    .sorted(Comparator.comparing(ProcessCell::pid))
                    .forEach(cell -> cell.enqueue(new Signal.ConnectionLost(node, next)));
        }
    }

    /// Another node monitors the process. A demonitor names the reference only, and the name by which the process was
    /// found may belong to another one by then.
    void watch(Reference ref, ProcessCell cell) {
        watched.put(ref, cell);
    }

    @Nullable ProcessCell unwatch(Reference ref) {
        return watched.remove(ref);
    }

    /// Whether it was this process that was watched under the reference; no more.
    boolean unwatch(Reference ref, ProcessMailbox cell) {
        return watched.remove(ref, cell);
    }

    /// At the end of a process.
    void forget(Atom node, ProcessCell cell) {
        cells.computeIfPresent(
                node,
                (key, known) -> {
                    known.remove(cell);
                    return known.isEmpty() ? null : known;
                });
    }
}
