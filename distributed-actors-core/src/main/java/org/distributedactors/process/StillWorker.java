package org.distributedactors.process;

import java.util.Set;
import java.util.function.BooleanSupplier;

/// Judges one worker from looks at it at intervals: whether it moves on, is held by a handler that blocks, or by one
/// that computes. No clock and no thread of its own.
///
/// | Seen while the turn stays the same                        | Verdict |
/// |-----------------------------------------------------------|---------|
/// | waiting or blocked, at two looks one after the other      | BLOCKED |
/// | runnable for 5 ms, in a native method at this look and the last | BLOCKED |
/// | runnable for 20 ms otherwise                              | BUSY    |
/// | anything else                                             | MOVING  |
///
/// A thread that reads from a socket is runnable for the JVM; what tells it from one that computes is the native method
/// on top of its stack.
final class StillWorker {

    static final long NATIVE_NANOS = 5_000_000;
    static final long BUSY_NANOS = 20_000_000;

    private static final Set<String> SCHEDULING =
            Set.of("java.lang.Thread", "jdk.internal.misc.Unsafe");

    enum Verdict {
        MOVING,
        BLOCKED,
        BUSY
    }

    private long lastTurn = -1;
    private long since;
    private boolean waited;
    private boolean wasNative;

    /// @param turn the number of what the worker does now
    /// @param nanos the time of this look
    /// @param state of the worker's thread
    /// @param inNative whether a native method is on top of the stack; asked only of a suspect, since it costs
    Verdict look(long turn, long nanos, Thread.State state, BooleanSupplier inNative) {
        if (turn != lastTurn) {
            lastTurn = turn;
            since = nanos;
            waited = isWaiting(state);
            wasNative = false;
            return Verdict.MOVING;
        }
        if (isWaiting(state)) {
            boolean again = waited;
            waited = true;
            return again ? Verdict.BLOCKED : Verdict.MOVING;
        }
        waited = false;
        return runnable(nanos - since, inNative);
    }

    private Verdict runnable(long still, BooleanSupplier inNative) {
        if (still < NATIVE_NANOS) {
            return Verdict.MOVING;
        }
        boolean again = wasNative;
        wasNative = inNative.getAsBoolean();
        if (again && wasNative) {
            return Verdict.BLOCKED;
        }
        return still >= BUSY_NANOS ? Verdict.BUSY : Verdict.MOVING;
    }

    /// A worker that yields or wakes another thread is in a native method as well, and may stay in it for long when the
    /// machine has too few cores; that is no blocking.
    static boolean blocksIn(StackTraceElement top) {
        return top.isNativeMethod() && !SCHEDULING.contains(top.getClassName());
    }

    private static boolean isWaiting(Thread.State state) {
        return switch (state) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
    }
}
