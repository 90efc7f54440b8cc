package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.TransportException;
import org.distributedactors.transport.netty.EpmdClient;
import org.distributedactors.transport.netty.EpmdClient.Registration;
import org.distributedactors.transport.netty.EpmdServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The port mapper against OTP, both ways: real nodes use ours, and we use the real `epmd`.
class EpmdIT {

    private static final String COOKIE = "port-mapper-it";
    private static final NodeName JAVA = NodeName.of("java@127.0.0.1");

    private EventLoopGroup eventLoops;
    private EpmdClient client;

    @BeforeAll
    static void erlangIsInstalled() {
        ErlangNode.assumeInstalled();
    }

    @BeforeEach
    void open() {
        eventLoops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        client = new EpmdClient(eventLoops, Duration.ofSeconds(5));
    }

    @AfterEach
    void shutDown() {
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /// Nodes of Erlang with the embedded port mapper.
    @Nested
    class RealNodesUseOurs {

        private EpmdServer server;
        private Map<String, String> environment;
        private InetSocketAddress epmd;

        @BeforeEach
        void start() throws Exception {
            server = get(EpmdServer.start(eventLoops, EpmdServer.loopback(), 0, 1000));
            environment = Map.of("ERL_EPMD_PORT", String.valueOf(server.port()));
            epmd = new InetSocketAddress("127.0.0.1", server.port());
        }

        @AfterEach
        void close() throws Exception {
            get(server.close());
        }

        @Test
        void nodesBootAndSeeEachOtherAndUs() throws Exception {
            get(client.register(epmd, JAVA, 4001, false));
            try (ErlangNode a = ErlangNode.start("a@127.0.0.1", COOKIE, environment);
                    ErlangNode b = ErlangNode.start("b@127.0.0.1", COOKIE, environment)) {
                assertThat(
                                a.eval(
                                        "{ok, Names} = erl_epmd:names(\"localhost\"), lists:sort([N || {N, _} <- Names])"))
                        .isEqualTo("[\"a\",\"b\",\"java\"]");
                assertThat(a.eval("net_adm:ping('b@127.0.0.1')")).isEqualTo("pong");
                assertThat(b.eval("erl_epmd:port_please(\"java\", {127,0,0,1})"))
                        .isEqualTo("{port,4001,6}");
                assertThat(b.eval("erl_epmd:port_please(\"nobody\", {127,0,0,1})"))
                        .isEqualTo("noport");
                assertThat(get(client.portPlease(epmd, "a"))).isPresent();
            }
            await().until(() -> get(client.names(epmd)).keySet().equals(Set.of("java")));
        }

        @Test
        void anElixirNodeBootsAndIsFound() throws Exception {
            get(client.register(epmd, JAVA, 4001, false));
            ProcessBuilder builder =
                    new ProcessBuilder(
                            "elixir",
                            "--name",
                            "elixir@127.0.0.1",
                            "--cookie",
                            COOKIE,
                            "-e",
                            "{:ok, names} = :erl_epmd.names('localhost'); IO.puts(inspect(Enum.sort(names)))");
            builder.environment().putAll(environment);
            Process process = builder.redirectErrorStream(true).start();

            String printed =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(printed).contains("elixir").contains("java");
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }

        @Test
        void aNodeHasTheCreationItWasGiven() throws Exception {
            try (ErlangNode a = ErlangNode.start("a@127.0.0.1", COOKIE, environment)) {
                assertThat(a.eval("erts_internal:get_creation()")).isEqualTo("1000");
            }
        }

        @Test
        void aSecondNodeOfTheSameNameDoesNotBoot() throws Exception {
            try (ErlangNode a = ErlangNode.start("a@127.0.0.1", COOKIE, environment)) {
                assertThatThrownBy(() -> ErlangNode.start("a@127.0.0.1", COOKIE, environment))
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("seems to be in use");
                assertThat(a.eval("1 + 1")).isEqualTo("2");
            }
        }

        @Test
        void nodesComeBackToThePortMapperThatFollows() throws Exception {
            try (ErlangNode a = ErlangNode.start("a@127.0.0.1", COOKIE, environment)) {
                get(server.close());
                server =
                        await().ignoreExceptions()
                                .until(
                                        () ->
                                                get(
                                                        EpmdServer.start(
                                                                eventLoops,
                                                                EpmdServer.loopback(),
                                                                epmd.getPort(),
                                                                5000)),
                                        Objects::nonNull);

                await().until(() -> get(client.portPlease(epmd, "a")).isPresent());
                assertThat(a.eval("is_alive()")).isEqualTo("true");
            }
        }

        @Test
        void theCommandEpmdListsOurNames() throws Exception {
            get(client.register(epmd, JAVA, 4001, false));

            assertThat(epmdCommand("-names"))
                    .contains("up and running on port " + server.port())
                    .contains("name java at port 4001");
            assertThat(epmdCommand("-kill")).containsIgnoringCase("not allowed");
            assertThat(get(client.portPlease(epmd, "java"))).hasValue(4001);
        }

        private String epmdCommand(String option) throws Exception {
            Process process =
                    new ProcessBuilder("epmd", "-port", String.valueOf(server.port()), option)
                            .redirectErrorStream(true)
                            .start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return text;
        }
    }

    /// Our client with the `epmd` of OTP.
    @Nested
    class WeUseTheRealOne {

        private Process process;
        private InetSocketAddress epmd;

        @BeforeEach
        void start() throws Exception {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            process =
                    new ProcessBuilder(
                                    "epmd", "-port", String.valueOf(port), "-address", "127.0.0.1")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            epmd = new InetSocketAddress("127.0.0.1", port);
            await().ignoreExceptions().until(() -> get(client.names(epmd)), Map::isEmpty);
        }

        @AfterEach
        void close() throws Exception {
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }

        @Test
        void ourNameIsRegisteredFoundAndFreed() throws Exception {
            Registration registration = get(client.register(epmd, JAVA, 4001, false));

            assertThat(Integer.toUnsignedLong(registration.creation())).isGreaterThan(3);
            assertThat(get(client.portPlease(epmd, "java"))).hasValue(4001);
            assertThat(get(client.portPlease(epmd, "nobody"))).isEmpty();
            assertThat(get(client.names(epmd))).containsExactly(entry("java", 4001));

            get(registration.close());

            await().until(() -> get(client.portPlease(epmd, "java")).isEmpty());
        }

        @Test
        void aNameIsRegisteredOnce() throws Exception {
            get(client.register(epmd, JAVA, 4001, false));

            assertThatThrownBy(() -> get(client.register(epmd, JAVA, 4002, false)))
                    .cause()
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            failure ->
                                    assertThat(failure.kind())
                                            .isEqualTo(TransportException.Kind.NAME_TAKEN));
        }

        @Test
        void realNodesFindUsAndWeFindThem() throws Exception {
            get(client.register(epmd, JAVA, 4001, false));
            Map<String, String> environment =
                    Map.of("ERL_EPMD_PORT", String.valueOf(epmd.getPort()));
            try (ErlangNode a = ErlangNode.start("a@127.0.0.1", COOKIE, environment)) {
                assertThat(a.eval("erl_epmd:port_please(\"java\", {127,0,0,1})"))
                        .isEqualTo("{port,4001,6}");
                assertThat(get(client.names(epmd))).containsOnlyKeys("a", "java");
            }
        }

        @Test
        void ourRegistrationIsLostWhenItGoesAway() throws Exception {
            Registration registration = get(client.register(epmd, JAVA, 4001, false));

            process.destroy();

            get(registration.lost());
        }
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
