package org.distributedactors.global;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/// Virtual time: things to do, each at its moment, done one after the other.
final class SimulatedClock {

    private record Planned(long atMicros, long number, Runnable action) {}

    private final PriorityQueue<Planned> plan =
            new PriorityQueue<>(
                    Comparator.comparingLong(Planned::atMicros).thenComparingLong(Planned::number));
    private long nowMicros;
    private long planned;

    long nowMicros() {
        return nowMicros;
    }

    void at(long micros, Runnable action) {
        plan.add(new Planned(Math.max(micros, nowMicros), planned++, action));
    }

    void after(Duration delay, Runnable action) {
        at(nowMicros + delay.toNanos() / 1000, action);
    }

    /// Lets this much time pass.
    void run(Duration time) {
        runUntil(() -> false, time);
    }

    /// Lets time pass until the condition holds.
    ///
    /// @return whether it held within the limit
    boolean runUntil(BooleanSupplier condition, Duration limit) {
        long end = nowMicros + limit.toNanos() / 1000;
        while (!condition.getAsBoolean()) {
            Planned next = plan.peek();
            if (next == null || next.atMicros > end) {
                nowMicros = end;
                return condition.getAsBoolean();
            }
            plan.remove();
            nowMicros = next.atMicros;
            next.action.run();
        }
        return true;
    }
}
