package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KillTest {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private ProcessRuntime runtime;
    private Puppet watcher;

    @BeforeEach
    void setUp() {
        runtime = extension.get();
        watcher = Puppet.spawn(runtime);
    }

    /// Blocks at the first message and counts the others.
    private static final class Blocking implements ProcessBehaviour {
        final CountDownLatch blocked = new CountDownLatch(1);
        final CountDownLatch never = new CountDownLatch(1);
        final AtomicInteger handled = new AtomicInteger();

        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) throws Exception {
            handled.incrementAndGet();
            blocked.countDown();
            never.await();
            return null;
        }
    }

    private ExitReason downOf(Pid pid) throws Exception {
        return ((Down) watcher.next()).reason();
    }

    @Test
    void killInterruptsAHandlerThatBlocks() throws Exception {
        Blocking blocking = new Blocking();
        Pid pid = runtime.spawn(SpawnOptions.DEFAULT, blocking).pid();
        watcher.tell(self -> self.monitor(pid));
        runtime.send(pid, "block");
        blocking.blocked.await();
        runtime.exit(pid, ExitReason.KILL);

        assertThat(downOf(pid)).isEqualTo(ExitReason.KILLED);
    }

    @Test
    void anExitSignalTakesEffectBeforeQueuedMessages() throws Exception {
        Blocking blocking = new Blocking();
        Pid pid = runtime.spawn(SpawnOptions.DEFAULT, blocking).pid();
        watcher.tell(self -> self.monitor(pid));
        runtime.send(pid, "first");
        blocking.blocked.await();
        for (int i = 0; i < 1000; i++) {
            runtime.send(pid, "queued");
        }
        runtime.exit(pid, ExitReason.SHUTDOWN);
        blocking.never.countDown();

        assertThat(downOf(pid)).isEqualTo(ExitReason.SHUTDOWN);
        assertThat(blocking.handled).hasValue(1);
    }

    @Test
    void anExitSignalInterruptsAPlainProcessWhereverItIs() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        Pid pid =
                runtime.spawn(self -> {
                    there.countDown();
                    new CountDownLatch(1).await();
                });
        watcher.tell(self -> self.monitor(pid));
        there.await();
        runtime.exit(pid, ExitReason.of("over"));

        assertThat(downOf(pid)).isEqualTo(ExitReason.of("over"));
    }

    @Test
    void anExitSignalEndsAPlainProcessThatReceives() throws Exception {
        Pid pid = runtime.spawn(self -> self.receive(message -> null));
        watcher.tell(self -> self.monitor(pid));
        runtime.exit(pid, ExitReason.of("over"));

        assertThat(downOf(pid)).isEqualTo(ExitReason.of("over"));
    }

    @Test
    void aPlainProcessThatCatchesEverythingStillEndsAtItsNextReceive() throws Exception {
        Pid pid =
                runtime.spawn(self -> {
                    while (true) {
                        try {
                            self.receive(Duration.ofHours(1), message -> null);
                        } catch (Exception e) {
                            throw new AssertionError("an exit is no exception", e);
                        }
                    }
                });
        watcher.tell(self -> self.monitor(pid));
        runtime.exit(pid, ExitReason.KILL);

        assertThat(downOf(pid)).isEqualTo(ExitReason.KILLED);
    }

    @Test
    void aPlainProcessThatTrapsExitsIsNotInterrupted() throws Exception {
        CountDownLatch trapping = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Pid pid =
                runtime.spawn(self -> {
                    self.trapExit(true);
                    trapping.countDown();
                    if (!goOn.await(10, TimeUnit.SECONDS)) {
                        throw new AssertionError("not released");
                    }
                    Exit exit = self.receive(message -> message instanceof Exit e ? () -> e : null);
                    self.send(watcher.pid(), exit.reason().toString());
                });
        trapping.await();
        runtime.exit(pid, ExitReason.of("over"));
        goOn.countDown();

        assertThat(watcher.next()).isEqualTo("over");
    }

    @Test
    void anExceptionBecomesReasonAndStackAsPlainTerms() throws Exception {
        Pid pid =
                runtime.spawn(self -> {
                    self.receive(message -> () -> message);
                    throw new IllegalStateException("broken");
                });
        watcher.tell(self -> self.monitor(pid));
        runtime.send(pid, "go");

        assertThat(downOf(pid).toString())
                .startsWith("{{'java.lang.IllegalStateException',<<\"broken\">>},[{")
                .contains("KillTest");
    }
}
