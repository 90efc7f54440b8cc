package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.process.MailboxBound.Overflow;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BoundedMailboxTest {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private ProcessRuntime runtime;

    @BeforeEach
    void setUp() {
        runtime = extension.get();
    }

    /// Says what it gets, but holds on at `stop` until it is released.
    private final class Slow implements ProcessBehaviour {

        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) throws Exception {
            seen.add(message);
            if (message.equals("stop")) {
                release.await();
            }
            return null;
        }
    }

    /// A process that is busy, with room for three.
    private Pid busy(Overflow overflow) throws InterruptedException {
        Pid pid =
                runtime.spawn(
                                SpawnOptions.DEFAULT.withMailbox(new MailboxBound(3, overflow)),
                                new Slow())
                        .pid();
        runtime.send(pid, "stop");
        assertThat(next()).isEqualTo("stop");
        return pid;
    }

    private Object next() throws InterruptedException {
        return seen.poll(10, TimeUnit.SECONDS);
    }

    private List<Object> next(int count) throws InterruptedException {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(next());
        }
        return all;
    }

    private void send(Pid pid, int from, int until) {
        for (int i = from; i < until; i++) {
            runtime.send(pid, i);
        }
    }

    private long dropped() {
        return runtime.counters().deadLetters(DeadLetter.MAILBOX_FULL);
    }

    @Test
    void theDepthIsExact() throws Exception {
        Pid pid = busy(Overflow.FAIL);
        send(pid, 0, 2);

        assertThat(runtime.info(pid).orElseThrow().queueLength()).isEqualTo(2);
        assertThat(runtime.info(pid).orElseThrow().messageInProgress())
                .isEqualTo("java.lang.String");
        assertThat(runtime.mailboxDepths()).isEqualTo(new ProcessRuntime.MailboxDepths(2, 2));
    }

    @Test
    void failTellsTheSenderAndKeepsWhatWaits() throws Exception {
        Pid pid = busy(Overflow.FAIL);
        send(pid, 0, 3);

        assertThatThrownBy(() -> runtime.send(pid, 3))
                .isInstanceOfSatisfying(
                        MailboxFullException.class,
                        full -> assertThat(full.receiver()).isEqualTo(pid));
        release.countDown();
        assertThat(next(3)).containsExactly(0, 1, 2);
        runtime.send(pid, "room");
        assertThat(next()).isEqualTo("room");
    }

    @Test
    void dropNewestKeepsWhatWaits() throws Exception {
        Pid pid = busy(Overflow.DROP_NEWEST);
        send(pid, 0, 10);
        release.countDown();

        assertThat(next(3)).containsExactly(0, 1, 2);
        assertThat(dropped()).isEqualTo(7);
    }

    @Test
    void dropOldestKeepsTheLast() throws Exception {
        Pid pid = busy(Overflow.DROP_OLDEST);
        send(pid, 0, 10);
        release.countDown();

        assertThat(next(3)).containsExactly(7, 8, 9);
        assertThat(dropped()).isEqualTo(7);
    }

    /// Whatever is dropped leaves nothing behind, however many come while the receiver is stuck.
    @Test
    void aFloodIntoAStuckProcessTakesNoMemory() throws Exception {
        Pid pid = busy(Overflow.DROP_OLDEST);
        send(pid, 0, 100_000);
        ProcessCell cell = runtime.find(pid);

        assertThat(cell.roughLength()).isEqualTo(3);
        assertThat(cell.bounded().size()).isEqualTo(3);
    }

    @Test
    void aVirtualThreadWaitsForRoom() throws Exception {
        Pid pid = busy(Overflow.WAIT);
        Thread sender = Thread.startVirtualThread(() -> send(pid, 0, 20));
        await().until(() -> sender.getState() == Thread.State.WAITING);
        assertThat(runtime.info(pid).orElseThrow().queueLength()).isEqualTo(3);
        release.countDown();

        assertThat(next(20))
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.range(0, 20).boxed().toList());
        assertThat(dropped()).isZero();
    }

    @Test
    void aPlatformThreadFailsInsteadOfWaiting() throws Exception {
        Pid pid = busy(Overflow.WAIT);
        send(pid, 0, 3);
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        runtime.send(pid, 3);
                        outcome.complete("sent");
                    } catch (MailboxFullException full) {
                        outcome.complete(full);
                    }
                });

        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(MailboxFullException.class);
    }

    @Test
    void whoWaitsForOneThatEndsGoesOn() throws Exception {
        Pid pid = busy(Overflow.WAIT);
        Thread sender = Thread.startVirtualThread(() -> send(pid, 0, 20));
        await().until(() -> sender.getState() == Thread.State.WAITING);
        runtime.exit(pid, ExitReason.KILL);
        sender.join();

        await().until(() ->
                runtime.counters().deadLetters(DeadLetter.UNREAD)
                                + runtime.counters().deadLetters(DeadLetter.NO_PROCESS)
                        == 20);
    }

    @Test
    void whoIsKilledWhileItWaitsEnds() throws Exception {
        Pid pid = busy(Overflow.WAIT);
        Pid sender =
                runtime.spawn(self -> {
                    for (int i = 0; i < 10; i++) {
                        self.send(pid, i);
                    }
                });
        await().until(() -> runtime.info(pid).orElseThrow().queueLength() == 3);
        runtime.exit(sender, ExitReason.KILL);

        extension.awaitDead(sender);
    }

    @Test
    void aProcessDoesNotWaitForItself() throws Exception {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        runtime.spawn(
                SpawnOptions.DEFAULT.withMailbox(new MailboxBound(1, Overflow.WAIT)),
                self -> {
                    self.send(self.pid(), 1);
                    try {
                        self.send(self.pid(), 2);
                    } catch (MailboxFullException full) {
                        outcome.complete(full);
                    }
                });

        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(MailboxFullException.class);
    }

    @Test
    void messagesOfTimersAndOtherNodesAreDroppedInstead() throws Exception {
        Pid pid = busy(Overflow.FAIL);
        send(pid, 0, 3);
        runtime.incoming().message(pid, "from elsewhere");
        runtime.sendAfter(Duration.ZERO, pid, "timer");

        await().until(() -> dropped() == 2);
    }

    @Test
    void signalsThatAreNoMessagesAlwaysCome() throws Exception {
        Pid pid = busy(Overflow.DROP_NEWEST);
        send(pid, 0, 3);
        Puppet watcher = Puppet.spawn(runtime);
        watcher.tell(self -> self.monitor(pid));
        runtime.exit(pid, ExitReason.KILL);

        assertThat(((Down) watcher.next()).reason()).isEqualTo(ExitReason.KILLED);
        await().until(() -> runtime.counters().deadLetters(DeadLetter.UNREAD) == 3);
    }

    @Test
    void whatAPlainProcessLeavesInItsMailboxCounts() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Pid pid =
                runtime.spawn(
                                SpawnOptions.DEFAULT.withMailbox(
                                        new MailboxBound(3, Overflow.DROP_NEWEST)),
                                self -> {
                                    self.receive(
                                            message -> message.equals("look") ? () -> true : null);
                                    looked.countDown();
                                    go.await();
                                    for (int i = 0; i < 3; i++) {
                                        seen.add(self.<Object>receive(message -> () -> message));
                                    }
                                })
                        .pid();
        send(pid, 0, 2);
        runtime.send(pid, "look");
        looked.await();
        send(pid, 2, 10);
        assertThat(runtime.info(pid).orElseThrow().queueLength()).isEqualTo(3);
        go.countDown();

        assertThat(next(3)).containsExactly(0, 1, 2);
        assertThat(dropped()).isEqualTo(7);
    }

    @Test
    void manySendersNeverBreakTheBound() throws Exception {
        MailboxBound bound = new MailboxBound(16, Overflow.WAIT);
        List<Integer> over = new ArrayList<>();
        CompletableFuture<Integer> done = new CompletableFuture<>();
        ProcessBehaviour counting =
                new ProcessBehaviour() {
                    private int count;

                    @Override
                    public @Nullable ExitReason start(Self self) {
                        return null;
                    }

                    @Override
                    public @Nullable ExitReason receive(Self self, Object message) {
                        int waiting = runtime.info(self.pid()).orElseThrow().queueLength();
                        if (waiting > 16) {
                            over.add(waiting);
                        }
                        if (++count == 4_000) {
                            done.complete(count);
                        }
                        return null;
                    }
                };
        Pid pid = runtime.spawn(SpawnOptions.DEFAULT.withMailbox(bound), counting).pid();
        for (int t = 0; t < 8; t++) {
            Thread.startVirtualThread(() -> send(pid, 0, 500));
        }

        assertThat(done.get(30, TimeUnit.SECONDS)).isEqualTo(4_000);
        assertThat(over).isEmpty();
    }

    @Test
    void aMailboxWithoutRoomIsRefused() {
        assertThatThrownBy(() -> new MailboxBound(0, Overflow.FAIL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLongUnboundedMailboxIsCounted() throws Exception {
        runtime.warnOfMailboxesAbove(100);
        CountDownLatch go = new CountDownLatch(1);
        Pid pid = runtime.spawn(SpawnOptions.DEFAULT, new Slow()).pid();
        runtime.send(pid, "stop");
        send(pid, 0, 100_000);
        release.countDown();
        go.countDown();

        await().until(() -> runtime.counters().longMailboxes() > 0);
    }

    // ---- calls of other nodes, whose senders cannot be told at the door

    private static final Pid CALLER = TestRuntime.remotePid(11);
    private static final Reference MONITOR = Reference.of(TestRuntime.OTHER_NODE, 3, 1, 2, 3);

    /// A message of another node whose sender waits under this monitor.
    private record RemoteCall(@Nullable Reference awaitedUnder) implements RemoteMessage {

        @Override
        public Object decode(@Nullable Object protocol) {
            return "call";
        }

        @Override
        public int size() {
            return 1;
        }
    }

    @Test
    void aCallOfAnotherNodeThatFindsNoRoomEndsThroughItsMonitor() throws Exception {
        RecordedSignals wire = new RecordedSignals();
        runtime.attach(wire);
        Pid pid = busy(Overflow.DROP_NEWEST);
        send(pid, 0, 3);
        runtime.incoming().monitor(CALLER, pid, MONITOR);
        runtime.incoming().message(pid, new RemoteCall(MONITOR));
        runtime.incoming().message(pid, new RemoteCall(MONITOR));
        runtime.incoming().message(pid, new RemoteCall(null));
        assertThat(dropped()).isEqualTo(3);
        release.countDown();

        assertThat(wire.next())
                .isEqualTo(List.of("down", pid, CALLER, MONITOR, ExitReason.of("mailbox_full")));
        assertThat(next(3)).containsExactly(0, 1, 2);
        runtime.exit(pid, ExitReason.KILL);
        extension.awaitDead(pid);
        assertThat(wire.isEmpty()).isTrue();
    }

    @Test
    void theOldestThatMakesRoomIsACallTooAndAReferenceNobodyWatchesUnderIsNothing()
            throws Exception {
        RecordedSignals wire = new RecordedSignals();
        runtime.attach(wire);
        Pid pid = busy(Overflow.DROP_OLDEST);
        runtime.incoming().monitor(CALLER, pid, MONITOR);
        Reference unknown = Reference.of(TestRuntime.OTHER_NODE, 3, 7, 8, 9);
        runtime.incoming().message(pid, new RemoteCall(unknown));
        runtime.incoming().message(pid, new RemoteCall(MONITOR));
        send(pid, 0, 3);
        release.countDown();

        assertThat(wire.next()).contains("down", MONITOR);
        assertThat(next(3)).containsExactly(0, 1, 2);
        assertThat(wire.isEmpty()).isTrue();
    }
}
