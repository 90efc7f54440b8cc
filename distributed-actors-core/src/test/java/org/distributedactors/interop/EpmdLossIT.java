package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Listening.PortMapper;
import org.distributedactors.transport.Listening.State;
import org.distributedactors.transport.netty.EpmdClient;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of a host's nodes when their port mapper dies, comes back, or hangs: connections stand, and within five
/// seconds of a port mapper being there all are registered.
class EpmdLossIT {

    private static final String COOKIE = "epmd-loss-it";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final NodeName JAVA = NodeName.of("java@127.0.0.1");

    private final List<AutoCloseable> open = new ArrayList<>();
    private EventLoopGroup eventLoops;
    private EpmdClient client;
    private InetSocketAddress epmd;

    @BeforeAll
    static void erlangIsInstalled() {
        ErlangNode.assumeInstalled();
    }

    @BeforeEach
    void start() throws IOException {
        eventLoops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        client = new EpmdClient(eventLoops, Duration.ofSeconds(1));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            epmd = new InetSocketAddress("127.0.0.1", free.getLocalPort());
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open.reversed()) {
            resource.close();
        }
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void anotherNodeTakesOverWhenTheOneWithThePortMapperIsKilled() throws Exception {
        JavaNodeProcess first = keep(JavaNodeProcess.start("one@127.0.0.1", COOKIE, port()));
        keep(JavaNodeProcess.start("two@127.0.0.1", COOKIE, port()));
        keep(JavaNodeProcess.start("three@127.0.0.1", COOKIE, port()));
        ErlangNode erlang = erlang("erlang@127.0.0.1");
        for (String node : List.of("one", "two", "three")) {
            assertThat(erlang.eval("net_adm:ping('" + node + "@127.0.0.1')")).isEqualTo("pong");
        }
        // A node that dies while others still connect to it looks like a partition, which is not
        // what this is about.
        for (String node : List.of("one", "two", "three")) {
            await().until(() ->
                    erlang.eval("length(rpc:call('" + node + "@127.0.0.1', erlang, nodes, []))")
                            .equals("3"));
        }
        erlang.eval("net_kernel:monitor_nodes(true)");
        awaitNames("one", "two", "three", "erlang");

        first.kill();

        awaitNames("two", "three", "erlang");
        assertThat(erlang.eval("lists:sort(nodes())"))
                .isEqualTo("['three@127.0.0.1','two@127.0.0.1']");
        assertThat(
                        erlang.eval(
                                "(fun F() -> receive {nodedown, N} -> [N | F()] after 0 -> [] end end)()"))
                .isEqualTo("['one@127.0.0.1']");
        ErlangNode late = erlang("late@127.0.0.1");
        assertThat(late.eval("net_adm:ping('two@127.0.0.1')")).isEqualTo("pong");
    }

    @Test
    void aPortMapperThatIsKilledAndStartedAgainFindsAllNodes() throws Exception {
        Process real = startEpmd();
        Kernel kernel = java(PortMapperMode.EXTERNAL);
        ErlangNode erlang = erlang("erlang@127.0.0.1");
        assertThat(erlang.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
        int creation = kernel.node().status().orElseThrow().creation();

        real.destroyForcibly().waitFor();

        await().until(() -> state(kernel) == State.UNREGISTERED);
        assertThat(erlang.eval("nodes()")).isEqualTo("['java@127.0.0.1']");

        startEpmd();

        awaitNames("erlang", "java");
        await().atMost(LIMIT).until(() -> state(kernel) == State.REACHABLE);
        assertThat(kernel.node().status().orElseThrow().creation()).isEqualTo(creation);
        assertThat(erlang.eval("nodes()")).isEqualTo("['java@127.0.0.1']");
    }

    @Test
    void aNodeOfOursBecomesThePortMapperWhenTheRealOneIsKilled() throws Exception {
        Process real = startEpmd();
        Kernel kernel = java(PortMapperMode.AUTO);
        ErlangNode erlang = erlang("erlang@127.0.0.1");
        assertThat(portMapper(kernel)).isEqualTo(PortMapper.EXTERNAL);

        real.destroyForcibly().waitFor();

        awaitNames("erlang", "java");
        assertThat(portMapper(kernel)).isEqualTo(PortMapper.EMBEDDED);
        assertThat(erlang.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
    }

    @Test
    void aPortMapperThatHangsCostsStandingConnectionsNothing() throws Exception {
        Process real = startEpmd();
        Kernel kernel = java(PortMapperMode.EXTERNAL);
        ErlangNode erlang = erlang("erlang@127.0.0.1");
        ErlangNode other = erlang("other@127.0.0.1");
        assertThat(erlang.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
        signal(real, "STOP");
        try {
            assertThat(kernel.node().connect(NodeName.of(other.name()))).isFalse();
            assertThat(erlang.eval("nodes()")).contains("java@127.0.0.1");
            assertThat(state(kernel)).isEqualTo(State.REACHABLE);
        } finally {
            signal(real, "CONT");
        }
        awaitNames("erlang", "java", "other");
        await().atMost(LIMIT).until(() -> kernel.node().connect(NodeName.of(other.name())));
    }

    @Test
    void withoutAPortMapperAnErlangNodeIsToldThePort() throws Exception {
        Kernel kernel = java(PortMapperMode.NONE);
        int port = kernel.node().status().orElseThrow().listening().getPort();
        ErlangNode erlang =
                keep(
                        ErlangNode.start(
                                "erlang@127.0.0.1",
                                COOKIE,
                                Map.of(),
                                "-dist_listen",
                                "false",
                                "-erl_epmd_port",
                                String.valueOf(port)));

        assertThat(erlang.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
    }

    private int port() {
        return epmd.getPort();
    }

    private Kernel java(PortMapperMode mode) {
        Kernel kernel =
                new Kernel(
                        KernelConfig.builder(JAVA)
                                .cookie(Cookie.of(COOKIE))
                                .portMapper(mode, epmd)
                                .build());
        kernel.start();
        open.add(kernel::stop);
        return kernel;
    }

    private ErlangNode erlang(String name) {
        return keep(
                ErlangNode.start(name, COOKIE, Map.of("ERL_EPMD_PORT", String.valueOf(port()))));
    }

    private Process startEpmd() throws Exception {
        Process process =
                new ProcessBuilder("epmd", "-port", String.valueOf(port()), "-address", "127.0.0.1")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        open.add(() -> process.destroyForcibly().waitFor());
        await().ignoreExceptions().until(() -> get(client.names(epmd)) != null);
        return process;
    }

    private static void signal(Process process, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
    }

    private void awaitNames(String... names) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> get(client.names(epmd)).keySet().equals(Set.of(names)));
    }

    private static State state(Kernel kernel) {
        return kernel.node().status().orElseThrow().reachability();
    }

    private static PortMapper portMapper(Kernel kernel) {
        return kernel.node().status().orElseThrow().portMapper();
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.add(resource);
        return resource;
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
