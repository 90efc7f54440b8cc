package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When a process stands still that is to move.
class FreezeTest {

    private final Queue<Runnable> activations = new ArrayDeque<>();
    private final SystemTimers timers = new SystemTimers("freeze-test");
    private final ProcessRuntime runtime =
            new ProcessRuntime(
                    new RuntimeConfig(
                            Atom.of("freeze@test"),
                            1,
                            activations::add,
                            () -> 0,
                            InstantSource.system(),
                            timers,
                            10,
                            10));
    private final List<Object> seen = new ArrayList<>();

    private final class Traveller implements ProcessBehaviour, MovableBehaviour {

        @Override
        public @Nullable ExitReason start(Self self) {
            seen.add("start");
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            seen.add(message);
            return null;
        }

        @Override
        public String type() {
            return "traveller";
        }

        @Override
        public MovableBehaviour movable() {
            return this;
        }

        @Override
        public Class<?> implementation() {
            return Traveller.class;
        }

        @Override
        public int stateVersion() {
            return 0;
        }

        @Override
        public Object moveOut() {
            return seen;
        }

        @Override
        public void moveIn(Self self, MovedState state, Optional<Duration> idle) {}
    }

    @AfterEach
    void close() {
        runtime.close();
        timers.close();
    }

    private Pid spawn() {
        return ((SpawnResult.Started) runtime.spawn(SpawnOptions.DEFAULT, new Traveller())).pid();
    }

    private void freeze(Pid pid) {
        runtime.freeze(pid, transit -> seen.add(transit == null ? "not frozen" : "frozen"));
    }

    private void run() {
        for (Runnable next = activations.poll(); next != null; next = activations.poll()) {
            next.run();
        }
    }

    @Test
    void oneThatHasBegunStandsStillBeforeTheMessagesThatWait() {
        Pid pid = spawn();
        run();
        runtime.send(Destination.of(pid), "waits");
        freeze(pid);
        run();
        assertThat(seen).containsExactly("start", "frozen");
    }

    @Test
    void oneThatHasNotBegunBeginsBeforeItStandsStill() {
        Pid pid = spawn();
        runtime.send(Destination.of(pid), "waits");
        freeze(pid);
        run();
        assertThat(seen).containsExactly("start", "frozen");
    }
}
