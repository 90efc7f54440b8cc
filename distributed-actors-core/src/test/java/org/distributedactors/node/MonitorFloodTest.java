package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.SocketException;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.interop.ScriptedPeer;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.transport.SendBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A peer may not make this node remember more of its links and monitors than the limit.
class MonitorFloodTest {

    private static final NodeName EVIL = NodeName.of("evil@127.0.0.1");

    private static final int MILLION = 1_000_000;
    private static final int AT_ONCE = 10_000;

    private final TestNode node = new TestNode("node@127.0.0.1");
    private ScriptedPeer peer;
    private Pid target;

    @BeforeEach
    void join() throws IOException {
        target = node.node.spawn(self -> self.receive(message -> () -> message));
        peer =
                ScriptedPeer.connect(
                        new LocalNode(EVIL, 7, DistributionFlags.OURS),
                        node.address(),
                        node.node.name(),
                        TestNode.COOKIE);
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        node.close();
    }

    private void link(int from) throws IOException {
        peer.write(ScriptedPeer.frame(ScriptedPeer.control(1, peer.pid(from), target)));
    }

    private void monitor(int first, int last) throws IOException {
        monitor(target, first, last);
    }

    private void monitor(Pid whom, int first, int last) throws IOException {
        byte[][] frames = new byte[last - first + 1][];
        for (int i = first; i <= last; i++) {
            Term monitor = ScriptedPeer.control(19, peer.pid(1), whom, peer.reference(i));
            frames[i - first] = ScriptedPeer.frame(monitor);
        }
        peer.write(ByteBufUtil.getBytes(Unpooled.wrappedBuffer(frames)));
    }

    /// A process of the node that has ended.
    private Pid dead() {
        Pid dead = node.node.spawn(self -> {});
        await().until(() -> !node.node.processes().isAlive(dead));
        return dead;
    }

    @Test
    void aPeerWithTooManyMonitorsAndLinksLosesItsConnection() throws IOException {
        monitor(1, RemoteTies.LIMIT - 1);
        link(1);
        await().until(() -> node.node.connectedNodes().contains(EVIL));

        link(2);

        assertThat(peer.ends()).isTrue();
        await().until(() -> node.node.counters().quotasExceeded() == 1);
    }

    @Test
    void eachOfAMillionMonitorsOfTheDeadFiresOnce() throws IOException {
        Pid dead = dead();
        BitSet fired = new BitSet(MILLION);
        for (int first = 0; first < MILLION; first += AT_ONCE) {
            monitor(dead, first, first + AT_ONCE - 1);
            for (int i = 0; i < AT_ONCE; i++) {
                Reference down = peer.next(ControlMessage.PayloadMonitorPExit.class).reference();
                assertThat(fired.get(down.word(0))).isFalse();
                fired.set(down.word(0));
            }
        }

        assertThat(fired.cardinality()).isEqualTo(MILLION);
        assertThat(node.node.counters().quotasExceeded()).isZero();
        assertThat(node.node.connectedNodes()).contains(EVIL);
    }

    @Test
    void whoDoesNotReadWhatAMillionMonitorsCauseLosesItsConnection() throws IOException {
        Pid dead = dead();
        long most = 0;
        int asked = 0;
        try {
            for (; asked < MILLION; asked += AT_ONCE) {
                monitor(dead, asked, asked + AT_ONCE - 1);
                most = Math.max(most, pending());
            }
        } catch (SocketException ended) {
            // Before it could ask for all.
        }

        await().until(() -> !node.node.connectedNodes().contains(EVIL));
        assertThat(asked).isLessThan(MILLION);
        assertThat(most).isLessThan(SendBudget.defaults().mostBytes() + (1 << 20));
        assertThat(node.node.processes().isAlive(target)).isTrue();
    }

    private long pending() {
        return node.node.peers().stream()
                .filter(known -> known.name().equals(EVIL) && known.connection() != null)
                .mapToLong(known -> known.connection().statistics().pendingBytes())
                .sum();
    }

    /// A tenth of a million for each peer, for it may have no more; two of them, since ten would need more heap than the run
    /// for evidence has.
    @Test
    void linksOfPeersThatVanishEndOnceEach() throws IOException {
        AtomicInteger exits = new AtomicInteger();
        CountDownLatch traps = new CountDownLatch(1);
        target =
                node.node.spawn(self -> {
                    self.trapExit(true);
                    traps.countDown();
                    while (true) {
                        Exit exit = (Exit) self.receive(message -> () -> message);
                        assertThat(exit.reason()).isEqualTo(ExitReason.NOCONNECTION);
                        exits.incrementAndGet();
                    }
                });
        await().until(() -> traps.getCount() == 0);
        LocalNode other = new LocalNode(NodeName.of("vile@127.0.0.1"), 7, DistributionFlags.OURS);
        try (ScriptedPeer second =
                ScriptedPeer.connect(other, node.address(), node.node.name(), TestNode.COOKIE)) {
            link(peer);
            link(second);
            await().until(() -> node.node.processes().linkCount() == 2L * RemoteTies.LIMIT);
        }
        peer.close();

        await().until(() -> exits.get() == 2 * RemoteTies.LIMIT);
        assertThat(node.node.processes().linkCount()).isZero();
        assertThat(node.node.processes().isAlive(target)).isTrue();
    }

    private void link(ScriptedPeer from) throws IOException {
        for (int first = 0; first < RemoteTies.LIMIT; first += AT_ONCE) {
            byte[][] frames = new byte[AT_ONCE][];
            for (int i = 0; i < AT_ONCE; i++) {
                frames[i] =
                        ScriptedPeer.frame(ScriptedPeer.control(1, from.pid(first + i), target));
            }
            from.write(ByteBufUtil.getBytes(Unpooled.wrappedBuffer(frames)));
        }
    }

    @Test
    void whatIsGivenBackOrFiresDoesNotCount() throws IOException {
        monitor(1, RemoteTies.LIMIT - 2);
        for (int i = 0; i < 10; i++) {
            link(1);
            peer.write(
                    ScriptedPeer.frame(
                            ScriptedPeer.control(35, IntegerTerm.of(i + 1), peer.pid(1), target)));
            monitor(RemoteTies.LIMIT, RemoteTies.LIMIT);
            peer.write(
                    ScriptedPeer.frame(
                            ScriptedPeer.control(
                                    20, peer.pid(1), target, peer.reference(RemoteTies.LIMIT))));
            peer.send(
                    new ControlMessage.MonitorP(peer.pid(1), Atom.of("nobody"), peer.reference(0)));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(peer.next(ControlMessage.PayloadMonitorPExit.class).reference())
                    .isEqualTo(peer.reference(0));
        }
        node.node.exit(target, ExitReason.of("enough"));
        peer.next(ControlMessage.PayloadMonitorPExit.class);

        assertThat(node.node.counters().quotasExceeded()).isZero();
        assertThat(node.node.connectedNodes()).contains(EVIL);
    }
}
