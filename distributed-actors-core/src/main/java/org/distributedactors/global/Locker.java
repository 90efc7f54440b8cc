package org.distributedactors.global;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.distributedactors.global.GlobalMessage.LockSet;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Takes the lock that two joining nodes need in both their partitions, for one other node at a time.
///
/// | Phase     | Event                       | Next      | Done                                              |
/// |-----------|-----------------------------|-----------|---------------------------------------------------|
/// | IDLE      | a node wants to join        | LOCKING   | take the lock in our partition and on his node    |
/// | IDLE      | his `lock_set true`         | LOCKING   | take the lock in our partition                    |
/// | LOCKING   | all granted, we began       | WAITING   | send `lock_set true`                              |
/// | LOCKING   | all granted, he began       | HOLDING   | send `lock_set true`, tell the session            |
/// | LOCKING   | refused                     | IDLE      | send `lock_set false` if he began; later again    |
/// | WAITING   | his `lock_set true`         | HOLDING   | tell the session                                  |
/// | WAITING   | his `lock_set false`        | UNLOCKING | give the lock back; later again                   |
/// | WAITING   | nothing for long            | UNLOCKING | start the session anew                            |
/// | any       | the session ends            | UNLOCKING | give the lock back                                |
///
/// His messages that come while we are busy with another node wait until we are idle. It cannot come to two
/// nodes waiting for each other in a circle: who has the lock has it on one node of the other partition too, so
/// nobody over there can complete a lock with a third one.
///
/// An Erlang node waits 200 ms and more before it tries, to let things settle. Here the first attempt follows
/// at once, and failed ones are repeated after short random pauses.
final class Locker {

    private enum Phase {
        IDLE,
        LOCKING,
        WAITING,
        HOLDING,
        UNLOCKING
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long PAUSE_AFTER_OTHERS_MILLIS = 10;

    private final Pid self;
    private final KnownNodes nodes;
    private final LockTable locks;
    private final ClusterLock lock;
    private final Outbox outbox;
    private final RandomGenerator random;
    private final Backoff backoff;
    private BiConsumer<Candidate, LockId> lockIsSet = (_, _) -> {};
    private Consumer<Candidate> timedOut = _ -> {};

    private final Map<Atom, Candidate> candidates = new LinkedHashMap<>();
    private final Set<Candidate> invitations = new LinkedHashSet<>();
    private Phase phase = Phase.IDLE;
    private @Nullable Candidate current;
    private boolean cancelled;
    private long attempt;
    private boolean pausing;
    private boolean blockedHere;

    Locker(
            Pid self,
            KnownNodes nodes,
            LockTable locks,
            NodeCalls calls,
            Outbox outbox,
            RandomGenerator random) {
        this.self = self;
        this.nodes = nodes;
        this.locks = locks;
        this.lock = new ClusterLock(self, calls, locks);
        calls.reportLateGrants(self, lock::grantedLate);
        this.outbox = outbox;
        this.random = random;
        this.backoff = new Backoff(random, FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    }

    /// Says whom to tell.
    ///
    /// @param lockIsSet is called when both lockers have the lock
    /// @param timedOut is called when the other locker does not answer
    void report(BiConsumer<Candidate, LockId> lockIsSet, Consumer<Candidate> timedOut) {
        this.lockIsSet = lockIsSet;
        this.timedOut = timedOut;
    }

    /// How many nodes wait for the locker, or for its answer.
    int queued() {
        return Math.max(candidates.size(), invitations.size());
    }

    /// A node wants to join, and both sides know each other's tags.
    void add(Candidate candidate) {
        candidates.put(candidate.node(), candidate);
        proceed();
    }

    /// The attempt with this node is over, well or not. What is locked for it is given back.
    void remove(Atom node, Term ourTag) {
        Candidate candidate = candidates.get(node);
        if (candidate != null && candidate.ourTag().equals(ourTag)) {
            candidates.remove(node);
            invitations.remove(candidate);
        }
        if (current != null && current.node().equals(node) && current.ourTag().equals(ourTag)) {
            endCurrent();
        }
    }

    private void endCurrent() {
        switch (phase) {
            case LOCKING -> cancelled = true;
            case WAITING -> unlock();
            case HOLDING -> {
                backoff.reset();
                pausing = false;
                unlock();
            }
            case IDLE, UNLOCKING -> {}
        }
    }

    /// The node is gone, and with it the lock we had there.
    void lost(Atom node) {
        lock.lost(node);
    }

    /// His locker says whether it has the lock in his partition.
    ///
    /// @param ourTag our tag, or null when his release does not say it
    void lockSet(Pid hisLocker, boolean set, @Nullable Term ourTag) {
        Candidate candidate = candidates.get(hisLocker.node());
        if (candidate == null || (ourTag != null && !ourTag.equals(candidate.ourTag()))) {
            if (set) {
                refuse(hisLocker);
            }
        } else if (phase == Phase.WAITING && candidate.equals(current)) {
            answered(candidate, set);
        } else if (set && !candidate.equals(current)) {
            invitations.add(candidate);
            proceed();
        } else if (set && (phase == Phase.LOCKING || phase == Phase.UNLOCKING)) {
            invitations.add(candidate);
        }
    }

    /// Somebody without a session gets an answer too, straight to the locker and without a tag, since his tag is
    /// not known.
    private void refuse(Pid hisLocker) {
        LockSet no = new LockSet(self, false, nodes.known(), null);
        outbox.add(new GlobalEffect.Send(self, hisLocker, GlobalCodec.write(no)));
    }

    private void answered(Candidate candidate, boolean set) {
        if (set) {
            hold(candidate);
        } else {
            pause();
            unlock();
        }
    }

    /// The lock on names became free on this node. Who paused because of it need not wait longer, and yet not all
    /// should try in the same moment.
    void lockReleased() {
        if (phase == Phase.IDLE && pausing && blockedHere) {
            pauseFor(Duration.ofMillis(random.nextLong(1, PAUSE_AFTER_OTHERS_MILLIS + 1)));
        }
    }

    void retry(GlobalTimer.RetryLock timer) {
        if (timer.attempt() == attempt && pausing) {
            pausing = false;
            proceed();
        }
    }

    void outOfPatience(GlobalTimer.LockPatience timer) {
        Candidate candidate = current;
        if (timer.attempt() == attempt && phase == Phase.WAITING && candidate != null) {
            timedOut.accept(candidate);
        }
    }

    /// Takes up the next thing to do when nothing is under way: an invitation before an attempt of our own,
    /// because his partition is locked already.
    private void proceed() {
        if (phase != Phase.IDLE) {
            return;
        }
        if (!invitations.isEmpty()) {
            Candidate inviting = invitations.iterator().next();
            invitations.remove(inviting);
            start(inviting, false);
            return;
        }
        candidates.keySet().removeIf(nodes::isKnown);
        if (candidates.isEmpty() || pausing) {
            return;
        }
        if (locks.isNamesLockSet()) {
            pause();
        } else {
            start(choose(), true);
        }
    }

    /// Nodes of our own host first, then any.
    private Candidate choose() {
        List<Candidate> all = List.copyOf(candidates.values());
        List<Candidate> near =
                all.stream().filter(c -> host(c.node()).equals(host(self.node()))).toList();
        List<Candidate> choice = near.isEmpty() ? all : near;
        return choice.get(random.nextInt(choice.size()));
    }

    private static String host(Atom node) {
        return node.name().substring(node.name().indexOf('@') + 1);
    }

    /// @param weBegin whether we ask him, so that his node must be locked too
    private void start(Candidate candidate, boolean weBegin) {
        phase = Phase.LOCKING;
        current = candidate;
        cancelled = false;
        Set<Atom> locked = new TreeSet<>();
        List<Supplier<Collection<Atom>>> steps =
                List.of(
                        () -> List.of(nodes.boss()),
                        () ->
                                weBegin
                                        ? List.of(self.node(), candidate.node())
                                        : List.of(self.node()),
                        () -> {
                            locked.addAll(nodes.known());
                            return nodes.known();
                        });
        lock.take(
                lockId(candidate),
                steps,
                () -> granted(candidate, weBegin, locked.containsAll(nodes.known())),
                () -> refused(candidate, weBegin));
    }

    private LockId lockId(Candidate candidate) {
        return LockId.ofJoin(self, candidate.locker());
    }

    /// @param complete false when our partition grew while it was being locked
    private void granted(Candidate candidate, boolean weBegan, boolean complete) {
        if (cancelled || !complete) {
            unlockAfterFailure(candidate, weBegan);
            return;
        }
        tell(candidate, true);
        if (!weBegan || invitations.remove(candidate)) {
            hold(candidate);
        } else {
            phase = Phase.WAITING;
            attempt = outbox.nextId();
            pausing = false;
            outbox.startTimer(new GlobalTimer.LockPatience(attempt), PATIENCE);
        }
    }

    private void unlockAfterFailure(Candidate candidate, boolean weBegan) {
        if (!cancelled && !weBegan) {
            tell(candidate, false);
        }
        pause();
        unlock();
    }

    private void refused(Candidate candidate, boolean weBegan) {
        if (!cancelled && !weBegan) {
            tell(candidate, false);
        }
        idle();
        pause();
        proceed();
    }

    private void tell(Candidate candidate, boolean set) {
        outbox.send(
                self, candidate.node(), new LockSet(self, set, nodes.known(), candidate.hisTag()));
    }

    private void hold(Candidate candidate) {
        phase = Phase.HOLDING;
        lockIsSet.accept(candidate, lockId(candidate));
    }

    private void unlock() {
        Candidate candidate = current;
        if (candidate == null) {
            return;
        }
        phase = Phase.UNLOCKING;
        lock.release(
                lockId(candidate),
                () -> {
                    idle();
                    proceed();
                });
    }

    private void idle() {
        phase = Phase.IDLE;
        current = null;
        cancelled = false;
    }

    private void pause() {
        pauseFor(backoff.next());
    }

    private void pauseFor(Duration pause) {
        attempt = outbox.nextId();
        blockedHere = locks.isNamesLockSet();
        pausing = true;
        outbox.startTimer(new GlobalTimer.RetryLock(attempt), pause);
    }
}
