package org.distributedactors.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.interop.ScriptedPeer;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.process.Down;
import org.distributedactors.process.ProcessBody;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A node that others come to and leave, hundreds of times, holds afterwards what it held before: nodes that stop, and peers
/// whose connection is reset without a word, as by a kill.
class ComeAndGoTest {

    private static final String COOKIE = "a-cookie-for-tests";
    private static final int TIMES = Boolean.getBoolean("evidence") ? 500 : 100;
    private static final int WARM_UP = 10;
    private static final NodeName KILLED = NodeName.of("killed@127.0.0.1");
    private static final ProcessBody IDLE = self -> self.receive(message -> null);

    private final InetSocketAddress epmd = new InetSocketAddress("127.0.0.1", freePort());
    private final Kernel node = kernel("node");
    private final BlockingQueue<Down> downs = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() {
        node.start();
    }

    @AfterEach
    void stop() {
        node.stop();
    }

    @Test
    void nothingIsLeftOfThoseThatCameAndWent() throws IOException {
        Pid steady =
                node.node()
                        .spawn(self -> {
                            self.trapExit(true);
                            self.receive(message -> null);
                        });
        for (int time = 0; time < WARM_UP; time++) {
            comeAndGo(steady, time);
        }
        Figures before = Figures.now(node.node());
        long links = node.node().processes().linkCount();

        for (int time = WARM_UP; time < WARM_UP + TIMES; time++) {
            comeAndGo(steady, time);
        }

        await().untilAsserted(() -> Figures.now(node.node()).assertBackTo(before));
        assertThat(node.node().processes().linkCount()).isEqualTo(links);
        assertThat(node.node().nodes()).isEmpty();
        assertThat(downs).isEmpty();
    }

    private void comeAndGo(Pid steady, int time) throws IOException {
        // The port mapper may hear late that the last one of a name has gone.
        Kernel other = kernel("other" + time % 10);
        other.start();
        try {
            Kernel dials = time % 2 == 0 ? node : other;
            Kernel dialled = time % 2 == 0 ? other : node;
            assertThat(dials.node().connect(dialled.node().name())).isTrue();
            watch(other.node().spawn(IDLE));
            other.node()
                    .spawn(self -> {
                        self.monitor(steady);
                        self.receive(message -> null);
                    });
        } finally {
            other.stop();
        }
        awaitDown();
        killed(steady, time + 4);
    }

    private void killed(Pid steady, int creation) throws IOException {
        try (ScriptedPeer peer =
                ScriptedPeer.connect(
                        new LocalNode(KILLED, creation, DistributionFlags.OURS),
                        node.node().status().orElseThrow().listening(),
                        node.node().name(),
                        COOKIE)) {
            peer.send(new ControlMessage.Link(peer.pid(1), steady));
            peer.send(new ControlMessage.MonitorP(peer.pid(1), steady, peer.reference(1)));
            watch(peer.pid(2));
            peer.next(ControlMessage.MonitorP.class);
            peer.socket().setSoLinger(true, 0);
        }
        awaitDown();
    }

    /// Has a process of its own watch one of another node.
    private void watch(Pid there) {
        node.node()
                .spawn(self -> {
                    self.monitor(there);
                    downs.add((Down) self.receive(message -> () -> message));
                });
    }

    private void awaitDown() {
        await().until(() -> downs.poll() != null);
        await().until(() -> node.node().nodes().isEmpty());
    }

    private Kernel kernel(String name) {
        return new Kernel(
                KernelConfig.builder(NodeName.of(name + "@127.0.0.1"))
                        .cookie(Cookie.of(COOKIE))
                        .portMapper(PortMapperMode.AUTO, epmd)
                        .build());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }
}
