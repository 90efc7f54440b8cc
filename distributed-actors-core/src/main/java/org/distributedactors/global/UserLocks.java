package org.distributedactors.global;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;

/// The locks that applications of this node take on all connected nodes, as `global:set_lock/1` does.
///
/// | Phase    | Event       | Next     | Done                                                            |
/// |----------|-------------|----------|-----------------------------------------------------------------|
/// | -        | wanted      | TAKING   | ask the node with the greatest name, then all                   |
/// | TAKING   | all granted | HELD     | tell who asked                                                  |
/// | TAKING   | refused     | PAUSING  | give back what was granted, which the {@link ClusterLock} does  |
/// | PAUSING  | pause over  | TAKING   |                                                                 |
/// | any      | given up    | RELEASED | give back what was granted                                      |
final class UserLocks {

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final Pid holder;
    private final KnownNodes nodes;
    private final LockTable locks;
    private final NodeCalls calls;
    private final Outbox outbox;
    private final RandomGenerator random;
    private final Map<Long, Wanted> wanted = new LinkedHashMap<>();

    private enum Phase {
        TAKING,
        PAUSING,
        HELD,
        RELEASED
    }

    /// A lock from when it is asked for until it is given back everywhere.
    private static final class Wanted {

        private final long request;
        private final LockId id;
        private final ClusterLock lock;
        private final Backoff backoff;
        private Phase phase = Phase.TAKING;

        Wanted(long request, LockId id, ClusterLock lock, Backoff backoff) {
            this.request = request;
            this.id = id;
            this.lock = lock;
            this.backoff = backoff;
        }
    }

    /// @param holder the process whose end frees the locks on other nodes
    UserLocks(
            Pid holder,
            KnownNodes nodes,
            LockTable locks,
            NodeCalls calls,
            Outbox outbox,
            RandomGenerator random) {
        this.holder = holder;
        this.nodes = nodes;
        this.locks = locks;
        this.calls = calls;
        this.outbox = outbox;
        this.random = random;
        calls.reportLateGrants(holder, this::grantedLate);
    }

    /// Takes a lock; it ends in {@link GlobalEffect.Complete}, and is held until {@link #release} with the same number.
    void take(long request, LockId id) {
        Wanted next =
                new Wanted(
                        request,
                        id,
                        new ClusterLock(holder, calls, locks),
                        new Backoff(random, FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
        wanted.put(request, next);
        take(next);
    }

    private void take(Wanted next) {
        next.phase = Phase.TAKING;
        SortedSet<Atom> all = new TreeSet<>(nodes.connected());
        all.add(nodes.self());
        next.lock.take(
                next.id,
                List.of(() -> List.of(all.last()), () -> all),
                () -> granted(next),
                () -> refused(next));
    }

    private void granted(Wanted next) {
        if (next.phase == Phase.RELEASED) {
            giveBack(next);
        } else {
            next.phase = Phase.HELD;
            outbox.complete(next.request, Outcome.YES);
        }
    }

    private void refused(Wanted next) {
        if (next.phase == Phase.RELEASED) {
            wanted.remove(next.request);
        } else {
            next.phase = Phase.PAUSING;
            outbox.startTimer(new GlobalTimer.RetryUserLock(next.request), next.backoff.next());
        }
    }

    void retry(GlobalTimer.RetryUserLock timer) {
        Wanted next = wanted.get(timer.request());
        if (next != null && next.phase == Phase.PAUSING) {
            take(next);
        }
    }

    /// Gives a lock up that is not held yet.
    void abandon(long request) {
        Wanted given = wanted.get(request);
        if (given != null && given.phase != Phase.HELD && given.phase != Phase.RELEASED) {
            outbox.complete(request, Outcome.ABANDONED);
            release(request);
        }
    }

    /// Gives a lock back, or up.
    void release(long request) {
        Wanted given = wanted.get(request);
        if (given == null || given.phase == Phase.RELEASED) {
            return;
        }
        Phase before = given.phase;
        given.phase = Phase.RELEASED;
        if (before == Phase.HELD) {
            giveBack(given);
        } else if (before == Phase.PAUSING) {
            wanted.remove(request);
        }
    }

    private void giveBack(Wanted given) {
        given.lock.release(given.id, () -> wanted.remove(given.request));
    }

    /// The node is gone, and with it the locks we had there.
    void lost(Atom node) {
        wanted.values().forEach(held -> held.lock.lost(node));
    }

    private void grantedLate(LockId id, Atom node) {
        for (Wanted candidate : wanted.values()) {
            if (candidate.id.equals(id)) {
                candidate.lock.grantedLate(id, node);
                return;
            }
        }
        calls.ask(holder, List.of(node), new GlobalRequest.DelLock(id), answers -> {});
    }
}
