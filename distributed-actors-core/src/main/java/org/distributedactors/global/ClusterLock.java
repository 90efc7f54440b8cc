package org.distributedactors.global;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Takes one lock at a time on many nodes for one process, all or none.
///
/// The nodes are asked in steps. The first step is one node that all who want the lock ask first, the boss, so
/// that of several contenders all but one fail there and disturb nobody else. On release the boss comes last.
final class ClusterLock {

    private final Pid holder;
    private final Atom self;
    private final NodeCalls calls;
    private final LockTable ownLocks;
    private final SortedSet<Atom> held = new TreeSet<>();
    private @Nullable LockId wanted;

    /// One try to take the lock.
    private record Attempt(
            LockId id,
            List<Supplier<Collection<Atom>>> steps,
            Runnable granted,
            Runnable refused) {}

    ClusterLock(Pid holder, NodeCalls calls, LockTable ownLocks) {
        this.holder = holder;
        this.self = holder.node();
        this.calls = calls;
        this.ownLocks = ownLocks;
    }

    /// The nodes on which the lock is held now.
    SortedSet<Atom> held() {
        return new TreeSet<>(held);
    }

    /// Takes the lock on the nodes of each step in turn. A node that is lost meanwhile is left out.
    ///
    /// @param steps each is evaluated when its turn comes
    /// @param granted is called when all nodes have said yes
    /// @param refused is called when a node said no, and the lock is given back where it was granted
    void take(
            LockId id, List<Supplier<Collection<Atom>>> steps, Runnable granted, Runnable refused) {
        wanted = id;
        take(new Attempt(id, steps, granted, refused), 0);
    }

    private void take(Attempt attempt, int step) {
        if (step == attempt.steps.size()) {
            attempt.granted.run();
            return;
        }
        SortedSet<Atom> nodes = new TreeSet<>(attempt.steps.get(step).get());
        nodes.removeAll(held);
        if (ownNodeRefuses(attempt)) {
            giveUp(attempt);
            return;
        }
        calls.ask(
                holder,
                nodes,
                new GlobalRequest.SetLock(attempt.id),
                answers -> answered(attempt, step, answers));
    }

    /// Our own node is part of every lock taken here, so there is no use in disturbing others for a lock that it
    /// would refuse.
    private boolean ownNodeRefuses(Attempt attempt) {
        return !held.contains(self) && !ownLocks.canSet(attempt.id);
    }

    private void answered(Attempt attempt, int step, SortedMap<Atom, Term> answers) {
        answers.forEach((node, answer) -> {
            if (answer.equals(Atom.TRUE)) {
                held.add(node);
            }
        });
        if (answers.values().stream().allMatch(Atom.TRUE::equals)) {
            take(attempt, step + 1);
        } else {
            giveUp(attempt);
        }
    }

    private void giveUp(Attempt attempt) {
        release(attempt.id, attempt.refused);
    }

    /// Gives the lock back, on the boss when it is free everywhere else: a contender that gets the boss then
    /// gets the others as well. The boss's answer is not waited for, since whatever we ask of it next comes after.
    void release(LockId id, Runnable then) {
        wanted = null;
        if (held.isEmpty()) {
            then.run();
            return;
        }
        GlobalRequest delete = new GlobalRequest.DelLock(id);
        Atom boss = held.last();
        SortedSet<Atom> others = new TreeSet<>(held.headSet(boss));
        held.clear();
        calls.ask(
                holder,
                others,
                delete,
                _ -> {
                    calls.ask(holder, List.of(boss), delete, _ -> {});
                    then.run();
                });
    }

    /// A node that was lost, and is back, granted the lock. It is given back with the others if it is wanted now, else
    /// at once.
    void grantedLate(LockId id, Atom node) {
        if (id.equals(wanted)) {
            held.add(node);
        } else {
            calls.ask(holder, List.of(node), new GlobalRequest.DelLock(id), _ -> {});
        }
    }

    /// The node is gone, and with it the lock we had there.
    void lost(Atom node) {
        held.remove(node);
    }
}
