package org.distributedactors.process;

import java.time.Duration;
import java.util.Optional;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// Sends one message to a process. Usable from any thread.
final class OneTimer implements OwnTimer, Runnable {

    private final ProcessRuntime runtime;
    private final Pid to;
    private final Object message;
    private Timer next;

    /// What was left when it began to stand still; null while it does not.
    private @Nullable Duration left;

    private long since;

    OneTimer(ProcessRuntime runtime, Pid to, Duration delay, Object message) {
        this.runtime = runtime;
        this.to = to;
        this.message = message;
        this.next = runtime.timers().after(delay, this);
    }

    @Override
    public void run() {
        runtime.incoming().message(to, message);
    }

    @Override
    public Object message() {
        return message;
    }

    @Override
    public Duration period() {
        return Duration.ZERO;
    }

    @Override
    public synchronized Optional<Duration> cancel() {
        Optional<Duration> rest = left();
        if (left == null) {
            return next.cancel();
        }
        left = null;
        return rest;
    }

    @Override
    public synchronized Optional<Duration> left() {
        Duration before = left;
        if (before == null) {
            return next.left();
        }
        Duration rest = before.minusNanos(runtime.ticker().nanos() - since);
        return Optional.of(rest.isNegative() ? Duration.ZERO : rest);
    }

    @Override
    public synchronized void suspend() {
        left = next.cancel().orElse(null);
        since = runtime.ticker().nanos();
    }

    @Override
    public synchronized void goOn() {
        Duration rest = left == null ? null : left().orElse(null);
        if (rest != null) {
            left = null;
            next = runtime.timers().after(rest, this);
        }
    }
}
