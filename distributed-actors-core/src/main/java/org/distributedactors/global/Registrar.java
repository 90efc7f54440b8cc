package org.distributedactors.global;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.random.RandomGenerator;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
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
/// | HOLDING   | all changes were answered | HOLDING   | tell who asked, and linger for a millisecond     |
/// | HOLDING   | another node wants the lock, many changes are done, or nothing came | UNLOCKING | |
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
    private static final int CHANGES_LINGERED_FOR = 16;
    private static final Duration LINGER = Duration.ofMillis(1);
    private static final long FIRST_PAUSE_MILLIS = 16;
    private static final long LONGEST_PAUSE_MILLIS = 4_000;

    private final Pid self;
    private final KnownNodes nodes;
    private final NameTable names;
    private final NodeCalls calls;
    private final LockTable locks;
    private final LateNews news;
    private final TableMending mending;
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
            LateNews news,
            TableMending mending,
            Outbox outbox,
            RandomGenerator random) {
        this.self = self;
        this.nodes = nodes;
        this.names = names;
        this.calls = calls;
        this.news = news;
        this.mending = mending;
        this.locks = locks;
        this.lock = new ClusterLock(self, calls, locks);
        calls.reportLateGrants(self, lock::grantedLate);
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
            proceed();
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
            proceed();
        }
    }

    /// Begins if there is something to do and nothing in the way. A change while it is not clear who belongs to our partition
    /// would miss somebody.
    void proceed() {
        if (phase == Phase.IDLE && !waiting.isEmpty() && news.isEmpty()) {
            begin();
        }
    }

    private void begin() {
        phase = Phase.LOCKING;
        SortedSet<Atom> partition = nodes.partition();
        lock.take(
                id,
                List.of(() -> List.of(partition.last()), () -> partition),
                () -> granted(partition.containsAll(nodes.known()) && news.isEmpty()),
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
            if (wanted.change instanceof NameChange.Mend(Atom reference)) {
                compareWith(reference, wanted);
            } else {
                carryOut(wanted);
            }
        }
        unlockWhenDone();
    }

    private void carryOut(Wanted wanted) {
        GlobalRequest request = requestFor(wanted.change);
        if (request == null) {
            refuse(wanted);
        } else {
            unanswered++;
            calls.ask(self, members(), request, _ -> done(wanted));
        }
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
            case NameChange.HandOver(GlobalName entry, Pid from) ->
                    from.equals(names.whereis(entry.name()))
                            ? new GlobalRequest.Register(entry)
                            : null;
            case NameChange.Unregister(Term name) -> new GlobalRequest.Unregister(name);
            case NameChange.Finish unfinished -> finishing(unfinished);
            case NameChange.Mend _ -> null;
        };
    }

    /// Makes our table and that of another member equal, unless that is to be done already.
    void mend(Atom reference) {
        NameChange.Mend change = new NameChange.Mend(reference);
        if (waiting.stream().noneMatch(wanted -> wanted.change.equals(change))) {
            change(NOBODY, change);
        }
    }

    private void compareWith(Atom reference, Wanted wanted) {
        unanswered++;
        calls.ask(
                self,
                List.of(reference),
                new GlobalRequest.GetTable(),
                answers -> mend(wanted, answers.get(reference)));
    }

    private void mend(Wanted wanted, @Nullable Term table) {
        List<GlobalRequest> changes =
                table instanceof ListTerm
                        ? mending.changes(GlobalCodec.readNames(table))
                        : List.of();
        for (GlobalRequest change : changes) {
            unanswered++;
            calls.ask(self, members(), change, _ -> done(wanted));
        }
        outbox.notify(new GlobalEvent.TableMended(wanted.change.name(), changes.size()));
        done(wanted);
    }

    /// The new owner may be lost together with who gave it the name. The former owner's node heard of it, and has nobody
    /// under the name then; so it shall be for those who did not hear of it.
    private @Nullable GlobalRequest finishing(NameChange.Finish unfinished) {
        GlobalName present = names.find(unfinished.name());
        if (present == null) {
            return unfinished.freed() ? new GlobalRequest.Unregister(unfinished.name()) : null;
        }
        return present.pid().equals(unfinished.pid()) ? new GlobalRequest.Register(present) : null;
    }

    private void done(Wanted wanted) {
        unanswered--;
        complete(wanted, Outcome.YES);
        unlockWhenDone();
    }

    private void refuse(Wanted wanted) {
        if (wanted.request != NOBODY) {
            outbox.refuse(wanted.request, names.whereis(wanted.change.name()));
        }
    }

    private void complete(Wanted wanted, Outcome outcome) {
        if (wanted.request != NOBODY) {
            outbox.complete(wanted.request, outcome);
        }
    }

    private void unlockWhenDone() {
        boolean more = !waiting.isEmpty() && begun < CHANGES_UNDER_ONE_LOCK;
        if (phase == Phase.HOLDING && unanswered == 0 && !more) {
            if (begun > 0 && begun < CHANGES_LINGERED_FOR && !locks.isContended()) {
                linger();
            } else {
                unlock();
            }
        }
    }

    /// Who registers one name after the other asks for the next a moment after the one before is done, and should not pay
    /// for the lock each time.
    private void linger() {
        attempt = outbox.nextId();
        outbox.startTimer(new GlobalTimer.LingerOver(attempt), LINGER);
    }

    void lingerOver(GlobalTimer.LingerOver timer) {
        if (phase == Phase.HOLDING && timer.attempt() == attempt && unanswered == 0) {
            unlock();
        }
    }

    private void unlock() {
        phase = Phase.UNLOCKING;
        lock.release(
                id,
                () -> {
                    phase = Phase.IDLE;
                    proceed();
                });
    }
}
