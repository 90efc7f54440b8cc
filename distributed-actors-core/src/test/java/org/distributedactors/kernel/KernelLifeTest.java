package org.distributedactors.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Listening.PortMapper;
import org.distributedactors.transport.TransportException;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Starting, stopping, starting again, with a port mapper that lives in one of the nodes.
class KernelLifeTest {

    private final InetSocketAddress epmd = new InetSocketAddress("127.0.0.1", freePort());
    private final List<Kernel> kernels = new ArrayList<>();
    private Set<Thread> threadsBefore = Set.of();

    @BeforeEach
    void remember() {
        threadsBefore = threads();
    }

    @AfterEach
    void stop() {
        kernels.forEach(Kernel::stop);
    }

    @Test
    void stoppedNodesLeaveNoThreadAndNoSocket() {
        Kernel a = start("a");
        Kernel b = start("b");
        assertThat(a.node().connect(b.node().name())).isTrue();
        InetSocketAddress listening = a.node().status().orElseThrow().listening();

        b.stop();
        a.stop();

        await().untilAsserted(() -> assertThat(threadsBefore).containsAll(threads()));
        assertRefused(epmd);
        assertRefused(listening);
    }

    @Test
    void aNodeStartsAgainWithItsPortMapperOnTheSamePort() {
        Kernel a = start("a");
        int creation = a.node().status().orElseThrow().creation();

        a.stop();
        a.start();

        assertThat(a.node().status().orElseThrow().portMapper()).isEqualTo(PortMapper.EMBEDDED);
        assertThat(a.node().status().orElseThrow().creation()).isNotEqualTo(creation);
    }

    @Test
    void aStartThatFailsLeavesNothing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Kernel a = new Kernel(config("a").port(taken.getLocalPort()).build());

            assertThatThrownBy(a::start).isInstanceOf(TransportException.class);

            await().untilAsserted(() -> assertThat(threadsBefore).containsAll(threads()));
            assertThat(a.isRunning()).isFalse();
            assertThat(isOpen(epmd)).isFalse();
        }
    }

    @Test
    void anotherNodeOfTheHostBecomesThePortMapperWhenTheFirstIsGone() {
        Kernel a = start("a");
        Kernel b = start("b");
        assertThat(b.node().status().orElseThrow().portMapper()).isEqualTo(PortMapper.EXTERNAL);

        a.stop();

        Kernel c = kernel("c");
        await().atMost(Duration.ofSeconds(5)).until(() -> isOpen(epmd));
        c.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> c.node().connect(b.node().name()));
        assertThat(c.node().status().orElseThrow().portMapper()).isEqualTo(PortMapper.EXTERNAL);
    }

    private Kernel start(String name) {
        Kernel kernel = kernel(name);
        kernel.start();
        return kernel;
    }

    private Kernel kernel(String name) {
        Kernel kernel = new Kernel(config(name).build());
        kernels.add(kernel);
        return kernel;
    }

    private KernelConfig.Builder config(String name) {
        return KernelConfig.builder(NodeName.of(name + "@127.0.0.1"))
                .cookie(Cookie.of("a-cookie-for-tests"))
                .portMapper(PortMapperMode.AUTO, epmd);
    }

    /// Those of an earlier test may still be about to end, so they are compared one by one and not counted.
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("distributed-actors-"))
                .collect(Collectors.toSet());
    }

    private static void assertRefused(InetSocketAddress address) {
        assertThat(isOpen(address)).isFalse();
    }

    private static boolean isOpen(InetSocketAddress address) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }
}
