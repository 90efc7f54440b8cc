package org.distributedactors.process;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// A list of the monitors that are set on this node and of the last ones that fired, for people who want to see them.
/// Calls watch their callee too, but are not in it. Usable from any thread.
public final class MonitorBook {

    private final ConcurrentHashMap<Reference, Entry> active = new ConcurrentHashMap<>();
    private final Deque<Entry> fired = new ArrayDeque<>();
    private final LongAdder firedEver = new LongAdder();
    private final int firedLimit;
    private final InstantSource clock;

    /// What is watched.
    public enum Kind {
        PROCESS,
        /// A process by its name; the name was resolved when the monitor was set.
        NAME,
        NODE
    }

    public enum State {
        ACTIVE,
        FIRED
    }

    /// @param watcher the process that gets the {@link Down}
    /// @param target a pid, `{Name, Node}`, or a node
    /// @param firedAt when it fired; null while it is active
    /// @param reason why it fired; null while it is active
    public record Entry(
            Reference ref,
            Pid watcher,
            Term target,
            Kind kind,
            State state,
            Instant since,
            @Nullable Instant firedAt,
            @Nullable ExitReason reason) {}

    /// @param firedLimit how many of those that fired are kept
    MonitorBook(InstantSource clock, int firedLimit) {
        this.clock = clock;
        this.firedLimit = firedLimit;
    }

    /// A monitor was set.
    public void add(Reference ref, Pid watcher, Term target, Kind kind) {
        active.put(
                ref,
                new Entry(ref, watcher, target, kind, State.ACTIVE, clock.instant(), null, null));
    }

    /// It was given up.
    public void remove(Reference ref) {
        active.remove(ref);
    }

    /// It fired and is over.
    public void fired(Reference ref, ExitReason reason) {
        Entry entry = active.remove(ref);
        if (entry == null) {
            return;
        }
        Entry over =
                new Entry(
                        ref,
                        entry.watcher,
                        entry.target,
                        entry.kind,
                        State.FIRED,
                        entry.since,
                        clock.instant(),
                        reason);
        firedEver.increment();
        synchronized (fired) {
            fired.addLast(over);
            while (fired.size() > firedLimit) {
                fired.removeFirst();
            }
        }
    }

    public int activeCount() {
        return active.size();
    }

    /// How many are set on one kind of target.
    public long activeCount(Kind kind) {
        return active.values().stream().filter(entry -> entry.kind == kind).count();
    }

    /// How many have fired since the start, those that are forgotten too.
    public long firedCount() {
        return firedEver.sum();
    }

    /// Those that are set, the oldest first.
    public List<Entry> active() {
        List<Entry> entries = new ArrayList<>(active.values());
        entries.sort(Comparator.comparing(Entry::since));
        return entries;
    }

    /// The last ones that fired, the latest first.
    public List<Entry> fired() {
        synchronized (fired) {
            return new ArrayList<>(fired).reversed();
        }
    }
}
