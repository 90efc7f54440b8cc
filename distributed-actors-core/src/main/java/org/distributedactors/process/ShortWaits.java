package org.distributedactors.process;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Has a thread that waits for an answer look for it a while before it parks. An answer is often there sooner than a
/// processor that sleeps can be woken for it: a call between two nodes of one machine takes 35 µs if its caller looks, and
/// 120 µs if it parks. Usable from any thread.
///
/// Looking costs a processor, so it is done only where it has paid lately, by few at a time, and never on one core:
///
/// | The last answers of this kind     | Then                                                      |
/// |-----------------------------------|-----------------------------------------------------------|
/// | came within 100 µs                | look for 100 µs, then park                                |
/// | came later than a look takes      | park at once; try again when they have become quicker     |
public final class ShortWaits {

    static final long LONGEST_LOOK_NANOS = 100_000;

    /// Parked threads learn of an answer later than it is there.
    private static final int WORTH_A_LOOK_MICROS = 200;

    /// What a look in vain counts as.
    private static final int IN_VAIN_MICROS = 400;

    /// A machine with too much to do takes the processor from who looks, for milliseconds. That has to show.
    private static final int LONGEST_MICROS = 10_000;

    private static final int WEIGHT = 8;
    private static final int KINDS = 64;
    private static final int SPINS = 10;

    /// By any clock: also one that stands still.
    private static final int MOST_LOOKS = 5_000;

    private final Ticker ticker;
    private final int mostLookers;
    private final AtomicInteger lookers = new AtomicInteger();

    /// A running mean for each kind of answer. Threads may overwrite each other: it is a guess.
    private final int[] usualMicros = new int[KINDS];

    /// @param cores that processes run on; with fewer than two nobody looks
    ShortWaits(Ticker ticker, int cores) {
        this.ticker = ticker;
        this.mostLookers = cores / 2;
    }

    /// Looks, if that has paid lately and this thread may.
    ///
    /// @param kind what is waited for; answers of one kind should take about the same time
    /// @return whether it is there
    public boolean look(int kind, long atMostNanos, BooleanSupplier isThere) {
        if (usualMicros[slot(kind)] >= WORTH_A_LOOK_MICROS || !mayLook()) {
            return isThere.getAsBoolean();
        }
        boolean found = false;
        if (lookers.incrementAndGet() <= mostLookers) {
            found = spin(Math.min(atMostNanos, LONGEST_LOOK_NANOS), isThere);
            if (!found) {
                record(kind, IN_VAIN_MICROS);
            }
        }
        lookers.decrementAndGet();
        return found || isThere.getAsBoolean();
    }

    /// Another worker takes over from one that looks, as it would if that one parked: what it looks for may well wait for a
    /// worker. Whoever runs another process as its visitor has no time.
    private static boolean mayLook() {
        if (CurrentProcess.get() instanceof BehaviourCell cell && cell.isVisited()) {
            return false;
        }
        if (Thread.currentThread() instanceof Worker worker) {
            worker.aboutToWait();
        }
        return true;
    }

    private boolean spin(long nanos, BooleanSupplier isThere) {
        long start = ticker.nanos();
        for (int i = 0; i < MOST_LOOKS; i++) {
            if (isThere.getAsBoolean()) {
                return true;
            }
            if (ticker.nanos() - start > nanos) {
                return false;
            }
            pause();
        }
        return false;
    }

    /// A virtual thread keeps its carrier for as long, which leaves half of them to others. One that yields is taken up by
    /// another carrier each time, which has to be woken and then looks for work itself: two processors for one look.
    private static void pause() {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
        }
    }

    /// An answer of this kind has come after so long.
    public void waited(int kind, long nanos) {
        record(kind, (int) Math.min(LONGEST_MICROS, nanos / 1000));
    }

    private void record(int kind, int micros) {
        int slot = slot(kind);
        int usual = usualMicros[slot];
        usualMicros[slot] = usual + (micros - usual) / WEIGHT;
    }

    private static int slot(int kind) {
        return (kind ^ kind >>> 16) & (KINDS - 1);
    }
}
