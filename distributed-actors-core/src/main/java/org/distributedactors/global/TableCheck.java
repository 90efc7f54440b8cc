package org.distributedactors.global;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Makes sure that our table is that of the other members, some time after the partition has changed.
///
/// Nodes that come and go in the midst of joins, again and again, can leave members with tables that differ, and nothing
/// in the protocol would ever find out. So each node compares the digest of its table with that of one node, the greatest
/// of its partition that runs this library. While the lock on names is free on the other node, and our table does not change
/// from the question to the answer, the digests differ only if the tables do, or the end of a process is under way. Two
/// equal differences in a row are mended: the {@link Registrar} takes the lock, compares name by name, and tells all.
final class TableCheck {

    private static final Duration FIRST = Duration.ofMillis(180);
    private static final long SPREAD_MILLIS = 100;
    private static final Duration AGAIN = Duration.ofMillis(120);
    private static final long SHORTEST_PAUSE_MILLIS = 25;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final int MENDINGS = 5;

    private final Pid server;
    private final KnownNodes nodes;
    private final NameTable names;
    private final LockTable locks;
    private final NodeCalls calls;
    private final Registrar registrar;
    private final Predicate<Atom> runsThisLibrary;
    private final Outbox outbox;
    private final RandomGenerator random;
    private final Backoff busy;
    private @Nullable Difference suspected;
    private long changes;
    private long due;
    private int mendings;

    private record Difference(Atom node, long ours, long his) {}

    /// @param runsThisLibrary whether a node is known to; asked of members
    TableCheck(
            Pid server,
            KnownNodes nodes,
            NameTable names,
            LockTable locks,
            NodeCalls calls,
            Registrar registrar,
            Predicate<Atom> runsThisLibrary,
            Outbox outbox,
            RandomGenerator random) {
        this.server = server;
        this.nodes = nodes;
        this.names = names;
        this.locks = locks;
        this.calls = calls;
        this.registrar = registrar;
        this.runsThisLibrary = runsThisLibrary;
        this.outbox = outbox;
        this.random = random;
        this.busy = new Backoff(random, SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    }

    /// Looks whether the partition has changed since this was called last.
    void look() {
        if (nodes.changes() != changes) {
            changes = nodes.changes();
            suspected = null;
            mendings = 0;
            busy.reset();
            compareAfter(FIRST.plusMillis(random.nextLong(SPREAD_MILLIS)));
        }
    }

    private void compareAfter(Duration delay) {
        due = outbox.nextId();
        outbox.startTimer(new GlobalTimer.CompareTables(due), delay);
    }

    void compare(GlobalTimer.CompareTables timer) {
        Atom reference = reference();
        if (timer.number() != due || reference == null || reference.equals(nodes.self())) {
            return;
        }
        if (locks.isNamesLockSet()) {
            compareAfter(busy.next());
            return;
        }
        long ours = names.digest();
        calls.ask(
                server,
                List.of(reference),
                new GlobalRequest.GetDigest(),
                answers -> answered(reference, ours, answers));
    }

    private @Nullable Atom reference() {
        return nodes.partition().reversed().stream()
                .filter(node -> node.equals(nodes.self()) || runsThisLibrary.test(node))
                .findFirst()
                .orElse(null);
    }

    private void answered(Atom reference, long ours, SortedMap<Atom, Term> answers) {
        Term answer = answers.get(reference);
        if (answer == null) {
            return; // The node is lost, which changes the partition.
        }
        boolean changed = locks.isNamesLockSet() || names.digest() != ours;
        if (changed || answer.equals(GlobalAtoms.BUSY)) {
            compareAfter(busy.next());
        } else if (answer instanceof IntegerTerm his && his.isLong()) {
            compared(new Difference(reference, ours, his.longValue()));
        }
    }

    private void compared(Difference difference) {
        busy.reset();
        if (difference.ours == difference.his) {
            suspected = null;
        } else if (!Objects.equals(difference, suspected)) {
            suspected = difference;
            compareAfter(AGAIN);
        } else if (mendings < MENDINGS) {
            suspected = null;
            mendings++;
            registrar.mend(difference.node);
            compareAfter(FIRST.multipliedBy(1L << mendings));
        }
    }
}
