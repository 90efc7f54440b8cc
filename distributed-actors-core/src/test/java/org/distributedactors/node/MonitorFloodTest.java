package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.interop.ScriptedPeer;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A peer may not make this node remember more of its links and monitors than the limit.
class MonitorFloodTest {

    private static final NodeName EVIL = NodeName.of("evil@127.0.0.1");

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
        byte[][] frames = new byte[last - first + 1][];
        for (int i = first; i <= last; i++) {
            Term monitor = ScriptedPeer.control(19, peer.pid(1), target, peer.reference(i));
            frames[i - first] = ScriptedPeer.frame(monitor);
        }
        peer.write(ByteBufUtil.getBytes(Unpooled.wrappedBuffer(frames)));
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
