package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A process is known, by its pid and its name, a moment before it runs: what reaches it then waits for the start.
class BeforeTheStartTest {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private final class Noting implements ProcessBehaviour {
        @Override
        public @Nullable ExitReason start(Self self) {
            seen.add("start");
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            seen.add(message.toString());
            return "fail".equals(message) ? ExitReason.of("failed") : null;
        }
    }

    /// Another thread has sent, and has done whatever sending makes it do, before the start goes on.
    private static Consumer<Pid> meanwhile(Consumer<Pid> what) {
        return pid -> {
            try (var other = Executors.newSingleThreadExecutor()) {
                other.execute(() -> what.accept(pid));
            }
        };
    }

    @Test
    void aMessageWaitsForTheStart() {
        ProcessRuntime runtime = extension.get();

        runtime.spawn(
                SpawnOptions.DEFAULT.announcing(meanwhile(pid -> runtime.send(pid, "early"))),
                new Noting());

        await().untilAsserted(() -> assertThat(seen).containsExactly("start", "early"));
    }

    @Test
    void soDoesOneThatFoundTheName() {
        ProcessRuntime runtime = extension.get();
        Destination name = Destination.of(Atom.of("known"), runtime.node());

        runtime.spawn(
                SpawnOptions.named("known")
                        .announcing(meanwhile(pid -> runtime.send(name, "early"))),
                new Noting());

        await().untilAsserted(() -> assertThat(seen).containsExactly("start", "early"));
    }

    @Test
    void aParentLearnsOfAnEndForWhichTheMessageWasThereFirst() throws Exception {
        ProcessRuntime runtime = extension.get();
        Puppet parent = Puppet.spawn(runtime);
        parent.trapExit();
        SpawnOptions failing =
                SpawnOptions.DEFAULT.announcing(meanwhile(pid -> runtime.send(pid, "fail")));

        SpawnResult child = parent.tell(self -> self.spawnLink(failing, new Noting()));

        assertThat(parent.next()).isEqualTo(new Exit(child.pid(), ExitReason.of("failed")));
        assertThat(seen).containsExactly("start", "fail");
    }

    @Test
    void oneThatIsKilledBeforeItsStartDoesNotStart() throws Exception {
        ProcessRuntime runtime = extension.get();
        SpawnOptions killed =
                SpawnOptions.DEFAULT.announcing(
                        meanwhile(pid -> runtime.exit(pid, ExitReason.KILL)));

        Pid pid = runtime.spawn(killed, new Noting()).pid();

        await().atMost(10, TimeUnit.SECONDS).until(() -> !runtime.isAlive(pid));
        assertThat(seen).isEmpty();
    }

    @Test
    void whatHasComeIsADeadLetterWhenItCannotStart() {
        ProcessRuntime runtime = extension.get();
        List<DeadLetter> letters = new CopyOnWriteArrayList<>();
        runtime.addDeadLetterListener((why, receiver, type) -> letters.add(why));
        SpawnOptions refused =
                SpawnOptions.named("refused")
                        .announcing(meanwhile(pid -> runtime.send(pid, "early")))
                        .announcing(pid -> {
                            throw new IllegalStateException("refused");
                        });

        assertThatIllegalStateException().isThrownBy(() -> runtime.spawn(refused, new Noting()));

        assertThat(letters).containsExactly(DeadLetter.UNREAD);
        assertThat(runtime.whereis(Atom.of("refused"))).isEmpty();
        assertThat(seen).isEmpty();
    }
}
