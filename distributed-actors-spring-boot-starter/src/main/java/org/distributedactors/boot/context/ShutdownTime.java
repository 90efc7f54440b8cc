package org.distributedactors.boot.context;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How much of the time is left that a node has to leave: for giving its processes to others, and for ending the rest. Any
/// thread may use it.
public final class ShutdownTime {

    private final Duration limit;
    private final LongSupplier nanos;
    private volatile long begun;
    private volatile boolean running;

    /// @param limit the time in all
    public ShutdownTime(Duration limit) {
        this(limit, System::nanoTime);
    }

    ShutdownTime(Duration limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    /// The node leaves from now on; nothing happens when it does already.
    public synchronized void begin() {
        if (!running) {
            begun = nanos.getAsLong();
            running = true;
        }
    }

    /// It is gone, or is up again.
    public synchronized void end() {
        running = false;
    }

    /// The time in all.
    public Duration limit() {
        return limit;
    }

    /// What is left of it, at least zero.
    public Duration left() {
        Duration gone = running ? Duration.ofNanos(nanos.getAsLong() - begun) : Duration.ZERO;
        Duration left = limit.minus(gone);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
