package org.distributedactors.global;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.random.RandomGenerator;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Carries out the changes of names that this node asks for, on every node of the partition.
///
/// | Phase     | Event                     | Next      | Done                                             |
/// |-----------|---------------------------|-----------|--------------------------------------------------|
/// | IDLE      | a change is wanted        | LOCKING   | take the lock on the boss, then on all           |
/// | LOCKING   | refused                   | PAUSING   | give back what was granted                       |
/// | LOCKING   | the partition grew        | UNLOCKING | begin again with the new members                 |
/// | LOCKING   | all granted               | HOLDING   | look at each change, tell all nodes the good ones |
/// | PAUSING   | the pause is over         | LOCKING   |                                                  |
/// | HOLDING   | all changes were answered | UNLOCKING | tell who asked                                   |
/// | UNLOCKING | given back                | IDLE      | begin again if more is wanted                    |
///
/// Changes that wait are carried out together under one lock, up to a limit, so that a node with many names does
/// not pay for the lock each time, and does not keep others from it.
final class Registrar {

    private enum Phase {
        IDLE,
        LOCKING,
        PAUSING,
        HOLDING,
        UNLOCKING
    }

    /// The number of a change that nobody waits for.
    private static final long NOBODY = 0;

    private static final int CHANGES_UNDER_ONE_LOCK = 256;
    private static final long FIRST_PAUSE_MILLIS = 16;
    private static final long LONGEST_PAUSE_MILLIS = 4_000;

    private final Pid self;
    private final KnownNodes nodes;
    private final NameTable names;
    private final NodeCalls calls;
    private final ClusterLock lock;
    private final LockId id;
    private final Outbox outbox;
    private final Backoff backoff;

    private final Deque<Wanted> waiting = new ArrayDeque<>();
    private Phase phase = Phase.IDLE;
    private int begun;
    private int unanswered;
    private long attempt;

    /// A change and the number under which its end is reported.
    private record Wanted(long request, NameChange change) {}

    Registrar(
            Pid self,
            KnownNodes nodes,
            NameTable names,
            LockTable locks,
            NodeCalls calls,
            Outbox outbox,
            RandomGenerator random) {
        this.self = self;
        this.nodes = nodes;
        this.names = names;
        this.calls = calls;
        this.lock = new ClusterLock(self, calls, locks);
        this.id = LockId.ofNames(self);
        this.outbox = outbox;
        this.backoff = new Backoff(random, FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    }

    /// How many changes wait for the lock.
    int waiting() {
        return waiting.size();
    }

    void change(long request, NameChange change) {
        waiting.add(new Wanted(request, change));
        if (phase == Phase.IDLE) {
            begin();
        } else if (phase == Phase.HOLDING) {
            carryOut();
        }
    }

    /// The node is gone, and with it the lock we had there.
    void lost(Atom node) {
        lock.lost(node);
    }

    /// Finishes changes whose maker was lost in the midst of them.
    void finish(Collection<NameChange.Finish> changes) {
        changes.forEach(unfinished -> change(NOBODY, unfinished));
    }

    /// Gives a change up if nothing was changed for it yet.
    void abandon(long request) {
        if (waiting.removeIf(wanted -> wanted.request == request)) {
            outbox.complete(request, Outcome.ABANDONED);
        }
    }

    void retry(GlobalTimer.RetryRegistration timer) {
        if (phase == Phase.PAUSING && timer.attempt() == attempt) {
            phase = Phase.IDLE;
            begin();
        }
    }

    private void begin() {
        if (waiting.isEmpty()) {
            return;
        }
        phase = Phase.LOCKING;
        SortedSet<Atom> partition = nodes.partition();
        lock.take(
                id,
                List.of(() -> List.of(partition.last()), () -> partition),
                () -> granted(partition.containsAll(nodes.known())),
                this::refused);
    }

    private void refused() {
        phase = Phase.PAUSING;
        attempt = outbox.nextId();
        outbox.startTimer(new GlobalTimer.RetryRegistration(attempt), backoff.next());
    }

    /// @param complete false when the partition grew while it was being locked
    private void granted(boolean complete) {
        begun = 0;
        if (complete) {
            backoff.reset();
            phase = Phase.HOLDING;
            carryOut();
        } else {
            unlock();
        }
    }

    /// Only members on which we have the lock are told. One that was lost meanwhile learns the names when it joins
    /// again.
    private void carryOut() {
        while (phase == Phase.HOLDING && !waiting.isEmpty() && begun < CHANGES_UNDER_ONE_LOCK) {
            Wanted wanted = waiting.remove();
            begun++;
            GlobalRequest request = requestFor(wanted.change);
            if (request == null) {
                complete(wanted, Outcome.NO);
            } else {
                unanswered++;
                calls.ask(self, members(), request, _ -> done(wanted));
            }
        }
        unlockWhenDone();
    }

    private SortedSet<Atom> members() {
        SortedSet<Atom> members = lock.held();
        members.retainAll(nodes.partition());
        return members;
    }

    private @Nullable GlobalRequest requestFor(NameChange change) {
        return switch (change) {
            case NameChange.Register(GlobalName entry) ->
                    names.whereis(entry.name()) == null && !names.hasName(entry.pid())
                            ? new GlobalRequest.Register(entry)
                            : null;
            case NameChange.ReRegister(GlobalName entry) -> new GlobalRequest.Register(entry);
            case NameChange.Unregister(Term name) -> new GlobalRequest.Unregister(name);
            case NameChange.Finish unfinished -> finishing(unfinished);
        };
    }

    private @Nullable GlobalRequest finishing(NameChange.Finish unfinished) {
        GlobalName present = names.find(unfinished.name());
        if (present == null) {
            return unfinished.pid() == null
                    ? new GlobalRequest.Unregister(unfinished.name())
                    : null;
        }
        return present.pid().equals(unfinished.pid()) ? new GlobalRequest.Register(present) : null;
    }

    private void done(Wanted wanted) {
        unanswered--;
        complete(wanted, Outcome.YES);
        unlockWhenDone();
    }

    private void complete(Wanted wanted, Outcome outcome) {
        if (wanted.request != NOBODY) {
            outbox.complete(wanted.request, outcome);
        }
    }

    private void unlockWhenDone() {
        boolean more = !waiting.isEmpty() && begun < CHANGES_UNDER_ONE_LOCK;
        if (phase == Phase.HOLDING && unanswered == 0 && !more) {
            unlock();
        }
    }

    private void unlock() {
        phase = Phase.UNLOCKING;
        lock.release(
                id,
                () -> {
                    phase = Phase.IDLE;
                    begin();
                });
    }
}
