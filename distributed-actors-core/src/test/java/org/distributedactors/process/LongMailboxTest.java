package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A process for which too much waits is told of, above all if it does nothing about it.
class LongMailboxTest {

    private static final int THRESHOLD = 100;

    @RegisterExtension final LogLines lines = LogLines.of("LongMailboxes");

    private final SystemTimers timers = new SystemTimers("long-mailbox-test");
    private final WorkerPool pool = new WorkerPool(2, Ticker.system());
    private final ProcessRuntime runtime =
            new ProcessRuntime(
                    new RuntimeConfig(
                            Atom.of("mailbox@test"),
                            1,
                            pool,
                            () -> 0,
                            InstantSource.system(),
                            timers,
                            1 << 20,
                            10));
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private final class Hanging implements ProcessBehaviour {
        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) throws Exception {
            blocked.countDown();
            release.await();
            return null;
        }
    }

    @BeforeEach
    void setUp() {
        runtime.warnOfMailboxesAbove(THRESHOLD);
    }

    @AfterEach
    void close() {
        release.countDown();
        runtime.close();
        pool.close();
        timers.close();
    }

    private void send(Pid pid, int messages) {
        for (int i = 0; i < messages; i++) {
            runtime.send(pid, i);
        }
    }

    private long seen() {
        return runtime.counters().longMailboxes();
    }

    private void assertToldOnce(Pid pid, String type, int waiting) {
        await().until(() -> !lines.get().isEmpty());
        long before = seen();
        await().until(() -> seen() > before);
        assertThat(lines.get())
                .singleElement()
                .asString()
                .contains(waiting + " messages wait")
                .contains("actor=\"" + pid + "\"")
                .contains("type=\"" + type + "\"");
    }

    @Test
    void aHandlerThatHangsIsToldOfOnce() throws Exception {
        Pid pid = runtime.spawn(SpawnOptions.DEFAULT, new Hanging()).pid();
        send(pid, 1);
        blocked.await();
        send(pid, THRESHOLD + 1);

        assertToldOnce(pid, Hanging.class.getName(), THRESHOLD + 1);
    }

    @Test
    void aPlainProcessThatDoesNotReceiveIsToldOfToo() {
        ProcessBody body = self -> release.await();
        Pid pid = runtime.spawn(body);
        send(pid, THRESHOLD + 1);

        assertToldOnce(pid, body.getClass().getName(), THRESHOLD + 1);
    }

    @Test
    void whatAPlainProcessHasTakenOverAndNotReceivedCounts() {
        ProcessBody body = self -> self.receive(message -> null);
        Pid pid = runtime.spawn(body);
        send(pid, THRESHOLD + 1);
        await().until(() -> runtime.find(pid) != null && runtime.find(pid).isIdle());

        assertToldOnce(pid, body.getClass().getName(), THRESHOLD + 1);
    }

    @Test
    void oneForWhichNoMoreWaitsIsNotToldOf() throws Exception {
        Pid quiet = runtime.spawn(SpawnOptions.DEFAULT, new Hanging()).pid();
        send(quiet, 1);
        blocked.await();
        send(quiet, THRESHOLD);
        ProcessBody body = self -> release.await();
        Pid loud = runtime.spawn(body);
        send(loud, THRESHOLD + 1);

        assertToldOnce(loud, body.getClass().getName(), THRESHOLD + 1);
    }

    /// Look by look, and no process is left out.
    @Test
    void ofManyProcessesSomeAreLookedAtEachTime() {
        ProcessTable table = new ProcessTable(1 << 20);
        ProcessCounters counters = new ProcessCounters();
        LongMailboxes mailboxes =
                new LongMailboxes(table, counters, Ticker.system(), Runnable::run);
        mailboxes.threshold(1);
        for (int i = 0; i < 4097; i++) {
            table.add(new PlainCell(runtime, null, self -> {}));
        }
        PlainCell last = new PlainCell(runtime, null, self -> {});
        table.add(last);
        last.post("one");
        last.post("two");

        mailboxes.lookAtSome();
        assertThat(counters.longMailboxes()).isZero();
        mailboxes.lookAtSome();
        assertThat(counters.longMailboxes()).isEqualTo(1);
        mailboxes.lookAtSome();
        mailboxes.lookAtSome();
        assertThat(counters.longMailboxes()).isEqualTo(2);
    }
}
