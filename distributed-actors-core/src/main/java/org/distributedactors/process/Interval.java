package org.distributedactors.process;

import java.time.Duration;
import java.util.Optional;
import org.distributedactors.term.Pid;

/// Sends the same message again and again until it is stopped or the process is no more. Usable from any thread.
///
/// The times are the multiples of the period from the start, so that lateness does not add up. Those that have passed
/// before the message could be sent are left out: after a long pause one message comes, not hundreds.
final class Interval implements OwnTimer {

    private final ProcessRuntime runtime;
    private final Pid to;
    private final long periodNanos;
    private final Object message;
    private long due;
    private Timer next = Timer.OVER;
    private boolean cancelled;
    private boolean suspended;

    Interval(ProcessRuntime runtime, Pid to, Duration period, Object message) {
        this(runtime, to, period, period, message);
    }

    /// @param first the time to the first message
    Interval(ProcessRuntime runtime, Pid to, Duration first, Duration period, Object message) {
        if (!period.isPositive()) {
            throw new IllegalArgumentException("not a period: " + period);
        }
        this.runtime = runtime;
        this.to = to;
        this.periodNanos = period.toNanos();
        this.message = message;
        this.due = runtime.ticker().nanos() + first.toNanos() - periodNanos;
        schedule();
    }

    private synchronized void schedule() {
        if (cancelled || suspended) {
            return;
        }
        long now = runtime.ticker().nanos();
        due += periodNanos;
        if (due - now <= 0) {
            due += ((now - due) / periodNanos + 1) * periodNanos;
        }
        next = runtime.timers().after(Duration.ofNanos(due - now), this::fire);
    }

    private void fire() {
        if (runtime.isAlive(to)) {
            runtime.incoming().message(to, message);
            schedule();
        } else {
            cancel();
        }
    }

    @Override
    public Object message() {
        return message;
    }

    @Override
    public Duration period() {
        return Duration.ofNanos(periodNanos);
    }

    @Override
    public synchronized void suspend() {
        if (!cancelled) {
            suspended = true;
            next.cancel();
        }
    }

    @Override
    public synchronized void goOn() {
        if (suspended) {
            suspended = false;
            due -= periodNanos;
            schedule();
        }
    }

    /// @return the time to the next message, when it was not stopped before
    @Override
    public synchronized Optional<Duration> cancel() {
        Optional<Duration> left = left();
        cancelled = true;
        next.cancel();
        return left;
    }

    /// The time to the next message.
    @Override
    public synchronized Optional<Duration> left() {
        return cancelled
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, due - runtime.ticker().nanos())));
    }
}
