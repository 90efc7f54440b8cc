package org.distributedactors.boot.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.TransportException;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KernelLifecycleTest {

    private final List<Object> published = new CopyOnWriteArrayList<>();
    private final Kernel kernel = new Kernel(config("a").build());
    private final KernelLifecycle lifecycle = new KernelLifecycle(kernel, published::add);

    private final Kernel other = new Kernel(config("b").build());

    @AfterEach
    void stop() {
        lifecycle.stop();
        other.stop();
    }

    @Test
    void eventsComeInTheOrderInWhichThingsHappen() {
        lifecycle.start();
        other.start();
        connect();
        other.stop();
        await().until(() -> published.size() == 3);
        lifecycle.stop();

        assertThat(published)
                .containsExactly(
                        new NodeStartedEvent(kernel.node().name()),
                        new NodeUpEvent(other.node().name()),
                        new NodeDownEvent(other.node().name(), CloseReason.CLOSED_BY_PEER),
                        new NodeStoppedEvent(kernel.node().name()));
    }

    @Test
    void theEventOfTheEndIsTheLastOne() {
        lifecycle.start();
        other.start();
        connect();
        await().until(() -> published.size() == 2);
        lifecycle.stop();

        assertThat(published)
                .endsWith(
                        new NodeDownEvent(other.node().name(), CloseReason.SHUTDOWN),
                        new NodeStoppedEvent(kernel.node().name()));
    }

    @Test
    void aStartAfterAStopIsANewIncarnation() {
        lifecycle.start();
        int first = kernel.node().status().orElseThrow().creation();
        lifecycle.stop();
        assertThat(lifecycle.isRunning()).isFalse();
        lifecycle.start();

        assertThat(lifecycle.isRunning()).isTrue();
        assertThat(kernel.node().status().orElseThrow().creation()).isNotEqualTo(first);
        await().untilAsserted(() ->
                assertThat(published)
                        .containsExactly(
                                new NodeStartedEvent(kernel.node().name()),
                                new NodeStoppedEvent(kernel.node().name()),
                                new NodeStartedEvent(kernel.node().name())));
    }

    @Test
    void aListenerThatFailsTakesNothingFromTheNextEvent() {
        Kernel local = new Kernel(KernelConfig.local().build());
        KernelLifecycle failing =
                new KernelLifecycle(
                        local,
                        event -> {
                            published.add(event);
                            throw new IllegalStateException("a listener that fails");
                        });
        failing.start();
        failing.stop();

        assertThat(published)
                .containsExactly(
                        new NodeStartedEvent(NodeName.NONODE),
                        new NodeStoppedEvent(NodeName.NONODE));
    }

    @Test
    void aStartThatFailsPublishesNothingAndMayBeTriedAgain() throws IOException {
        Kernel blocked;
        KernelLifecycle failing;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            blocked = new Kernel(config("c").port(taken.getLocalPort()).build());
            failing = new KernelLifecycle(blocked, published::add);

            assertThatExceptionOfType(TransportException.class).isThrownBy(failing::start);
            assertThat(failing.isRunning()).isFalse();
            assertThat(published).isEmpty();
        }

        failing.start();
        failing.stop();
        assertThat(published).hasSize(2);
    }

    @Test
    void stopWithoutStartChangesNothing() {
        lifecycle.stop();

        assertThat(published).isEmpty();
    }

    private void connect() {
        assertThat(
                        kernel.node()
                                .connectAsync(
                                        other.node().name(),
                                        other.node().status().orElseThrow().listening())
                                .toCompletableFuture()
                                .join())
                .isTrue();
    }

    private static KernelConfig.Builder config(String name) {
        return KernelConfig.builder(new NodeName(name, "127.0.0.1"))
                .cookie(Cookie.of("a cookie for tests"))
                .portMapper(
                        PortMapperMode.NONE,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }
}
