package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// With threads, clock and timers handed in, processes run on one thread, step by step, the same each time.
class HandedInTest {

    private final Deque<Runnable> activations = new ArrayDeque<>();
    private final List<Planned> planned = new ArrayList<>();
    private final List<Object> seen = new ArrayList<>();
    private final ProcessRuntime runtime =
            new ProcessRuntime(
                    RuntimeConfig.of(NodeName.of("a@localhost"), 7, this::plan)
                            .withActivator(activations::addLast));

    private record Planned(Duration delay, Runnable action) {}

    private Timer plan(Duration delay, Runnable action) {
        Planned entry = new Planned(delay, action);
        planned.add(entry);
        return new Timer() {
            @Override
            public Optional<Duration> cancel() {
                return planned.remove(entry) ? Optional.of(delay) : Optional.empty();
            }

            @Override
            public Optional<Duration> left() {
                return planned.contains(entry) ? Optional.of(delay) : Optional.empty();
            }
        };
    }

    private void runAll() {
        while (!activations.isEmpty()) {
            activations.removeFirst().run();
        }
    }

    private void fire() {
        planned.removeFirst().action().run();
        runAll();
    }

    /// Does what the test wants at its start, and shows what it gets.
    private Pid spawn(Consumer<Self> start) {
        return runtime.spawn(
                        SpawnOptions.DEFAULT,
                        new ProcessBehaviour() {
                            @Override
                            public @Nullable ExitReason start(Self self) {
                                start.accept(self);
                                return null;
                            }

                            @Override
                            public @Nullable ExitReason receive(Self self, Object message) {
                                seen.add(message);
                                return null;
                            }
                        })
                .pid();
    }

    @Test
    void nothingHappensUntilTheActivatorRuns() {
        Pid pid = spawn(self -> {});
        runtime.send(pid, "hello");
        assertThat(seen).isEmpty();
        assertThat(activations).hasSize(1);
        runAll();

        assertThat(seen).containsExactly("hello");
    }

    @Test
    void aLongQueueIsWorkedOnInBatchesSoThatOthersGetTheirTurn() {
        Pid busy = spawn(self -> {});
        runAll();
        for (int i = 0; i < 1000; i++) {
            runtime.send(busy, i);
        }
        activations.removeFirst().run();

        assertThat(seen).hasSizeLessThan(1000);
        assertThat(activations).hasSize(1);
        runAll();
        assertThat(seen).hasSize(1000);
    }

    @Test
    void whoeverWaitsBesideAMillionMessagesHasItsTurnAfterOneBatch() {
        Pid busy = spawn(self -> {});
        Pid other = spawn(self -> {});
        runAll();
        for (int i = 0; i < 1_000_000; i++) {
            runtime.send(busy, i);
        }
        runtime.send(other, "other");
        activations.removeFirst().run();
        activations.removeFirst().run();

        assertThat(seen).endsWith("other").hasSizeLessThan(200);
        runtime.exit(busy, ExitReason.KILL);
        runAll();
    }

    @Test
    void aMessageToItselfComesLater() {
        spawn(self -> self.sendAfter(Duration.ofSeconds(3), "later"));
        runAll();
        assertThat(planned).extracting(Planned::delay).containsExactly(Duration.ofSeconds(3));
        fire();

        assertThat(seen).containsExactly("later");
    }

    @Test
    void anIntervalSendsAgainAndAgainUntilItIsCancelled() {
        Timer[] timer = new Timer[1];
        spawn(self -> timer[0] = self.interval(Duration.ofSeconds(1), "tick"));
        runAll();
        fire();
        fire();
        assertThat(seen).containsExactly("tick", "tick");

        assertThat(timer[0].cancel()).isPresent();
        assertThat(planned).isEmpty();
    }

    @Test
    void anIntervalEndsWithItsProcess() {
        Pid pid = spawn(self -> self.interval(Duration.ofSeconds(1), "tick"));
        runAll();
        runtime.exit(pid, ExitReason.KILL);
        runAll();

        assertThat(planned).isEmpty();
        assertThat(seen).isEmpty();
    }

    @Test
    void theCountersCount() {
        Pid pid = spawn(self -> {});
        runtime.send(pid, "one");
        runtime.send(new Pid(runtime.node(), 99, 0, 7), "lost");
        runAll();

        assertThat(runtime.processCount()).isEqualTo(1);
        assertThat(runtime.counters().spawned()).isEqualTo(1);
        assertThat(runtime.counters().deadLetters(DeadLetter.NO_PROCESS)).isEqualTo(1);
    }
}
