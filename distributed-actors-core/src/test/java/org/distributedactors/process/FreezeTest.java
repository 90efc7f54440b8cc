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

    private static final Pid OTHER = new Pid(Atom.of("beam@test"), 7, 0, 1);
    private static final Pid ORIGIN = new Pid(Atom.of("origin@test"), 8, 0, 1);
    private static final ExitReason BYE = ExitReason.of("bye");

    private static TransitSnapshot linkedWith(Pid... others) {
        return new TransitSnapshot(false, List.of(others), List.of(), List.of(), null);
    }

    private Transit arrive() {
        Transit transit = runtime.arrive(SpawnOptions.DEFAULT, new Traveller(), seen::add);
        run();
        return transit;
    }

    private void open(Transit transit, TransitSnapshot had) {
        transit.open(had, List.of(), ORIGIN, other -> {});
    }

    @Test
    void theExitOfALinkDoesNotOvertakeTheOpening() {
        Transit transit = arrive();
        open(transit, linkedWith(OTHER));
        runtime.arrived(transit.pid(), new TransitSignal.Exited(OTHER, BYE, true));
        run();
        assertThat(runtime.isAlive(transit.pid())).isFalse();
    }

    @Test
    void norDoesALinkThatIsMadeAndEndsInTheMeantime() {
        Transit transit = arrive();
        open(transit, linkedWith());
        runtime.arrived(transit.pid(), new TransitSignal.Linked(OTHER));
        runtime.arrived(transit.pid(), new TransitSignal.Exited(OTHER, BYE, true));
        run();
        assertThat(runtime.isAlive(transit.pid())).isFalse();
    }

    @Test
    void anExitThatComesWhileItStandsStillEndsItWhenItGoesOn() {
        Pid pid = spawn();
        run();
        List<Transit> frozen = new ArrayList<>();
        runtime.freeze(pid, frozen::add);
        runtime.exit(pid, BYE);
        run();
        assertThat(runtime.isAlive(pid)).isTrue();

        frozen.getFirst().thaw();
        run();
        assertThat(runtime.isAlive(pid)).isFalse();
    }

    @Test
    void killEndsItWhileItStandsStill() {
        Pid pid = spawn();
        run();
        freeze(pid);
        runtime.exit(pid, ExitReason.KILL);
        run();
        assertThat(runtime.isAlive(pid)).isFalse();
    }
}
