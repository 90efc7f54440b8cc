package org.distributedactors.process;

import java.time.Duration;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// Sends the same message again and again until it is stopped or the process is no more. Usable from any thread.
final class Interval implements Timer {

    private final ProcessRuntime runtime;
    private final Pid to;
    private final Duration period;
    private final Object message;
    private @Nullable Timer next;
    private boolean cancelled;

    Interval(ProcessRuntime runtime, Pid to, Duration period, Object message) {
        this.runtime = runtime;
        this.to = to;
        this.period = period;
        this.message = message;
        schedule();
    }

    private synchronized void schedule() {
        if (!cancelled) {
            next = runtime.timers().after(period, this::fire);
        }
    }

    private void fire() {
        if (runtime.isAlive(to)) {
            runtime.send(to, message);
            schedule();
        }
    }

    @Override
    public synchronized boolean cancel() {
        boolean first = !cancelled;
        cancelled = true;
        if (next != null) {
            next.cancel();
        }
        return first;
    }
}
