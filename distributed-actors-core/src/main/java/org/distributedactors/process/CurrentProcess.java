package org.distributedactors.process;

import org.jspecify.annotations.Nullable;

/// The process whose code runs on this thread, of whichever runtime. A worker knows what it runs; on any other thread a
/// scope does.
final class CurrentProcess {

    private static final ScopedValue<ProcessCell> CURRENT = ScopedValue.newInstance();

    private CurrentProcess() {}

    static void runAs(ProcessCell cell, Runnable action) {
        ScopedValue.where(CURRENT, cell).run(action);
    }

    static @Nullable ProcessCell get() {
        if (Thread.currentThread() instanceof Worker worker) {
            return worker.cell();
        }
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /// How many visits are under way on this thread, one in the other.
    static int visitsHere() {
        return get() instanceof BehaviourCell cell ? cell.visits() : 0;
    }

    /// @return false when this thread must not wait
    static boolean aboutToWait() {
        if (get() instanceof BehaviourCell cell) {
            cell.aboutToWait();
        }
        if (Thread.currentThread() instanceof Worker worker) {
            worker.aboutToWait();
        }
        return !DeliveryRound.isRunningHere();
    }

    /// How the code on this thread can be slowed down.
    ///
    /// @param cell that runs on it, or null
    static Pace pace(@Nullable ProcessCell cell) {
        if (cell instanceof BehaviourCell behaviour) {
            return behaviour.pace();
        }
        Thread thread = Thread.currentThread();
        if (thread.isVirtual()) {
            return Pace.WAITS;
        }
        return thread instanceof SystemTimers.TimerThread ? Pace.SERVES : Pace.FOREIGN;
    }
}
