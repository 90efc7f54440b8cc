package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrderTest {

    private static final int SENDERS = 4;
    private static final int MESSAGES = 20_000;

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    record Numbered(int sender, int number) {}

    /// Checks that each sender's numbers come one after the other.
    private static final class Checker implements ProcessBehaviour {
        final int[] expected = new int[SENDERS];
        final List<Numbered> wrong = new ArrayList<>();
        final CountDownLatch all = new CountDownLatch(SENDERS * MESSAGES);
        private boolean running;

        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            assertThat(running).isFalse();
            running = true;
            Numbered numbered = (Numbered) message;
            if (expected[numbered.sender()]++ != numbered.number()) {
                wrong.add(numbered);
            }
            running = false;
            all.countDown();
            return null;
        }
    }

    @Test
    void messagesOfEachSenderArriveInItsOrderByPidAndByName() throws Exception {
        ProcessRuntime runtime = extension.get();
        Checker checker = new Checker();
        Atom name = Atom.of("checker");
        Pid pid = runtime.spawn(SpawnOptions.named("checker"), checker).pid();
        for (int s = 0; s < SENDERS; s++) {
            int sender = s;
            runtime.spawn(self -> {
                for (int i = 0; i < MESSAGES; i++) {
                    Numbered message = new Numbered(sender, i);
                    if (i % 2 == 0) {
                        self.send(pid, message);
                    } else {
                        self.send(Destination.of(name, runtime.node()), message);
                    }
                }
            });
        }

        assertThat(checker.all.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(checker.wrong).isEmpty();
    }

    @Test
    void aMessageSentBeforeTheEndComesBeforeTheDown() throws Exception {
        ProcessRuntime runtime = extension.get();
        Puppet watcher = Puppet.spawn(runtime);
        for (int i = 0; i < 200; i++) {
            Pid child =
                    runtime.spawn(
                            self -> self.send(self.<Pid>receive(m -> () -> (Pid) m), "last words"));
            watcher.tell(self -> self.monitor(child));
            runtime.send(child, watcher.pid());

            assertThat(watcher.next()).isEqualTo("last words");
            assertThat(watcher.next()).isInstanceOf(Down.class);
        }
    }
}
