package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.interop.ScriptedPeer;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Binary;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.SendBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A peer that has the cookie and does not read what it is sent. It holds up those who send to it, and takes no memory
/// beyond its budget; nobody else notices.
class SlowReaderTest {

    private static final NodeName SLOW = NodeName.of("slow@127.0.0.1");
    private static final Binary PIECE = Binary.wrap(new byte[32 * 1024]);
    private static final int LIMIT = 200_000;

    /// More than the buffers of two sockets take.
    private static final int MANY = 2000;

    private final TestNode friend = new TestNode("friend@127.0.0.1");
    private TestNode node;
    private ScriptedPeer slow;
    private Pid receiver;

    @BeforeEach
    void connect() throws IOException {
        start(BusyPolicy.WAIT, Duration.ofSeconds(60));
    }

    private void start(BusyPolicy policy, Duration patience) throws IOException {
        node = new TestNode("node@127.0.0.1", new SendBudget(LIMIT, patience, 1 << 20), policy);
        assertThat(friend.connectTo(node)).isTrue();
        slow =
                ScriptedPeer.connect(
                        new LocalNode(SLOW, 7, DistributionFlags.OURS),
                        node.address(),
                        node.node.name(),
                        TestNode.COOKIE);
        await().until(() -> node.node.nodes().contains(SLOW));
        receiver = slow.pid(1);
    }

    private void startAnew(BusyPolicy policy, Duration patience) throws IOException {
        slow.close();
        node.close();
        start(policy, patience);
    }

    @AfterEach
    void close() throws IOException {
        slow.close();
        node.close();
        friend.close();
    }

    @Test
    void aProcessWaitsAndGoesOnWhenThePeerReads() throws IOException {
        AtomicInteger sent = new AtomicInteger();
        sender(sent);
        await().until(() -> pending() >= LIMIT);
        assertThat(sent).hasValueLessThan(MANY);
        assertThat(pending()).isLessThan(LIMIT + 500_000L);

        Thread.startVirtualThread(this::readAll);

        await().untilAsserted(() -> assertThat(sent).hasValue(MANY));
        await().until(() -> pending() == 0);
    }

    @Test
    void otherConnectionsNoticeNothing() {
        sender(new AtomicInteger());
        await().until(() -> pending() >= LIMIT);

        CountDownLatch heard = new CountDownLatch(1);
        Pid there =
                friend.node.spawn(self -> {
                    self.receive(m -> () -> m);
                    heard.countDown();
                });
        node.node.send(there, Binary.EMPTY);

        await().until(() -> heard.getCount() == 0);
    }

    @Test
    void killEndsTheWait() {
        Pid sender = sender(new AtomicInteger());
        await().until(() -> pending() >= LIMIT);

        node.node.exit(sender, ExitReason.KILL);

        await().until(() -> !node.node.processes().isAlive(sender));
    }

    @Test
    void aSignalThatAProcessTrapsDoesNotEndTheWait() {
        AtomicInteger sent = new AtomicInteger();
        CountDownLatch traps = new CountDownLatch(1);
        Pid sender =
                node.node.spawn(self -> {
                    self.trapExit(true);
                    traps.countDown();
                    sendMany(self::send, sent);
                });
        await().until(() -> pending() >= LIMIT);
        node.node.exit(sender, ExitReason.SHUTDOWN);

        Thread.startVirtualThread(this::readAll);

        await().untilAsserted(() -> assertThat(sent).hasValue(MANY));
    }

    @Test
    void theWaitEndsWithTheConnection() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        node.node.spawn(self -> {
            sendMany(self::send, new AtomicInteger());
            done.countDown();
        });
        await().until(() -> pending() >= LIMIT);

        slow.close();

        // What is left finds no node of that name and is lost, as with a connection.
        await().until(() -> done.getCount() == 0);
    }

    @Test
    void aPeerThatTakesNothingForTooLongIsDisconnected() throws IOException {
        startAnew(BusyPolicy.WAIT, Duration.ofMillis(500));
        sender(new AtomicInteger());

        await().until(() -> node.node.counters().connectionsClosed(CloseReason.NOT_READING) == 1);
        await().until(() -> !node.node.nodes().contains(SLOW));
        assertThat(node.node.nodes()).contains(friend.node.name());
    }

    @Test
    void aThreadOfTheApplicationFailsIfItWantsTo() throws IOException {
        startAnew(BusyPolicy.FAIL, Duration.ofSeconds(60));

        assertThatExceptionOfType(BusyException.class)
                .isThrownBy(() -> sendMany(node.node::send, new AtomicInteger()))
                .withMessageContaining(SLOW.toString());
        assertThat(pending()).isLessThan(LIMIT + 500_000L);
    }

    @Test
    void aThreadOfTheApplicationDropsIfItWantsTo() throws IOException {
        startAnew(BusyPolicy.DROP, Duration.ofSeconds(60));

        sendMany(node.node::send, new AtomicInteger());

        assertThat(node.node.processes().counters().deadLetters(DeadLetter.BUSY)).isPositive();
        assertThat(pending()).isLessThan(LIMIT + 500_000L);
    }

    private interface Send {
        void send(Pid to, Object message);
    }

    private Pid sender(AtomicInteger sent) {
        return node.node.spawn(self -> sendMany(self::send, sent));
    }

    private void sendMany(Send send, AtomicInteger sent) {
        for (int i = 0; i < MANY; i++) {
            send.send(receiver, PIECE);
            sent.incrementAndGet();
        }
    }

    private void readAll() {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = slow.socket().getInputStream();
            while (in.read(buffer) >= 0) {
                // Whatever it is.
            }
        } catch (IOException over) {
            // So is the test.
        }
    }

    private long pending() {
        return node.node.peers().stream()
                .filter(peer -> peer.name().equals(SLOW) && peer.connection() != null)
                .mapToLong(peer -> peer.connection().statistics().pendingBytes())
                .sum();
    }
}
