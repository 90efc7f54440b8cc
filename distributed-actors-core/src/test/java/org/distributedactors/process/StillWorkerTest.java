package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.distributedactors.process.StillWorker.Place;
import org.distributedactors.process.StillWorker.Verdict;
import org.junit.jupiter.api.Test;

class StillWorkerTest {

    private static final long MS = 1_000_000;
    private static final Supplier<Place> IN_JAVA = () -> Place.JAVA;
    private static final Supplier<Place> IN_NATIVE = () -> Place.NATIVE;
    private static final Supplier<Place> IN_LINKING = () -> Place.LINKING;

    private final StillWorker worker = new StillWorker();

    private Verdict look(long turn, long millis, Thread.State state, Supplier<Place> place) {
        return worker.look(turn, millis * MS, state, place);
    }

    @Test
    void oneThatTakesTurnAfterTurnMoves() {
        for (long turn = 1; turn < 100; turn += 2) {
            assertThat(look(turn, turn * 30, Thread.State.WAITING, IN_NATIVE))
                    .isEqualTo(Verdict.MOVING);
        }
    }

    @Test
    void oneThatWaitsAtTwoLooksInOneTurnIsBlocked() {
        assertThat(look(1, 0, Thread.State.TIMED_WAITING, IN_JAVA)).isEqualTo(Verdict.MOVING);
        assertThat(look(1, 2, Thread.State.TIMED_WAITING, IN_JAVA)).isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void shortWaitsWithWorkBetweenThemAreNoBlocking() {
        assertThat(look(1, 0, Thread.State.BLOCKED, IN_JAVA)).isEqualTo(Verdict.MOVING);
        assertThat(look(1, 2, Thread.State.RUNNABLE, IN_JAVA)).isEqualTo(Verdict.MOVING);
        assertThat(look(1, 4, Thread.State.BLOCKED, IN_JAVA)).isEqualTo(Verdict.MOVING);
    }

    @Test
    void oneThatStaysInANativeMethodIsBlocked() {
        look(1, 0, Thread.State.RUNNABLE, IN_NATIVE);
        assertThat(look(1, 4, Thread.State.RUNNABLE, IN_NATIVE)).isEqualTo(Verdict.MOVING);
        assertThat(look(1, 6, Thread.State.RUNNABLE, IN_NATIVE)).isEqualTo(Verdict.MOVING);
        assertThat(look(1, 8, Thread.State.RUNNABLE, IN_NATIVE)).isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void oneThatLoadsClassesIsHeldAndDoesNotCountAsBlocked() {
        look(1, 0, Thread.State.BLOCKED, IN_LINKING);
        assertThat(look(1, 2, Thread.State.BLOCKED, IN_LINKING)).isEqualTo(Verdict.HELD);
    }

    @Test
    void oneThatComputesForLongIsHeld() {
        Verdict verdict = Verdict.MOVING;
        for (int millis = 0; millis < 20; millis += 2) {
            verdict = look(1, millis, Thread.State.RUNNABLE, IN_JAVA);
            assertThat(verdict).isEqualTo(Verdict.MOVING);
        }
        assertThat(look(1, 20, Thread.State.RUNNABLE, IN_JAVA)).isEqualTo(Verdict.HELD);
    }

    @Test
    void whenNobodyLookedForLongTheWorkerIsNotToBlame() {
        look(1, 0, Thread.State.RUNNABLE, IN_JAVA);
        assertThat(look(1, 500, Thread.State.RUNNABLE, IN_JAVA)).isEqualTo(Verdict.MOVING);
    }

    @Test
    void aNativeMethodThatGivesTheProcessorAwayIsNoBlocking() {
        assertThat(nativeIn("sun.nio.ch.Net", "poll")).isEqualTo(Place.NATIVE);
        assertThat(nativeIn("java.lang.Thread", "yield0")).isEqualTo(Place.JAVA);
        assertThat(nativeIn("jdk.internal.misc.Unsafe", "unpark")).isEqualTo(Place.JAVA);
    }

    @Test
    void whatRunsOnceForEachPieceOfCodeIsLinking() {
        StackTraceElement read = nativeFrame("java.util.zip.Inflater", "inflateBytesBytes");
        StackTraceElement load = javaFrame("java.lang.ClassLoader", "loadClass");
        StackTraceElement init = javaFrame("org.example.Any", "<clinit>");
        StackTraceElement handler = javaFrame("org.example.Any", "handle");
        assertThat(place(read, load, handler)).isEqualTo(Place.LINKING);
        assertThat(place(read, init, handler)).isEqualTo(Place.LINKING);
        assertThat(place(read, handler)).isEqualTo(Place.NATIVE);
    }

    private static Place place(StackTraceElement... stack) {
        return StillWorker.place(stack);
    }

    private static Place nativeIn(String type, String method) {
        return place(nativeFrame(type, method));
    }

    private static StackTraceElement nativeFrame(String type, String method) {
        return new StackTraceElement(type, method, "Any.java", -2);
    }

    private static StackTraceElement javaFrame(String type, String method) {
        return new StackTraceElement(type, method, "Any.java", 1);
    }
}
