package org.distributedactors.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.TransportException;
import org.distributedactors.transport.TransportException.Kind;
import org.distributedactors.transport.netty.EpmdClient.Registration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpmdClientTest {

    private static final InetAddress LOCALHOST = InetAddress.getLoopbackAddress();
    private static final NodeName A = NodeName.of("a@localhost");
    private static final NodeName B = NodeName.of("b@localhost");

    private static EventLoopGroup eventLoops;
    private static EpmdClient client;

    private EpmdServer server;
    private InetSocketAddress epmd;

    @BeforeAll
    static void open() {
        eventLoops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        client = new EpmdClient(eventLoops, Duration.ofSeconds(5));
    }

    @AfterAll
    static void shutDown() {
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @BeforeEach
    void start() throws Exception {
        server = get(EpmdServer.start(eventLoops, List.of(LOCALHOST), 0, 1000));
        epmd = new InetSocketAddress(LOCALHOST, server.port());
    }

    @AfterEach
    void close() throws Exception {
        get(server.close());
    }

    @Test
    void aRegisteredNodeIsFound() throws Exception {
        Registration registration = get(client.register(epmd, A, 4001, false));
        get(client.register(epmd, B, 4002, true));

        assertThat(registration.creation()).isEqualTo(1000);
        assertThat(get(client.portPlease(epmd, "a"))).hasValue(4001);
        assertThat(get(client.portPlease(epmd, "c"))).isEmpty();
        assertThat(get(client.names(epmd))).containsExactly(entry("a", 4001), entry("b", 4002));
    }

    @Test
    void aClosedRegistrationFreesTheNameAndIsNotLost() throws Exception {
        Registration registration = get(client.register(epmd, A, 4001, false));

        get(registration.close());

        await().until(() -> get(client.portPlease(epmd, "a")).isEmpty());
        assertThat(registration.lost().toCompletableFuture()).isNotDone();
    }

    @Test
    void aRegistrationIsLostWithItsPortMapper() throws Exception {
        Registration registration = get(client.register(epmd, A, 4001, false));
        assertThat(registration.lost().toCompletableFuture()).isNotDone();

        get(server.close());

        get(registration.lost());
        EpmdServer next =
                await().ignoreExceptions()
                        .until(
                                () ->
                                        get(
                                                EpmdServer.start(
                                                        eventLoops,
                                                        List.of(LOCALHOST),
                                                        epmd.getPort(),
                                                        7)),
                                Objects::nonNull);
        assertThat(get(client.register(epmd, A, 4001, false)).creation()).isEqualTo(7);
        get(next.close());
    }

    @Test
    void aTakenNameIsToldApart() throws Exception {
        get(client.register(epmd, A, 4001, false));

        assertFails(client.register(epmd, A, 4002, false), Kind.NAME_TAKEN, "'a'");
        assertThat(get(client.portPlease(epmd, "a"))).hasValue(4001);
    }

    @Test
    void withoutAPortMapperEverythingFails() throws Exception {
        get(server.close());

        assertFails(
                client.register(epmd, A, 4001, false),
                Kind.PORT_MAPPER_UNREACHABLE,
                ":" + epmd.getPort());
        assertFails(client.portPlease(epmd, "a"), Kind.PORT_MAPPER_UNREACHABLE, "refused");
        assertFails(client.names(epmd), Kind.PORT_MAPPER_UNREACHABLE, "refused");
    }

    @Test
    void aHostThatWasNotFoundIsNotLookedUpHere() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("nowhere.invalid", 4369);

        assertFails(
                client.portPlease(unknown, "a"), Kind.PORT_MAPPER_UNREACHABLE, "nowhere.invalid");
    }

    @Test
    void aPortMapperThatSaysNothingIsNotWaitedForLong() throws Exception {
        try (Hostile silent = new Hostile("", true)) {
            EpmdClient impatient = new EpmdClient(eventLoops, Duration.ofMillis(200));

            assertFails(
                    impatient.register(silent.address(), A, 4001, false),
                    Kind.PORT_MAPPER_UNREACHABLE,
                    "200 ms");
            assertFails(
                    impatient.portPlease(silent.address(), "a"),
                    Kind.PORT_MAPPER_UNREACHABLE,
                    "200 ms");
        }
    }

    @Test
    void callsEndWithTheClient() throws Exception {
        try (Hostile silent = new Hostile("77", true)) {
            EpmdClient closing = new EpmdClient(eventLoops, Duration.ofHours(1));
            CompletionStage<OptionalInt> asked = closing.portPlease(silent.address(), "a");

            closing.close();

            assertFails(asked, Kind.PORT_MAPPER_UNREACHABLE, "gives no answer");
            assertFails(
                    closing.portPlease(silent.address(), "a"),
                    Kind.PORT_MAPPER_UNREACHABLE,
                    "gives no answer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7600", "7600000000", "4854545020"})
    void anAnswerToARegistrationThatIsNoneFails(String hex) throws Exception {
        try (Hostile hostile = new Hostile(hex, false)) {
            assertFails(
                    client.register(hostile.address(), A, 4001, false),
                    Kind.PORT_MAPPER_UNREACHABLE,
                    "gives no answer");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // none
                "77", // cut short
                "77009fa74d0000060005000162", // without extra bytes
                "77009fa74d000006000500016200" + "05", // cut short in their length
                "77009fa74d00000600050001620000", // another name than asked for
                "770000004d00000600050001610000", // no port
                "77009fa74d00000400040001610000", // versions that are too old
                "77009fa74d00000900070001610000", // and too new
                "7600000003e8" // the answer to something else
            })
    void anAnswerToALookupThatIsNoneFails(String hex) throws Exception {
        try (Hostile hostile = new Hostile(hex, false)) {
            assertFails(
                    client.portPlease(hostile.address(), "a"),
                    Kind.PORT_MAPPER_UNREACHABLE,
                    "gives no answer");
        }
    }

    @Test
    void aListWithoutEndIsCut() throws Exception {
        try (Hostile endless = new Hostile("00001111" + "61".repeat(100_000), true)) {
            assertFails(
                    client.names(endless.address()), Kind.PORT_MAPPER_UNREACHABLE, "65536 bytes");
        }
    }

    @Test
    void whatFollowsTheAnswerToARegistrationIsPassedOver() throws Exception {
        try (Hostile talkative = new Hostile("7600000003e8" + "ff".repeat(2000), true)) {
            Registration registration = get(client.register(talkative.address(), A, 4001, false));

            assertThat(registration.creation()).isEqualTo(1000);
            get(registration.close());
        }
    }

    @Test
    void aNarrowCreationOfAnOldPortMapperIsTaken() throws Exception {
        try (Hostile old = new Hostile("79000003", true)) {
            Registration registration = get(client.register(old.address(), A, 4001, false));

            assertThat(registration.creation()).isEqualTo(3);
        }
    }

    @Test
    void afterTheEndOfTheEventLoopsCallsFail() throws Exception {
        EventLoopGroup ended = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        ended.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();

        CompletionStage<OptionalInt> answer =
                new EpmdClient(ended, Duration.ofSeconds(5)).portPlease(epmd, "a");

        assertFails(answer, Kind.PORT_MAPPER_UNREACHABLE, "gives no answer");
    }

    /// A port mapper that reads a request and answers with these bytes, whatever it was.
    private static final class Hostile implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 10, LOCALHOST);

        Hostile(String hex, boolean keepOpen) throws IOException {
            byte[] answer = HexFormat.of().parseHex(hex);
            Thread.ofVirtual()
                    .start(() -> {
                        while (!listener.isClosed()) {
                            answerOne(answer, keepOpen);
                        }
                    });
        }

        private void answerOne(byte[] answer, boolean keepOpen) {
            try (Socket socket = listener.accept()) {
                InputStream in = socket.getInputStream();
                in.readNBytes(in.read() << 8 | in.read());
                socket.getOutputStream().write(answer);
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

    private static void assertFails(CompletionStage<?> answer, Kind kind, String text) {
        assertThatThrownBy(() -> get(answer))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        TransportException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind))
                .hasMessageContaining(text);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
