package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BooleanSupplier;
import org.distributedactors.process.StillWorker.Verdict;
import org.junit.jupiter.api.Test;

class StillWorkerTest {

    private static final long MS = 1_000_000;
    private static final BooleanSupplier IN_JAVA = () -> false;
    private static final BooleanSupplier IN_NATIVE = () -> true;

    private final StillWorker worker = new StillWorker();

    private Verdict look(long turn, long millis, Thread.State state, BooleanSupplier inNative) {
        return worker.look(turn, millis * MS, state, inNative);
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
    void oneThatComputesForLongIsBusy() {
        look(1, 0, Thread.State.RUNNABLE, IN_JAVA);
        assertThat(look(1, 19, Thread.State.RUNNABLE, IN_JAVA)).isEqualTo(Verdict.MOVING);
        assertThat(look(1, 20, Thread.State.RUNNABLE, IN_JAVA)).isEqualTo(Verdict.BUSY);
    }

    @Test
    void aNativeMethodThatGivesTheProcessorAwayIsNoBlocking() {
        assertThat(StillWorker.blocksIn(nativeFrame("sun.nio.ch.Net", "poll"))).isTrue();
        assertThat(StillWorker.blocksIn(nativeFrame("java.lang.Thread", "yield0"))).isFalse();
        assertThat(StillWorker.blocksIn(nativeFrame("jdk.internal.misc.Unsafe", "unpark")))
                .isFalse();
    }

    private static StackTraceElement nativeFrame(String type, String method) {
        return new StackTraceElement(type, method, "Any.java", -2);
    }
}
