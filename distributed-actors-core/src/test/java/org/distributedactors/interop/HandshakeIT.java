package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.distributedactors.handshake.Admission;
import org.distributedactors.handshake.Challenges;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.distributedactors.handshake.DynamicNames;
import org.distributedactors.handshake.HandshakeCodec;
import org.distributedactors.handshake.HandshakeMessage;
import org.distributedactors.handshake.HandshakeStep;
import org.distributedactors.handshake.HandshakeStep.AskAdmission;
import org.distributedactors.handshake.HandshakeStep.AskAlive;
import org.distributedactors.handshake.HandshakeStep.Await;
import org.distributedactors.handshake.HandshakeStep.Complete;
import org.distributedactors.handshake.HandshakeStep.GiveWay;
import org.distributedactors.handshake.HandshakeStep.Refuse;
import org.distributedactors.handshake.HandshakeStep.Send;
import org.distributedactors.handshake.IncomingHandshake;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.handshake.RefusalReason;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.netty.EpmdClient;
import org.distributedactors.transport.netty.EpmdServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Both sides of the handshake with a real node of Erlang of each release, over plain sockets.
@DisplayName("Handshake")
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("org.distributedactors.interop.OtpRelease#all")
@ExtendWith(ConformanceTable.class)
class HandshakeIT implements ConformanceTable.Column {

    private static final String SECRET = "handshake-it";
    private static final NodeName JAVA = NodeName.of("java@127.0.0.1");
    private static final NodeName ERLANG = NodeName.of("erlang@127.0.0.1");
    private static final LocalNode US = new LocalNode(JAVA, 77, DistributionFlags.OURS);

    @Parameter OtpRelease release;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Challenges challenges = new Challenges(new SecureRandom());
    private EventLoopGroup eventLoops;
    private EpmdClient client;
    private InetSocketAddress epmd;
    private ErlangNode erlang;

    @Override
    public String column() {
        return release.toString();
    }

    @BeforeEach
    void start() throws Exception {
        eventLoops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        client = new EpmdClient(eventLoops, Duration.ofSeconds(5));
        EpmdServer server = get(EpmdServer.start(eventLoops, EpmdServer.loopback(), 0, 1000));
        epmd = new InetSocketAddress("127.0.0.1", server.port());
        erlang =
                ErlangNode.start(
                        release,
                        ERLANG.toString(),
                        SECRET,
                        Map.of("ERL_EPMD_PORT", String.valueOf(server.port())));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
        erlang.close();
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void weDialARealNode() throws Exception {
        Complete complete = (Complete) dial(socket(), US, SECRET, true);

        assertThat(complete.peer().name()).isEqualTo(ERLANG);
        assertThat(erlang.eval("erts_internal:get_creation()"))
                .isEqualTo(Integer.toUnsignedString(complete.peer().creation()));
        assertThat(complete.peer().hidden()).isFalse();
        assertThat(complete.peer().flags().has(Flag.FRAGMENTS)).isTrue();
        awaitNodes("nodes()", "['java@127.0.0.1']");
    }

    @Test
    void weDialARealNodeAsAHiddenOne() throws Exception {
        LocalNode hidden = new LocalNode(JAVA, 77, DistributionFlags.OURS.hidden());

        Complete complete = (Complete) dial(socket(), hidden, SECRET, true);

        assertThat(complete.peer().hidden()).isTrue();
        awaitNodes("nodes(hidden)", "['java@127.0.0.1']");
        awaitNodes("nodes()", "[]");
    }

    @Test
    void aRealNodeClosesOnAnotherCookieOfOurs() throws Exception {
        assertThatThrownBy(() -> dial(socket(), US, "another", true))
                .isInstanceOf(IOException.class);
        awaitNodes("nodes()", "[]");
    }

    @Test
    void aRealNodeRefusesWhoeverHasItsName() throws Exception {
        LocalNode twin = new LocalNode(ERLANG, 77, DistributionFlags.OURS);

        assertThat(dial(socket(), twin, SECRET, true)).isEqualTo(new GiveWay());
    }

    @Test
    void aRealNodeRefusesWhoeverLacksAFlag() throws Exception {
        LocalNode old =
                new LocalNode(
                        JAVA,
                        77,
                        DistributionFlags.OURS
                                .without(Flag.MANDATORY_25_DIGEST)
                                .without(Flag.BIG_CREATION));

        assertThat(dial(socket(), old, SECRET, true))
                .isInstanceOfSatisfying(
                        Refuse.class,
                        refuse -> assertThat(refuse.reason()).isEqualTo(RefusalReason.NOT_ALLOWED));
    }

    @Test
    void ourNewConnectionReplacesTheOldOne() throws Exception {
        Socket first = socket();
        dial(first, US, SECRET, true);

        Complete second = (Complete) dial(socket(), US, SECRET, true);

        assertThat(second.replacesOld()).isTrue();
        assertThat(endOf(first)).isTrue();
        awaitNodes("nodes()", "['java@127.0.0.1']");
    }

    @Test
    void ourOldConnectionStaysWhenWeTakeTheNewOneBack() throws Exception {
        Socket first = socket();
        dial(first, US, SECRET, true);

        HandshakeStep second = dial(socket(), US, SECRET, false);

        assertThat(((Refuse) second).reason()).isEqualTo(RefusalReason.WITHDRAWN);
        awaitNodes("nodes()", "['java@127.0.0.1']");
    }

    @Test
    void aRealNodeDialsUs() throws Exception {
        Complete complete = (Complete) accept(Admission.OK, SECRET);

        assertThat(complete.peer().name()).isEqualTo(ERLANG);
        assertThat(erlang.eval("erts_internal:get_creation()"))
                .isEqualTo(Integer.toUnsignedString(complete.peer().creation()));
        awaitNodes("nodes()", "['java@127.0.0.1']");
    }

    @Test
    void aRealNodeGoesOnWhenWeGaveUpOurAttempt() throws Exception {
        assertThat(accept(Admission.OK_SIMULTANEOUS, SECRET)).isInstanceOf(Complete.class);
        awaitNodes("nodes()", "['java@127.0.0.1']");
    }

    @Test
    void aRealNodeSaysThatItsOldConnectionIsDead() throws Exception {
        Complete complete = (Complete) accept(Admission.ALIVE, SECRET);

        assertThat(complete.replacesOld()).isTrue();
        awaitNodes("nodes()", "['java@127.0.0.1']");
    }

    @Test
    void weRefuseARealNodeWithAnotherCookie() throws Exception {
        HandshakeStep step = accept(Admission.OK, "another");

        assertThat(((Refuse) step).reason()).isEqualTo(RefusalReason.COOKIE);
        awaitNodes("nodes()", "[]");
    }

    @Test
    void weRefuseARealNodeThatIsNotAllowed() throws Exception {
        HandshakeStep step = accept(Admission.NOT_ALLOWED, SECRET);

        assertThat(((Refuse) step).reason()).isEqualTo(RefusalReason.NOT_ALLOWED);
        awaitNodes("nodes()", "[]");
    }

    private void awaitNodes(String expression, String nodes) {
        await().untilAsserted(() -> assertThat(erlang.eval(expression)).isEqualTo(nodes));
    }

    private Socket socket() throws Exception {
        int port = get(client.portPlease(epmd, ERLANG.alive())).orElseThrow();
        return limited(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    private Socket limited(Socket socket) throws IOException {
        open.add(socket);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private HandshakeStep dial(Socket socket, LocalNode us, String cookie, boolean continueAttempt)
            throws IOException {
        OutgoingHandshake handshake =
                new OutgoingHandshake(us, ERLANG, Cookie.of(cookie), challenges);
        return perform(
                socket,
                handshake.start(),
                bytes -> handshake.receive(HandshakeCodec.decodeFromAcceptor(bytes)),
                question -> handshake.answerAlive(continueAttempt));
    }

    private HandshakeStep accept(Admission admission, String cookie) throws Exception {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(listener);
        get(client.register(epmd, JAVA, listener.getLocalPort(), false));
        erlang.cast("net_kernel:connect_node('java@127.0.0.1')");
        listener.setSoTimeout(10_000);
        IncomingHandshake handshake =
                new IncomingHandshake(
                        US, Cookie.of(cookie), challenges, new DynamicNames(new SecureRandom()));
        return perform(
                limited(listener.accept()),
                new Await(),
                bytes -> handshake.receive(HandshakeCodec.decodeFromInitiator(bytes)),
                question -> {
                    assertThat(((AskAdmission) question).peer()).isEqualTo(ERLANG);
                    assertThat(((AskAdmission) question).creation()).isNotZero();
                    return handshake.decide(admission);
                });
    }

    private static HandshakeStep perform(
            Socket socket,
            HandshakeStep first,
            Function<ByteBuf, HandshakeStep> receive,
            Function<HandshakeStep, HandshakeStep> answer)
            throws IOException {
        HandshakeStep step = first;
        while (true) {
            switch (step) {
                case Await _ -> step = receive.apply(read(socket));
                case Send(List<HandshakeMessage> messages) -> {
                    write(socket, messages);
                    step = receive.apply(read(socket));
                }
                case AskAdmission _, AskAlive _ -> step = answer.apply(step);
                case Complete complete -> {
                    write(socket, complete.last());
                    return step;
                }
                case Refuse refuse -> {
                    write(socket, refuse.last());
                    socket.close();
                    return step;
                }
                case GiveWay _ -> {
                    socket.close();
                    return step;
                }
            }
        }
    }

    private static ByteBuf read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] body = new byte[in.readUnsignedShort()];
        in.readFully(body);
        return Unpooled.wrappedBuffer(body);
    }

    private static void write(Socket socket, List<HandshakeMessage> messages) throws IOException {
        for (HandshakeMessage message : messages) {
            ByteBuf body = Unpooled.buffer();
            HandshakeCodec.encode(message, body);
            ByteBuf frame = Unpooled.buffer().writeShort(body.readableBytes()).writeBytes(body);
            frame.readBytes(socket.getOutputStream(), frame.readableBytes());
        }
    }

    /// Whether the peer ends this connection, whatever it still says.
    private static boolean endOf(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (EOFException | SocketException reset) {
            return true;
        }
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
