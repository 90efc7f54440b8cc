package org.distributedactors.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.distributedactors.faults.FaultsFixture.during;
import static org.distributedactors.faults.FaultsFixture.figure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.distributedactors.discovery.Seed;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.interop.ErlangNode;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.node.NodeEvent.NodeDown;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.distributedactors.transport.netty.TestCertificates;
import org.distributedactors.transport.netty.Tls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fault 13 of the list in `docs/evidence/faults.md`: wires that are slow, uneven, and turn bits over, between a node and one that
/// it dials. Both send each other numbered messages and watch each other all the while.
class WireIT {

    private static final String COOKIE = "wire-test-cookie-of-ours";
    private static final int TICK_SECONDS = 4;
    private static final Duration LASTS = Duration.ofSeconds(Integer.getInteger("faults.wire", 5));
    private static final int FLIPS = Integer.getInteger("faults.flips", 5);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<AutoCloseable> open = new ArrayList<>();

    /// One of our nodes, with what it sends, hears and sees.
    private final class Side {

        final Kernel kernel;
        final Queue<String> broken = new ConcurrentLinkedQueue<>();
        final Queue<NodeDown> lost = new ConcurrentLinkedQueue<>();
        final Sink sink = new Sink(this::told);
        final Watch watch;
        final Load load;

        Side(KernelConfig config, List<String> others) {
            kernel = new Kernel(config);
            watch = new Watch(kernel.node(), this::told);
            load = new Load(kernel.node());
            kernel.addListener(event -> {
                if (event instanceof NodeDown down) {
                    watch.lost(down.node());
                    lost.add(down);
                }
            });
            kernel.start();
            open.add(kernel::stop);
            sink.start(kernel.node());
            watch.start();
            load.open(others);
        }

        private void told(String kind, Object... words) {
            if (kind.equals(EventLog.BROKEN)) {
                broken.add(List.of(words).toString());
            }
        }

        boolean sees(String other) {
            return kernel.node().nodes().contains(NodeName.of(other));
        }

        long refused() {
            return kernel.node().counters().connectionsClosed(CloseReason.PROTOCOL_ERROR);
        }

        void speaks() {
            load.set(200, 100);
        }

        /// Why connections ended, and how often.
        Map<CloseReason, Long> reasons() {
            return lost.stream()
                    .collect(Collectors.groupingBy(NodeDown::reason, Collectors.counting()));
        }

        void isWhole() {
            assertThat(broken).isEmpty();
            await().atMost(LIMIT).until(() -> watch.stale().isEmpty());
        }

        void hearsMore() {
            long before = sink.received();
            await().atMost(LIMIT).until(() -> sink.received() > before + 50);
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private static KernelConfig.Builder node(String name, Tls tls) {
        return KernelConfig.builder(NodeName.of(name))
                .cookie(Cookie.of(COOKIE))
                .netTickTime(Duration.ofSeconds(TICK_SECONDS))
                .suspicionTime(Duration.ofSeconds(TICK_SECONDS))
                .portMapper(
                        PortMapperMode.NONE,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .tls(tls);
    }

    private Wire wire(Wire.Damage damage) throws IOException {
        Wire wire = new Wire(13, damage);
        open.add(wire);
        return wire;
    }

    /// A node that dials another through the wire.
    private Side dialling(Wire wire, String other, Tls tls) {
        Seed seed = Seed.of(other + ":" + wire.port());
        return new Side(
                node("a@127.0.0.1", tls)
                        .discovery(() -> List.of(seed), Duration.ofMillis(200))
                        .build(),
                List.of(other));
    }

    private Side dialled(Wire wire, Tls tls) {
        Side side = new Side(node("b@127.0.0.1", tls).build(), List.of("a@127.0.0.1"));
        wire.leadTo(side.kernel.node().status().orElseThrow().listening());
        return side;
    }

    private static void meet(Side a, Side b) {
        await().atMost(LIMIT).until(() -> a.sees("b@127.0.0.1") && b.sees("a@127.0.0.1"));
        List.of(a, b).forEach(Side::speaks);
    }

    @Test
    @DisplayName("13: delays and stalls as of lost packets lose no node and no message")
    void slowAndUneven() throws IOException {
        Wire wire = wire(WireDamage.anywhere());
        Side b = dialled(wire, null);
        Side a = dialling(wire, "b@127.0.0.1", null);
        meet(a, b);

        wire.delay(Duration.ofMillis(30), Duration.ofMillis(40));
        wire.stall(2, Duration.ofMillis(1500));
        during(LASTS);
        a.load.set(0, 0);
        b.load.set(0, 0);

        await().atMost(LIMIT).until(() -> b.sink.received() == a.load.sent());
        await().atMost(LIMIT).until(() -> a.sink.received() == b.load.sent());
        assertThat(a.lost).isEmpty();
        assertThat(b.lost).isEmpty();
        List.of(a, b).forEach(Side::isWhole);
        figure("fault 13, messages over a slow wire", a.sink.received() + b.sink.received());
    }

    @ParameterizedTest(name = "13: each bit that is turned over ends its connection, TLS {0}")
    @ValueSource(booleans = {false, true})
    void flippedBits(boolean encrypted) throws IOException {
        TestCertificates certificates = new TestCertificates();
        Wire wire = wire(encrypted ? WireDamage.anywhere() : WireDamage.beginningOfAMessage());
        Side b = dialled(wire, encrypted ? tls(certificates, "b@127.0.0.1") : null);
        Side a = dialling(wire, "b@127.0.0.1", encrypted ? tls(certificates, "a@127.0.0.1") : null);

        for (int flip = 1; flip <= FLIPS; flip++) {
            int so = flip;
            meet(a, b);
            a.hearsMore();
            b.hearsMore();
            wire.flip();
            await().atMost(LIMIT).until(() -> wire.flipped() == so);
            await().atMost(LIMIT).until(() -> a.lost.size() == so && b.lost.size() == so);
            await().atMost(LIMIT).until(() -> a.refused() + b.refused() >= so);
        }
        meet(a, b);

        List.of(a, b).forEach(Side::hearsMore);
        List.of(a, b).forEach(Side::isWhole);
        figure("fault 13, reasons, TLS " + encrypted, a.reasons() + " " + b.reasons());
    }

    private static Tls tls(TestCertificates certificates, String name) {
        return certificates.tls(certificates.node(name));
    }

    @Test
    @DisplayName("13: the same between us and Erlang")
    void withErlang() throws IOException {
        ErlangNode.assumeInstalled();
        int epmd = freePort();
        Kernel mapper =
                new Kernel(
                        KernelConfig.builder(NodeName.of("mapper@127.0.0.1"))
                                .cookie(Cookie.of(COOKIE))
                                .portMapper(
                                        PortMapperMode.EMBEDDED,
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), epmd))
                                .build());
        mapper.start();
        open.add(mapper::stop);
        ErlangMember erlang =
                new ErlangMember(
                        Map.of("ERL_EPMD_PORT", String.valueOf(epmd)),
                        "e@127.0.0.1",
                        COOKIE,
                        List.of("a@127.0.0.1"),
                        TICK_SECONDS);
        open.add(erlang);
        Wire wire = wire(WireDamage.versionOfAMessage());
        wire.leadTo(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        Integer.parseInt(
                                erlang.eval(
                                        "element(2, erl_epmd:port_please(\"e\", {127,0,0,1}))"))));
        Side a = dialling(wire, "e@127.0.0.1", null);
        await().atMost(LIMIT).until(() -> a.sees("e@127.0.0.1"));
        erlang.load(200, 100);
        a.speaks();
        wire.delay(Duration.ofMillis(30), Duration.ofMillis(40));
        wire.stall(2, Duration.ofMillis(1500));
        during(LASTS);
        assertThat(a.lost).isEmpty();
        wire.stall(0, Duration.ZERO);

        for (int flip = 1; flip <= FLIPS; flip++) {
            int so = flip;
            await().atMost(LIMIT).until(() -> a.sees("e@127.0.0.1"));
            a.hearsMore();
            wire.flip();
            await().atMost(LIMIT).until(() -> wire.flipped() == so && a.lost.size() == so);
        }

        await().atMost(LIMIT).until(() -> a.sees("e@127.0.0.1"));
        a.hearsMore();
        a.isWhole();
        assertThat(erlang.broken()).isEmpty();
        await().atMost(LIMIT).until(() -> erlang.stale().isEmpty());
        figure("fault 13, reasons, with Erlang", a.reasons());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
