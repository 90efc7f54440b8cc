package org.distributedactors.process;

import org.jspecify.annotations.Nullable;

/// Where the processes of one type run, and what a {@link WorkerPool} has learnt about them. Written by whoever sees one
/// of them block or overrun, read by whoever activates one.
///
/// | What was seen                                            | What follows                                             |
/// |----------------------------------------------------------|----------------------------------------------------------|
/// | it blocked three times within a second                   | virtual threads, at first for 30 s, each further time twice as long |
/// | a {@link NonBlocking} one held up a {@link Visitor}      | run by workers only, for a term of the same kind          |
///
/// One sight is not enough to mark a type as blocking, since the first run of any code loads classes and may well wait for a lock meanwhile. After its term a type is believed again, and one sight is enough to send it back.
final class ActivationProfile {

    private static final int SIGHTS = 3;
    private static final long WINDOW_NANOS = 1_000_000_000L;
    private static final long FIRST_TERM_NANOS = 30_000_000_000L;
    private static final long LONGEST_TERM_NANOS = 3600_000_000_000L;

    final Activator activator;
    final @Nullable WorkerPool pool;
    final String type;

    private final boolean declaredNonBlocking;
    private volatile boolean nonBlocking;
    private volatile boolean blocking;

    // Guarded by this.
    private final long[] sights = new long[SIGHTS - 1];
    private int sightsSeen;
    private long blockingUntil;
    private long blockingTerm = FIRST_TERM_NANOS;
    private long distrustedUntil;
    private long distrustTerm = FIRST_TERM_NANOS;

    ActivationProfile(
            Activator activator, @Nullable WorkerPool pool, String type, boolean nonBlocking) {
        this.activator = activator;
        this.pool = pool;
        this.type = type;
        this.declaredNonBlocking = nonBlocking;
        this.nonBlocking = nonBlocking;
    }

    /// Of processes that no pool of workers runs: they run where their activator says, and nobody looks at them.
    ///
    /// @param nonBlocking whether a thread that reads the network may run them, if their activator lets it
    static ActivationProfile unobserved(Activator activator, boolean nonBlocking) {
        return new ActivationProfile(
                activator, null, "", nonBlocking && activator.runsForReaders());
    }

    /// Whether activations run on virtual threads for now.
    boolean isBlocking() {
        return blocking;
    }

    /// Whether an idle process may be run by the thread that has delivered to it.
    boolean isNonBlocking() {
        return nonBlocking;
    }

    /// A handler blocks.
    ///
    /// @return whether the type is marked as blocking because of it
    synchronized boolean seenBlocking(long nanos) {
        if (blocking) {
            return false;
        }
        boolean suspect = blockingTerm > FIRST_TERM_NANOS;
        int oldest = sightsSeen % sights.length;
        boolean often = sightsSeen >= sights.length && nanos - sights[oldest] <= WINDOW_NANOS;
        sights[oldest] = nanos;
        sightsSeen++;
        if (!suspect && !often) {
            return false;
        }
        sightsSeen = 0;
        blocking = true;
        blockingUntil = nanos + blockingTerm;
        blockingTerm = Math.min(2 * blockingTerm, LONGEST_TERM_NANOS);
        return true;
    }

    /// A process was run by whoever delivered to it, and held that thread up.
    ///
    /// @return whether it loses its mark because of it
    synchronized boolean visitorHeldUp(long nanos) {
        if (!nonBlocking) {
            return false;
        }
        nonBlocking = false;
        distrustedUntil = nanos + distrustTerm;
        distrustTerm = Math.min(2 * distrustTerm, LONGEST_TERM_NANOS);
        return true;
    }

    /// Believes the type again when its term is over.
    ///
    /// @return whether it stands as it was declared now
    synchronized boolean forgive(long nanos) {
        if (declaredNonBlocking && !nonBlocking && nanos - distrustedUntil >= 0) {
            nonBlocking = true;
        }
        if (blocking && nanos - blockingUntil >= 0) {
            blocking = false;
        }
        return !blocking && nonBlocking == declaredNonBlocking;
    }
}
