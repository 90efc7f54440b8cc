package org.distributedactors.process;

import java.util.Set;
import java.util.function.Supplier;

/// Judges one worker from looks at it at intervals: whether it moves on, is held by a handler that blocks, or by one
/// that computes. No clock and no thread of its own.
///
/// | Seen while the turn stays the same                               | Verdict |
/// |------------------------------------------------------------------|---------|
/// | waiting or blocked, at two looks one after the other             | BLOCKED |
/// | runnable for 5 ms, in a native method at this look and the last  | BLOCKED |
/// | one of both, but while classes are loaded or code is linked      | HELD    |
/// | runnable for 20 ms otherwise                                     | HELD    |
/// | anything else                                                    | MOVING  |
///
/// A thread that reads from a socket is runnable for the JVM; what tells it from one that computes is the native method
/// on top of its stack. Time counts by looks: when the whole JVM stood still, for the collector or for want of a
/// processor, no look came either, and that is no fault of the handler.
final class StillWorker {

    static final long NATIVE_NANOS = 5_000_000;
    static final long BUSY_NANOS = 20_000_000;

    /// The most that counts from one look to the next.
    static final long LONGEST_STEP_NANOS = 4_000_000;

    private static final int FRAMES_OF_LINKING = 40;
    private static final Set<String> SCHEDULING =
            Set.of("java.lang.Thread", "jdk.internal.misc.Unsafe");

    enum Verdict {
        MOVING,
        BLOCKED,
        HELD
    }

    /// Where a worker is in its code.
    enum Place {
        JAVA,
        NATIVE,
        LINKING
    }

    private long lastTurn = -1;
    private long lastLook;
    private long stillNanos;
    private boolean still;
    private boolean waited;
    private boolean wasNative;

    /// @param turn the number of what the worker does now
    /// @param nanos the time of this look
    /// @param state of the worker's thread
    /// @param place where it is; asked only of a suspect, since it costs
    Verdict look(long turn, long nanos, Thread.State state, Supplier<Place> place) {
        long step = Math.min(nanos - lastLook, LONGEST_STEP_NANOS);
        lastLook = nanos;
        still = turn == lastTurn;
        if (!still) {
            lastTurn = turn;
            stillNanos = 0;
            waited = isWaiting(state);
            wasNative = false;
            return Verdict.MOVING;
        }
        stillNanos += step;
        if (isWaiting(state)) {
            boolean again = waited;
            waited = true;
            return again ? blockedUnlessLinking(place.get()) : Verdict.MOVING;
        }
        waited = false;
        return runnable(place);
    }

    /// Whether the worker was in the same turn at the last two looks.
    boolean isStill() {
        return still;
    }

    private Verdict runnable(Supplier<Place> place) {
        if (stillNanos < NATIVE_NANOS) {
            return Verdict.MOVING;
        }
        Place now = place.get();
        boolean again = wasNative;
        wasNative = now != Place.JAVA;
        if (again && wasNative) {
            return blockedUnlessLinking(now);
        }
        return stillNanos >= BUSY_NANOS ? Verdict.HELD : Verdict.MOVING;
    }

    private static Verdict blockedUnlessLinking(Place place) {
        return place == Place.LINKING ? Verdict.HELD : Verdict.BLOCKED;
    }

    /// A worker that yields or wakes another thread is in a native method as well, and may stay in it for long when the
    /// machine has too few cores; that is no blocking.
    static Place place(StackTraceElement[] stack) {
        int frames = Math.min(stack.length, FRAMES_OF_LINKING);
        for (int i = 0; i < frames; i++) {
            if (links(stack[i])) {
                return Place.LINKING;
            }
        }
        boolean isNative =
                frames > 0
                        && stack[0].isNativeMethod()
                        && !SCHEDULING.contains(stack[0].getClassName());
        return isNative ? Place.NATIVE : Place.JAVA;
    }

    /// What happens once for each piece of code, and is no property of a handler.
    private static boolean links(StackTraceElement frame) {
        String type = frame.getClassName();
        return frame.getMethodName().equals("<clinit>")
                || type.equals("java.lang.ClassLoader")
                || type.startsWith("jdk.internal.loader.")
                || type.equals("java.lang.invoke.MethodHandleNatives");
    }

    private static boolean isWaiting(Thread.State state) {
        return switch (state) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
    }
}
