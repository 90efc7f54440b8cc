package org.distributedactors.transport.netty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.distributedactors.transport.TransportException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The embedded port mapper, byte by byte over sockets.
class EpmdServerTest {

    private static final InetAddress LOCALHOST = InetAddress.getLoopbackAddress();
    private static final String NAMES = "00016e";
    private static final String REGISTER_B = "000e789fa74d00000600050001620000";
    private static final String FIND_B = "00027a62";
    private static final String FOUND_B = "77009fa74d00000600050001620000";

    private static EventLoopGroup eventLoops;

    private final List<Socket> sockets = new ArrayList<>();
    private EpmdServer server;

    @BeforeAll
    static void open() {
        eventLoops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    }

    @AfterAll
    static void shutDown() {
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @BeforeEach
    void start() throws Exception {
        server = get(EpmdServer.start(eventLoops, List.of(LOCALHOST), 0, 1000));
    }

    @AfterEach
    void close() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        get(server.close());
    }

    @Test
    void answersALookupAndClosesTheConnection() throws Exception {
        Socket b = connect();
        send(b, REGISTER_B);

        assertThat(receive(b, 6)).isEqualTo("7600000003e8");
        assertThat(ask(FIND_B)).isEqualTo(FOUND_B);
        assertThat(ask("00027a63")).isEqualTo("7701");
    }

    @Test
    void listsNamesBehindItsOwnPort() throws Exception {
        assertThat(ask(NAMES)).isEqualTo("%08x".formatted(server.port()));

        Socket b = connect();
        send(b, REGISTER_B);
        receive(b, 6);

        assertThat(ask(NAMES))
                .isEqualTo(
                        "%08x".formatted(server.port())
                                + HexFormat.of()
                                        .formatHex("name b at port 40871\n".getBytes(UTF_8)));
    }

    @Test
    void aRequestMayComeByteByByte() throws Exception {
        Socket b = connect();
        for (int i = 0; i < REGISTER_B.length(); i += 2) {
            send(b, REGISTER_B.substring(i, i + 2));
        }

        assertThat(receive(b, 6)).startsWith("7600");
    }

    @Test
    void aNameIsFreeWhenItsConnectionEndsAndItsNextLifeIsAnother() throws Exception {
        Socket first = connect();
        send(first, REGISTER_B);
        String creation = receive(first, 6);
        first.close();

        await().until(() -> ask(FIND_B).equals("7701"));

        Socket second = connect();
        send(second, REGISTER_B);
        assertThat(receive(second, 6)).startsWith("7600").isNotEqualTo(creation);
    }

    @Test
    void aNodeThatIsKilledLosesItsName() throws Exception {
        Socket b = connect();
        send(b, REGISTER_B);
        receive(b, 6);
        b.setSoLinger(true, 0);
        b.close();

        await().until(() -> ask(FIND_B).equals("7701"));
    }

    @Test
    void whateverARegisteredNodeSaysEndsItsRegistration() throws Exception {
        Socket b = connect();
        send(b, REGISTER_B);
        receive(b, 6);

        send(b, "00");

        assertThat(receiveAll(b)).isEmpty();
        await().until(() -> ask(FIND_B).equals("7701"));
    }

    @Test
    void aTakenNameIsRefusedAndItsOwnerUnharmed() throws Exception {
        Socket owner = connect();
        send(owner, REGISTER_B);
        receive(owner, 6);
        Socket other = connect();
        send(other, REGISTER_B.replace("9fa7", "1234"));

        assertThat(receive(other, 6)).isEqualTo("760100000063");
        other.close();
        assertThat(ask(FIND_B)).isEqualTo(FOUND_B);
    }

    @Test
    void itIsNotEndedFromOutside() throws Exception {
        assertThat(ask("00016b")).isEqualTo(HexFormat.of().formatHex("NO".getBytes(UTF_8)));
        assertThat(ask("00027362")).isEmpty();
        assertThat(ask(NAMES)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "ffff", "0001ff", "000178", "47455420"})
    void badBytesCloseTheirConnectionOnly(String hex) throws Exception {
        assertThat(ask(hex)).isEmpty();
        assertThat(ask(NAMES)).isNotEmpty();
    }

    @Test
    void whoeverSaysNothingIsClosedButARegisteredNodeIsNot() throws Exception {
        EpmdServer impatient =
                get(
                        EpmdServer.start(
                                eventLoops, List.of(LOCALHOST), 0, 1000, Duration.ofMillis(200)));
        try (Socket silent = new Socket(LOCALHOST, impatient.port());
                Socket b = new Socket(LOCALHOST, impatient.port())) {
            send(b, REGISTER_B);
            receive(b, 6);
            send(silent, "00");

            assertThat(receiveAll(silent)).isEmpty();
            b.setSoTimeout(400);
            assertThatThrownBy(() -> b.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);
        } finally {
            get(impatient.close());
        }
    }

    @Test
    void whoeverAsksIsServedHoweverManyAreSilent() throws Exception {
        Socket b = connect();
        send(b, REGISTER_B);
        receive(b, 6);
        for (int i = 0; i < 400; i++) {
            connect();
        }

        assertThat(ask(FIND_B)).isEqualTo(FOUND_B);
        assertThat(receiveAll(sockets.get(1))).as("the oldest silent one made room").isEmpty();
    }

    @Test
    void failsWhenThePortIsTaken() {
        assertThatThrownBy(() ->
                        get(EpmdServer.start(eventLoops, List.of(LOCALHOST), server.port(), 1000)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        TransportException.class,
                        failure ->
                                assertThat(failure.kind())
                                        .isEqualTo(TransportException.Kind.PORT_IN_USE))
                .hasMessageContaining(":" + server.port());
    }

    @Test
    void keepsNoAddressWhenOneCannotBeHad() throws Exception {
        InetAddress second = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        try (ServerSocket taken = new ServerSocket(0, 1, second)) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() ->
                            get(
                                    EpmdServer.start(
                                            eventLoops, List.of(LOCALHOST, second), port, 1000)))
                    .hasRootCauseInstanceOf(BindException.class);
            await().ignoreExceptionsInstanceOf(BindException.class)
                    .untilAsserted(() -> new ServerSocket(port, 1, LOCALHOST).close());
        }
    }

    @Test
    void listensOnAllItsAddressesWithOnePort() throws Exception {
        EpmdServer both = get(EpmdServer.start(eventLoops, EpmdServer.loopback(), 0, 1000));
        try {
            for (InetAddress address : EpmdServer.loopback()) {
                try (Socket socket = new Socket(address, both.port())) {
                    send(socket, NAMES);
                    assertThat(receiveAll(socket)).isEqualTo("%08x".formatted(both.port()));
                }
            }
        } finally {
            get(both.close());
        }
    }

    @Test
    void afterTheEndThePortIsFreeAndEveryConnectionClosed() throws Exception {
        Socket b = connect();
        send(b, REGISTER_B);
        receive(b, 6);

        get(server.close());

        assertThat(receiveAll(b)).isEmpty();
        await().untilAsserted(() -> new ServerSocket(server.port(), 1, LOCALHOST).close());
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(LOCALHOST, server.port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    private String ask(String hex) throws IOException {
        try (Socket socket = connect()) {
            send(socket, hex);
            return receiveAll(socket);
        }
    }

    private static void send(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex));
    }

    private static String receive(Socket socket, int bytes) throws IOException {
        return HexFormat.of().formatHex(socket.getInputStream().readNBytes(bytes));
    }

    /// Up to the end of the connection; a reset is an end, too.
    private static String receiveAll(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            return HexFormat.of().formatHex(socket.getInputStream().readAllBytes());
        } catch (SocketException reset) {
            return "";
        }
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
