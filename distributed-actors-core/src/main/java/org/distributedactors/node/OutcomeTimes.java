package org.distributedactors.node;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// How often something ended in which way, and how long that took in all. Any thread may record and read; the figures only
/// grow.
public final class OutcomeTimes {

    /// How it ended.
    public enum Outcome {
        SUCCESS,
        /// No answer came in time.
        TIMEOUT,
        /// There is no such process, or nothing of that name that may be started.
        NOPROC,
        /// There is no connection with the node, or it was lost.
        NOCONNECTION,
        /// The other side did not want to.
        REFUSED,
        /// Anything else.
        ERROR
    }

    private record Sum(LongAdder count, LongAdder nanos) {}

    private final Map<Outcome, Sum> sums = new EnumMap<>(Outcome.class);

    /// With nothing recorded yet.
    public OutcomeTimes() {
        for (Outcome outcome : Outcome.values()) {
            sums.put(outcome, new Sum(new LongAdder(), new LongAdder()));
        }
    }

    /// One more.
    ///
    /// @param nanos how long it took
    public void record(Outcome outcome, long nanos) {
        Sum sum = sum(outcome);
        sum.nanos.add(nanos);
        sum.count.increment();
    }

    /// How many ended so.
    public long count(Outcome outcome) {
        return sum(outcome).count.sum();
    }

    /// How long all that ended so took together.
    public double total(Outcome outcome, TimeUnit unit) {
        return (double) sum(outcome).nanos.sum() / unit.toNanos(1);
    }

    private Sum sum(Outcome outcome) {
        Sum sum = sums.get(outcome);
        if (sum == null) {
            throw new AssertionError(outcome);
        }
        return sum;
    }
}
