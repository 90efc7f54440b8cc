package org.distributedactors.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A thread that works on the signals of a process, one after the other, until none is left or its share of time is used up. A
/// worker uses the same activation for one process after the other.
///
/// Senders write to the object of a process all the time, so that its receiver would have to fetch it from another core for each
/// message. What the receiver looks at and writes between two messages is therefore here; what others say to the process in
/// the meantime, they say in its own fields and then give `notice` here.
class Activation {

    /// So many signals at most.
    static final int BATCH = 128;

    /// After so many signals the head of the queue catches up.
    private static final int STRETCH = 16;

    private static final int LOOK_AT_CLOCK = 8;
    private static final int UNIT_BITS = 20;

    /// The pool's clock is some milliseconds wrong.
    private static final long NANOS = 3_000_000;

    private final Thread thread;
    private final @Nullable Worker worker;
    private final Ticker ticker;

    private long start;
    private long budgetNanos;

    /// Since when it works on the signal in hand, about.
    private int busySince;

    /// How many signals behind the head of the queue the one in hand is. Others only have a look at it.
    private int behind;

    private volatile boolean noticed;

    /// @param worker whose thread that is, or null
    /// @param ticker measures its time; the clock of a pool on a worker
    Activation(Thread thread, @Nullable Worker worker, Ticker ticker) {
        this.thread = thread;
        this.worker = worker;
        this.ticker = ticker;
    }

    final Thread thread() {
        return thread;
    }

    final @Nullable Worker worker() {
        return worker;
    }

    // ---- its time

    final void begin(long budget) {
        budgetNanos = Math.min(budget, NANOS);
        start = ticker.nanos();
        busySince = units(start);
        behind = 0;
        noticed = true;
    }

    /// @param count how many signals were worked on
    final boolean continues(int count) {
        if (count == 0 || worker == null && count % LOOK_AT_CLOCK != 0) {
            return true;
        }
        long now = ticker.nanos();
        busySince = units(now);
        return count < BATCH && now - start <= budgetNanos;
    }

    final int busySince() {
        return busySince;
    }

    /// Units of 2^20 nanoseconds, about a millisecond. Wraps after 26 days.
    private static int units(long nanos) {
        return (int) (nanos >> UNIT_BITS);
    }

    static Duration since(int units, long now) {
        return Duration.ofNanos(Math.max(0L, units(now) - units) << UNIT_BITS);
    }

    // ---- where it is in the queue

    final int behind() {
        return behind;
    }

    /// The next signal is in hand.
    ///
    /// @return whether the head of the queue is to catch up
    final boolean proceeds() {
        if (++behind < STRETCH) {
            return false;
        }
        behind = 0;
        return true;
    }

    final void caughtUp() {
        behind = 0;
    }

    // ---- what others say to the process meanwhile

    /// Something of the process has changed that it has to look at before the next message.
    final void notice() {
        noticed = true;
    }

    /// Whether it is to look at the process. It does so at once.
    final boolean takesNotice() {
        if (!noticed) {
            return false;
        }
        noticed = false;
        return true;
    }

    /// Whoever is to run next on this worker need not wait for the next message.
    final void passOn() {
        if (worker != null) {
            worker.passOn();
        }
    }
}
