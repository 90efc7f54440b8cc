package org.distributedactors.process;

import java.util.ArrayList;
import java.util.List;

/// The timers a process has set for itself, so that they end with it. Those that are over are thrown out when the list has
/// doubled. Touched by the process alone.
final class OwnTimers {

    private static final int SMALLEST = 8;

    private final List<OwnTimer> timers = new ArrayList<>(2);
    private int limit = SMALLEST;

    void add(OwnTimer timer) {
        if (timers.size() >= limit) {
            timers.removeIf(old -> old.left().isEmpty());
            limit = Math.max(SMALLEST, 2 * timers.size());
        }
        timers.add(timer);
    }

    void cancelAll() {
        timers.forEach(Timer::cancel);
        timers.clear();
    }

    /// All of them stand still; returns what they are going to bring.
    List<TransitSnapshot.Pending> suspend() {
        List<TransitSnapshot.Pending> pending = new ArrayList<>();
        for (OwnTimer timer : timers) {
            timer.suspend();
            timer.left()
                    .ifPresent(left ->
                            pending.add(
                                    new TransitSnapshot.Pending(
                                            left, timer.period(), timer.message())));
        }
        return pending;
    }

    void resume() {
        timers.forEach(OwnTimer::goOn);
    }

    int size() {
        return timers.size();
    }
}
