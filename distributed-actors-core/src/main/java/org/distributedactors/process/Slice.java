package org.distributedactors.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long one activation of a process goes on, by the pool's clock on a worker and by the ticker elsewhere.
final class Slice {

    /// So many signals at most.
    static final int BATCH = 128;

    private static final int LOOK_AT_CLOCK = 8;
    private static final int UNIT_BITS = 20;

    /// The pool's clock is some milliseconds wrong.
    private static final long NANOS = 3_000_000;

    private final BehaviourCell cell;
    private final @Nullable WorkerPool clock;
    private final long budgetNanos;
    private final long start;

    /// Begins now.
    ///
    /// @param clock of the worker, or null
    Slice(BehaviourCell cell, @Nullable WorkerPool clock, long budgetNanos) {
        this.cell = cell;
        this.clock = clock;
        this.budgetNanos = Math.min(budgetNanos, NANOS);
        this.start = now();
        cell.busySince(units(start));
    }

    private long now() {
        return clock == null ? cell.runtime.ticker().nanos() : clock.nanos();
    }

    /// @param count how many signals were worked on
    boolean continues(int count) {
        if (count == 0) {
            return true;
        }
        if (clock == null && count % LOOK_AT_CLOCK != 0) {
            return true;
        }
        long now = now();
        cell.busySince(units(now));
        return count < BATCH && now - start <= budgetNanos;
    }

    /// Units of 2^20 nanoseconds, about a millisecond. Wraps after 26 days.
    private static int units(long nanos) {
        return (int) (nanos >> UNIT_BITS);
    }

    static Duration since(int units, long now) {
        return Duration.ofNanos(Math.max(0L, units(now) - units) << UNIT_BITS);
    }
}
