package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A message handler is slowed down between two messages, step by step on the thread of the test.
class HoldTest {

    private final Deque<Runnable> activations = new ArrayDeque<>();
    private final List<Object> seen = new ArrayList<>();
    private final TestHold hold = new TestHold();
    private final ProcessRuntime runtime =
            new ProcessRuntime(
                    RuntimeConfig.of(NodeName.of("a@localhost"), 7, HoldTest::noTimer)
                            .withActivator(activations::addLast));

    private static Timer noTimer(Duration delay, Runnable action) {
        return Timer.OVER;
    }

    private static final class TestHold implements Hold {
        private final List<Runnable> waiting = new ArrayList<>();
        private boolean over;

        @Override
        public boolean isOver() {
            return over;
        }

        @Override
        public void whenOver(Runnable action) {
            if (over) {
                action.run();
            } else {
                waiting.add(action);
            }
        }

        void end() {
            over = true;
            List.copyOf(waiting).forEach(Runnable::run);
            waiting.clear();
        }
    }

    @AfterEach
    void close() {
        runtime.close();
        runAll();
    }

    @Test
    void theHandlerEndsAndTheNextMessageWaits() {
        Pid pid = holder();
        runtime.send(pid, "hold");
        runtime.send(pid, "next");
        runAll();
        assertThat(seen).containsExactly("hold");

        hold.end();
        runAll();

        assertThat(seen).containsExactly("hold", "next");
    }

    @Test
    void whatComesLaterWaitsToo() {
        Pid pid = holder();
        runtime.send(pid, "hold");
        runAll();
        runtime.send(pid, "later");
        runtime.send(pid, "last");
        runAll();
        assertThat(seen).containsExactly("hold");

        hold.end();
        runAll();

        assertThat(seen).containsExactly("hold", "later", "last");
    }

    @Test
    void aHoldThatIsOverHoldsNothingUp() {
        hold.end();
        Pid pid = holder();
        runtime.send(pid, "hold");
        runtime.send(pid, "next");
        runAll();

        assertThat(seen).containsExactly("hold", "next");
    }

    @Test
    void killIsNotHeldUp() {
        Pid pid = holder();
        runtime.send(pid, "hold");
        runtime.send(pid, "next");
        runAll();

        runtime.exit(pid, ExitReason.KILL);
        runAll();

        assertThat(runtime.isAlive(pid)).isFalse();
        assertThat(seen).containsExactly("hold");
    }

    @Test
    void theEndOfTheHoldAfterTheEndOfTheProcessDoesNothing() {
        Pid pid = holder();
        runtime.send(pid, "hold");
        runtime.send(pid, "next");
        runAll();
        runtime.exit(pid, ExitReason.KILL);
        runAll();

        hold.end();
        runAll();

        assertThat(seen).containsExactly("hold");
    }

    @Test
    void whatHasAnActivatorOfItsOwnServesOthers() {
        List<Pace> paces = new ArrayList<>();
        runtime.spawn(SpawnOptions.DEFAULT, recording(paces));
        runtime.spawn(
                SpawnOptions.DEFAULT.withActivator(action -> activations.addLast(action)),
                recording(paces));
        runAll();

        assertThat(paces).containsExactly(Pace.IS_HELD, Pace.SERVES);
        assertThat(runtime.pace()).isEqualTo(Pace.FOREIGN);
    }

    private ProcessBehaviour recording(List<Pace> paces) {
        return new Holder() {
            @Override
            public @Nullable ExitReason start(Self self) {
                paces.add(runtime.pace());
                return null;
            }
        };
    }

    private Pid holder() {
        Pid pid = runtime.spawn(SpawnOptions.DEFAULT, new Holder()).pid();
        runAll();
        return pid;
    }

    private void runAll() {
        while (!activations.isEmpty()) {
            activations.removeFirst().run();
        }
    }

    private class Holder implements ProcessBehaviour {

        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            seen.add(message);
            if (message.equals("hold")) {
                runtime.holdBack(hold);
            }
            return null;
        }
    }
}
