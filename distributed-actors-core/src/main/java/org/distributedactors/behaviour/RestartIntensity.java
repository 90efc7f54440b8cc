package org.distributedactors.behaviour;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Counts restarts in a window of time.
final class RestartIntensity {

    private final int intensity;
    private final long periodNanos;
    private final Deque<Long> restarts = new ArrayDeque<>();

    RestartIntensity(int intensity, Duration period) {
        this.intensity = intensity;
        this.periodNanos = period.toNanos();
    }

    /// One more restart at this time. Returns how many there are in the window, this one included.
    int add(long nanos) {
        restarts.addLast(nanos);
        while (nanos - restarts.getFirst() > periodNanos || restarts.size() > intensity + 1) {
            restarts.removeFirst();
        }
        return restarts.size();
    }
}
