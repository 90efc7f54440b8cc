package org.distributedactors.process;

import org.jspecify.annotations.Nullable;

/// A thread that runs a process because it has delivered to it, for the time of one visit. Nobody but the watcher
/// judges how long that takes:
///
/// | Seen in one visit                                                        | Then the type            |
/// |--------------------------------------------------------------------------|--------------------------|
/// | the thread waits at two looks one after the other                        | loses its mark           |
/// | at the fourth look, 6 ms later, it is in a native method                 | loses its mark           |
/// | or has used a processor for 5 ms                                         | loses its mark           |
/// | of a virtual thread, whose use of the processor is not known: 50 ms      | loses its mark           |
/// | while classes are loaded or code is linked                               | keeps it                 |
///
/// A look comes every 2 ms, and none while the whole JVM stands still.
final class Visitor extends Activation {

    private static final int FIRST_JUDGEMENT = 3;
    private static final int LAST_JUDGEMENT = 25;
    private static final long CPU_NANOS = 5_000_000;

    private final BehaviourCell cell;
    private final int depth;

    // Of the watcher alone.
    private int looks;
    private boolean waited;
    private long cpuAtFirst;

    /// @param depth how many visits are under way on the thread, each within the one before
    Visitor(Thread thread, @Nullable Worker worker, Ticker ticker, BehaviourCell cell, int depth) {
        super(thread, worker, ticker);
        this.cell = cell;
        this.depth = depth;
    }

    int depth() {
        return depth;
    }

    /// One look of the watcher.
    void lookAt(CpuTimes times) {
        if (!cell.profile.isNonBlocking()) {
            return;
        }
        boolean waits = isWaiting(thread().getState());
        if (waits && waited && place() != StillWorker.Place.LINKING) {
            cell.visitorHeldUp();
        }
        waited = waits;
        if (looks == 1) {
            cpuAtFirst = times.of(thread());
        }
        if (looks >= FIRST_JUDGEMENT && computesForLong(times)) {
            cell.visitorHeldUp();
        }
        looks++;
    }

    private boolean computesForLong(CpuTimes times) {
        StillWorker.Place place = place();
        if (place == StillWorker.Place.LINKING) {
            looks = 0;
            return false;
        }
        long cpu = times.of(thread());
        return place == StillWorker.Place.NATIVE
                || (cpu < 0 && looks >= LAST_JUDGEMENT)
                || (cpu >= 0 && cpu - cpuAtFirst >= CPU_NANOS);
    }

    private StillWorker.Place place() {
        return StillWorker.place(thread().getStackTrace());
    }

    private static boolean isWaiting(Thread.State state) {
        return switch (state) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
    }
}
