package org.distributedactors.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.TransportException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a port mapper, and who asks one, may be sent: a table of bad input, each whole and split at every byte. Whatever
/// comes, the node `b` that is registered stays so, nobody else is, and the next question is answered.
class EpmdBadInputTest {

    private static final InetAddress LOCALHOST = InetAddress.getLoopbackAddress();
    private static final String CLOSED = "";
    private static final String REFUSED = "760100000063";
    private static final String NAMES = "00016e";

    private static EventLoopGroup eventLoops;

    private EpmdServer server;
    private Socket b;

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
        b = registered();
    }

    @AfterEach
    void close() throws Exception {
        b.close();
        get(server.close());
    }

    /// Bytes for a port mapper, and its answer.
    record Request(String name, String hex, String answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Request> requests() {
        return Stream.of(
                new Request("a request of no bytes", "0000", CLOSED),
                new Request("a length over the limit, and silence", "ffff", CLOSED),
                new Request("a registration cut short", "000178", CLOSED),
                new Request(
                        "a name longer than the request",
                        "000e789fa74d000006000500ff620000",
                        CLOSED),
                new Request(
                        "extra bytes that never come", "000e789fa74d0000060005000162ffff", CLOSED),
                new Request("a name of no bytes", "000d789fa74d0000060005000000" + "00", CLOSED),
                new Request("a name with a zero byte", alive2("a\0b"), CLOSED),
                new Request("a name of 256 characters", alive2("a".repeat(256)), REFUSED),
                new Request("a name with the end of a line", alive2("a\r\nb"), REFUSED),
                new Request("a name with an escape", alive2("a\u001b[2J"), REFUSED),
                new Request("a name with an at", alive2("a@b"), REFUSED),
                new Request("a name with a slash", alive2("a/b"), REFUSED),
                new Request(
                        "a name that is no UTF-8", "000f789fa74d00000600050002c3280000", REFUSED),
                new Request("port 0", alive2("a").replace("9fa7", "0000"), REFUSED),
                new Request("another protocol", alive2("a").replace("4d00", "4d01"), REFUSED),
                new Request(
                        "versions that cross over",
                        alive2("a").replace("00060005", "00070008"),
                        REFUSED),
                new Request("a name that lives", alive2("b"), REFUSED),
                new Request("the end of the port mapper", "00016b", hex("NO")),
                new Request("the end of another node", "00027362", CLOSED),
                new Request("an unknown letter", "0001ff", CLOSED),
                new Request("HTTP", hex("GET / HTTP/1.1\r\n\r\n"), CLOSED));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aPortMapperTakesNoHarm(Request request) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(request.hex());
        for (int split = 0; split < Math.min(bytes.length, 40); split++) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(bytes, 0, split);
                sendQuietly(socket, bytes, split);
                assertThat(receive(socket, request.answer()))
                        .as("split at byte %d", split)
                        .isEqualTo(request.answer());
            }
        }
        assertThat(names()).isEqualTo("name b at port 40871\n");
    }

    @Test
    void onlyTheFirstOfTwoRequestsIsAnswered() throws Exception {
        byte[] bytes = HexFormat.of().parseHex(NAMES + "00027a62");
        for (int split = 0; split < bytes.length; split++) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(bytes, 0, split);
                sendQuietly(socket, bytes, split);
                assertThat(receiveAll(socket)).isEqualTo(namesOfB());
            }
        }
    }

    @Test
    void aRequestMayComeInSingleBytes() throws Exception {
        try (Socket socket = connect()) {
            for (byte next : HexFormat.of().parseHex(NAMES)) {
                socket.getOutputStream().write(next);
            }
            assertThat(receiveAll(socket)).isEqualTo(namesOfB());
        }
    }

    /// Registration, and all that changes something, is for this host alone; questions are for all.
    @ParameterizedTest
    @MethodSource("requestsFromElsewhere")
    void nobodyElsewhereRegistersOrEndsAnything(Request request) throws Exception {
        EmbeddedChannel channel = new Elsewhere();
        channel.pipeline()
                .addLast(EpmdConnection.IDLE, new ReadTimeoutHandler(5))
                .addLast(new EpmdConnection(server));

        channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(request.hex())));
        channel.runPendingTasks();

        ByteBuf answer = channel.readOutbound();
        assertThat(answer == null).isEqualTo(request.answer().equals(CLOSED));
        assertThat(channel.isOpen()).isFalse();
        assertThat(names()).isEqualTo("name b at port 40871\n");
        if (answer != null) {
            answer.release();
        }
    }

    static Stream<Request> requestsFromElsewhere() {
        return Stream.of(
                new Request("a registration", alive2("evil"), CLOSED),
                new Request("the end of the port mapper", "00016b", CLOSED),
                new Request("the end of a node", "00027362", CLOSED),
                new Request("the list with details", "000164", CLOSED),
                new Request("the list", NAMES, "some"),
                new Request("a question", "00027a62", "some"));
    }

    @Test
    void fifteenHundredSilentConnectionsHoldNothingUp() throws Exception {
        get(server.close());
        server =
                get(
                        EpmdServer.start(
                                eventLoops, List.of(LOCALHOST), 0, 1000, Duration.ofMillis(500)));
        b = registered();
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 1500; i++) {
                silent.add(connect());
            }
            assertThat(names()).isEqualTo("name b at port 40871\n");
            for (Socket socket : silent) {
                assertThat(receiveAll(socket)).isEmpty();
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        assertThat(names()).isEqualTo("name b at port 40871\n");
    }

    @Test
    void aNodeThatClosesItsHalfOfTheConnectionIsGone() throws Exception {
        b.shutdownOutput();

        await().untilAsserted(() -> assertThat(names()).isEmpty());
    }

    /// What a hostile port mapper answers to a question for `a`.
    static Stream<Request> answersToALookup() {
        return Stream.of(
                new Request("nothing", "", "gives no answer"),
                new Request("an answer cut short", "77", "gives no answer"),
                new Request("no extra bytes", "77009fa74d0000060005000161", "gives no answer"),
                new Request("another name", "77009fa74d00000600050001620000", "another node"),
                new Request("port 0", "770000004d00000600050001610000", "without a port"),
                new Request("old versions", "77009fa74d00000400040001610000", "versions 4 to 4"),
                new Request("new versions", "77009fa74d00000900070001610000", "versions 7 to 9"),
                new Request("the answer to something else", "7600000003e8", "gives no answer"));
    }

    @ParameterizedTest
    @MethodSource("answersToALookup")
    void aLookupFailsOnABadAnswer(Request answer) throws Exception {
        EpmdClient client = new EpmdClient(eventLoops, Duration.ofSeconds(5));
        byte[] bytes = HexFormat.of().parseHex(answer.hex());
        for (int split = 0; split <= bytes.length; split++) {
            try (Answering hostile = new Answering(bytes, split, false)) {
                assertFails(client.portPlease(hostile.address(), "a"), answer.answer());
            }
        }
    }

    /// What a hostile port mapper begins to answer, and keeps the connection open.
    static Stream<Request> answersWithoutAnEnd() {
        return Stream.of(
                new Request("silence", "", "ms"),
                new Request("extra bytes that never come", "77009fa74d0000060005000161ffff", "ms"),
                new Request("a registration cut short", "79", "ms"),
                new Request("a wide creation cut short", "7600000003", "ms"));
    }

    @ParameterizedTest
    @MethodSource("answersWithoutAnEnd")
    void nobodyWaitsForAnAnswerWithoutAnEnd(Request answer) throws Exception {
        EpmdClient client = new EpmdClient(eventLoops, Duration.ofMillis(100));
        byte[] bytes = HexFormat.of().parseHex(answer.hex());
        for (int split = 0; split <= bytes.length; split++) {
            try (Answering hostile = new Answering(bytes, split, true)) {
                assertFails(client.portPlease(hostile.address(), "a"), answer.answer());
                assertFails(
                        client.register(hostile.address(), NodeName.of("a@127.0.0.1"), 4001, false),
                        "gives no answer");
            }
        }
    }

    private static String alive2(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return "%04x789fa74d0000060005%04x%s0000"
                .formatted(13 + bytes.length, bytes.length, HexFormat.of().formatHex(bytes));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String namesOfB() {
        return "%08x".formatted(server.port()) + hex("name b at port 40871\n");
    }

    private String names() throws IOException {
        try (Socket socket = connect()) {
            send(socket, NAMES);
            byte[] answer = HexFormat.of().parseHex(receiveAll(socket));
            return new String(answer, 4, answer.length - 4, StandardCharsets.US_ASCII);
        }
    }

    private Socket registered() throws IOException {
        Socket socket = connect();
        send(socket, alive2("b"));
        assertThat(socket.getInputStream().readNBytes(6)).startsWith(118, 0);
        return socket;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(LOCALHOST, server.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex));
    }

    /// The rest of a request whose beginning may have ended the connection.
    private static void sendQuietly(Socket socket, byte[] bytes, int from) {
        try {
            socket.getOutputStream().write(bytes, from, bytes.length - from);
        } catch (IOException ended) {
            assertThat(ended).isNotNull();
        }
    }

    /// Whoever is refused has to close the connection, so only the answer is read.
    private static String receive(Socket socket, String expected) throws IOException {
        if (expected.equals(REFUSED)) {
            return HexFormat.of().formatHex(socket.getInputStream().readNBytes(6));
        }
        return receiveAll(socket);
    }

    private static String receiveAll(Socket socket) throws IOException {
        try {
            return HexFormat.of().formatHex(socket.getInputStream().readAllBytes());
        } catch (SocketException reset) {
            return CLOSED;
        }
    }

    private static void assertFails(CompletionStage<?> answer, String text) {
        assertThatThrownBy(() -> get(answer))
                .cause()
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(text);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /// A connection from another host.
    private static final class Elsewhere extends EmbeddedChannel {

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress("10.9.8.7", 40000);
        }

        @Override
        protected SocketAddress localAddress0() {
            return new InetSocketAddress("10.9.8.6", 4369);
        }
    }

    /// A port mapper that reads requests and answers each with these bytes, in two pieces.
    private static final class Answering implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 10, LOCALHOST);

        Answering(byte[] answer, int split, boolean keepOpen) throws IOException {
            Thread.ofVirtual()
                    .start(() -> {
                        while (!listener.isClosed()) {
                            answerOne(answer, split, keepOpen);
                        }
                    });
        }

        private void answerOne(byte[] answer, int split, boolean keepOpen) {
            try (Socket socket = listener.accept()) {
                socket.setTcpNoDelay(true);
                InputStream in = socket.getInputStream();
                in.readNBytes(in.read() << 8 | in.read());
                socket.getOutputStream().write(answer, 0, split);
                socket.getOutputStream().write(answer, split, answer.length - split);
                if (keepOpen) {
                    in.read();
                }
            } catch (IOException gone) {
                assertThat(gone).isNotNull();
            }
        }

        InetSocketAddress address() {
            return new InetSocketAddress(LOCALHOST, listener.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
