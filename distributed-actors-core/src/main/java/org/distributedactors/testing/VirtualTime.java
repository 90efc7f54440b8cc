package org.distributedactors.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.distributedactors.process.Timer;
import org.jspecify.annotations.Nullable;

/// The one thread of a simulation: things to do, each at its moment, done one after the other. Time passes only from one
/// to the next.
final class VirtualTime {

    private final PriorityQueue<Planned> plan = new PriorityQueue<>();
    private long now;
    private long planned;
    private long done;

    /// Something to do for one life of a machine, or for nobody in particular.
    private final class Planned implements Comparable<Planned>, Timer {

        private final long at;
        private final long number;
        private final @Nullable Life life;
        private @Nullable Runnable action;

        Planned(long at, long number, @Nullable Life life, @Nullable Runnable action) {
            this.at = at;
            this.number = number;
            this.life = life;
            this.action = action;
        }

        @Override
        public int compareTo(Planned other) {
            int order = Long.compare(at, other.at);
            return order == 0 ? Long.compare(number, other.number) : order;
        }

        @Override
        public Optional<Duration> cancel() {
            Optional<Duration> left = left();
            action = null;
            return left;
        }

        @Override
        public Optional<Duration> left() {
            return action == null
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos(Math.max(0, at - now)));
        }
    }

    /// Nanoseconds since the beginning.
    long nanos() {
        return now;
    }

    /// How many things were done.
    long steps() {
        return done;
    }

    /// Plans something for a machine. It is dropped when that life of the machine ends, and waits while it is frozen.
    Timer at(long nanos, @Nullable Life life, Runnable action) {
        Planned next = new Planned(Math.max(nanos, now), planned++, life, action);
        plan.add(next);
        return next;
    }

    Timer after(Duration delay, @Nullable Life life, Runnable action) {
        return at(now + delay.toNanos(), life, action);
    }

    /// Lets time pass until the condition holds.
    ///
    /// @return whether it held within the limit
    boolean runUntil(BooleanSupplier condition, Duration limit) {
        long end = now + limit.toNanos();
        while (!condition.getAsBoolean()) {
            Planned next = plan.peek();
            if (next == null || next.at > end) {
                now = end;
                return condition.getAsBoolean();
            }
            plan.remove();
            now = next.at;
            perform(next);
        }
        return true;
    }

    private void perform(Planned next) {
        Runnable action = next.action;
        Life life = next.life;
        if (action == null || (life != null && life.hasEnded())) {
            return;
        }
        if (life != null && life.frozenUntil() > now) {
            plan.add(new Planned(life.frozenUntil(), next.number, life, action));
            return;
        }
        next.action = null;
        done++;
        action.run();
        // A process that kills itself interrupts the thread it runs on, which is everybody's here.
        Thread.interrupted();
    }
}
