package org.distributedactors.transport.netty;

import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.SendBudget;
import org.jspecify.annotations.Nullable;

/// Judges whether a peer takes what waits for it. No clock: whoever asks says what time it is.
///
/// Something waits all the time, and in the time of the budget's patience the peer took neither half of what makes a
/// connection busy nor all that waited at the beginning: then it is not reading, whatever else it says, and keeps memory
/// that belongs to others.
///
/// Not safe for use by several threads.
final class Patience {

    private final SendBudget budget;
    private boolean waiting;
    private long since;
    private long takenAtStart;
    private long wanted;

    Patience(SendBudget budget) {
        this.budget = budget;
    }

    /// @param nanos the time
    /// @param taken how many bytes the peer has taken since the connection stands
    /// @param pending how many bytes wait for it
    /// @return why the connection has to end, or null
    @Nullable Closed check(long nanos, long taken, long pending) {
        boolean enough = taken - takenAtStart >= wanted;
        if (pending == 0) {
            waiting = false;
        } else if (!waiting || enough) {
            waiting = true;
            since = nanos;
            takenAtStart = taken;
            wanted = Math.min(pending, budget.freeBytes());
        } else if (nanos - since >= budget.patience().toNanos()) {
            return new Closed(
                    CloseReason.NOT_READING,
                    "the peer took "
                            + (taken - takenAtStart)
                            + " of "
                            + pending
                            + " waiting bytes in "
                            + budget.patience().toSeconds()
                            + " s");
        }
        return null;
    }
}
