package org.distributedactors.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.mapping.Mapping;
import org.distributedactors.process.Activator;
import org.distributedactors.process.MessageTracing;
import org.distributedactors.process.SystemTimers;
import org.distributedactors.process.Ticker;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.SendBudget;
import org.distributedactors.transport.netty.NettyTransport;
import org.distributedactors.transport.netty.NettyTransportConfig;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.distributedactors.transport.netty.Tls;
import org.jspecify.annotations.Nullable;

/// A node on loopback without a port mapper, for tests that connect by address.
final class TestNode implements AutoCloseable {

    static final String COOKIE = "a-cookie-for-tests";

    private final ExecutorService callbacks = Executors.newSingleThreadExecutor();
    private final SystemTimers timers = new SystemTimers("test-timers");
    final Node node;

    TestNode(String name) {
        this(name, COOKIE, Duration.ofSeconds(60));
    }

    TestNode(String name, String cookie, Duration netTickTime) {
        this(name, cookie, netTickTime, Duration.ofSeconds(7), null);
    }

    TestNode(
            String name,
            String cookie,
            Duration netTickTime,
            Duration setupTime,
            @Nullable Tls tls) {
        this(
                name,
                cookie,
                netTickTime,
                setupTime,
                tls,
                SendBudget.defaults(),
                BusyPolicy.WAIT,
                null);
    }

    TestNode(String name, SendBudget budget, BusyPolicy busyPolicy) {
        this(
                name,
                COOKIE,
                Duration.ofSeconds(60),
                Duration.ofSeconds(7),
                null,
                budget,
                busyPolicy,
                null);
    }

    TestNode(String name, MessageTracing tracing) {
        this(
                name,
                COOKIE,
                Duration.ofSeconds(60),
                Duration.ofSeconds(7),
                null,
                SendBudget.defaults(),
                BusyPolicy.WAIT,
                tracing);
    }

    private TestNode(
            String name,
            String cookie,
            Duration netTickTime,
            Duration setupTime,
            @Nullable Tls tls,
            SendBudget budget,
            BusyPolicy busyPolicy,
            @Nullable MessageTracing tracing) {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        NettyTransportConfig netty =
                new NettyTransportConfig(
                        InetAddress.getLoopbackAddress(),
                        0,
                        setupTime,
                        netTickTime,
                        FrameLimits.defaults(),
                        budget,
                        PortMapperMode.NONE,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        tls);
        NodeConfig.Environment environment =
                new NodeConfig.Environment(
                        Activator.virtualThreads(),
                        Activator.virtualThreads(),
                        Ticker.system(),
                        clock,
                        timers,
                        random,
                        callbacks,
                        Runnable::run);
        node =
                new Node(
                        new NodeConfig(
                                NodeName.of(name),
                                new NodeConfig.Distribution(
                                        Cookie.of(cookie),
                                        false,
                                        setupTime,
                                        budget,
                                        busyPolicy,
                                        () -> new NettyTransport(netty, clock, random)),
                                new Mapping(),
                                TermLimits.defaults(),
                                environment,
                                100,
                                tracing));
        node.start();
        node.accept();
    }

    InetSocketAddress address() {
        return node.status().orElseThrow().listening();
    }

    boolean connectTo(TestNode other) {
        return node.connectAsync(other.node.name(), other.address()).toCompletableFuture().join();
    }

    @Override
    public void close() {
        node.stop();
        timers.close();
        callbacks.shutdown();
    }
}
