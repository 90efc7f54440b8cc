package org.distributedactors.process;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Which threads run processes as visitors now, as far as the watcher has to know: it only takes samples, so a slot that
/// two threads share loses one of them.
final class Visits {

    private static final int SLOTS = 64;

    /// Slots lie apart, so that visitors do not disturb each other.
    private static final int DISTANCE = 16;

    private final AtomicReferenceArray<@Nullable Visitor> slots =
            new AtomicReferenceArray<>(SLOTS * DISTANCE);

    /// @return the visit of the same thread that this one is within, as far as it is known
    @Nullable Visitor begin(Visitor visitor) {
        int place = placeOf(visitor.thread().threadId());
        Visitor before = slots.getPlain(place);
        slots.setRelease(place, visitor);
        return before != null && before.thread().equals(visitor.thread()) ? before : null;
    }

    /// @param around as `begin` has said; it goes on
    void end(Visitor visitor, @Nullable Visitor around) {
        slots.setRelease(placeOf(visitor.thread().threadId()), around);
    }

    static int placeOf(long threadId) {
        return (int) (threadId % SLOTS) * DISTANCE;
    }

    /// One look of the watcher.
    ///
    /// @return whether anybody visits
    boolean lookAtAll(CpuTimes times) {
        boolean any = false;
        for (int i = 0; i < SLOTS; i++) {
            Visitor visitor = slots.getAcquire(i * DISTANCE);
            if (visitor != null) {
                any = true;
                visitor.lookAt(times);
            }
        }
        return any;
    }
}
