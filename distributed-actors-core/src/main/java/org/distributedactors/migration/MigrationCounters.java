package org.distributedactors.migration;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.distributedactors.migration.MigrationException.Reason;

/// How often what happened since the start of the node. Usable from any thread.
public final class MigrationCounters {

    private final LongAdder departed = new LongAdder();
    private final LongAdder arrived = new LongAdder();

    private final LongAdder inDoubt = new LongAdder();
    private final Map<Reason, LongAdder> stayed = new EnumMap<>(Reason.class);
    private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);

    MigrationCounters() {
        for (Reason reason : Reason.values()) {
            stayed.put(reason, new LongAdder());
            refused.put(reason, new LongAdder());
        }
    }

    void countDeparted() {
        departed.increment();
    }

    void countArrived() {
        arrived.increment();
    }

    void countInDoubt() {
        inDoubt.increment();
    }

    void countStayed(Reason reason) {
        count(stayed, reason);
    }

    void countRefused(Reason reason) {
        count(refused, reason);
    }

    private static void count(Map<Reason, LongAdder> counters, Reason reason) {
        LongAdder counter = counters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /// Processes that went to other nodes.
    public long departed() {
        return departed.sum();
    }

    /// Processes that came from other nodes.
    public long arrived() {
        return arrived.sum();
    }

    /// Moves whose outcome was not known for a while.
    public long inDoubt() {
        return inDoubt.sum();
    }

    /// Processes that were to go and stayed, for this reason.
    public long stayed(Reason reason) {
        return sum(stayed, reason);
    }

    /// Processes that were to come and were refused, for this reason.
    public long refused(Reason reason) {
        return sum(refused, reason);
    }

    private static long sum(Map<Reason, LongAdder> counters, Reason reason) {
        LongAdder counter = counters.get(reason);
        return counter == null ? 0 : counter.sum();
    }
}
