package org.distributedactors.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.handshake.Admission;
import org.distributedactors.handshake.Challenges;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.DynamicNames;
import org.distributedactors.handshake.HandshakeCodec;
import org.distributedactors.handshake.HandshakeMessage;
import org.distributedactors.handshake.HandshakeMessage.Answer;
import org.distributedactors.handshake.HandshakeMessage.Challenge;
import org.distributedactors.handshake.HandshakeMessage.ChallengeAck;
import org.distributedactors.handshake.HandshakeMessage.ChallengeReply;
import org.distributedactors.handshake.HandshakeMessage.Complement;
import org.distributedactors.handshake.HandshakeMessage.OldSendName;
import org.distributedactors.handshake.HandshakeMessage.SendName;
import org.distributedactors.handshake.IncomingHandshake;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.interop.ScriptedPeer;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.Link;
import org.distributedactors.transport.LinkAcceptor;
import org.distributedactors.transport.LinkListener;
import org.distributedactors.transport.SendBudget;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Connections as the transport itself makes them, until the cookie is proved: what sees their bytes, and what is left of
/// those that end. A handshake may take an hour here, so nothing is given back by the end of its time.
class BeforeTheCookieTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final NodeName US = NodeName.of("node@127.0.0.1");
    private static final NodeName PEER = NodeName.of("peer@127.0.0.1");
    private static final LocalNode THEM = new LocalNode(PEER, 7, DistributionFlags.OURS);
    private static final Cookie COOKIE = Cookie.of("a-cookie-for-tests");
    private static final SendName NAME = new SendName(DistributionFlags.OURS, 7, PEER.toString());
    private static final OldSendName OLD_NAME =
            new OldSendName(DistributionFlags.OURS, PEER.toString());
    private static final Complement COMPLEMENT =
            new Complement((int) (DistributionFlags.OURS.bits() >>> 32), 7);
    private static final int MOST_AT_ONCE = 256;

    private final Challenges challenges = new Challenges(new Random(1));
    private final Queue<WeakReference<IncomingHandshake>> handshakes =
            new ConcurrentLinkedQueue<>();
    private final Queue<Closed> refused = new ConcurrentLinkedQueue<>();
    private volatile Admission admission = Admission.OK;
    private NettyTransport transport;
    private InetSocketAddress address;

    @AfterEach
    void close() {
        transport.close();
    }

    private void listen(@Nullable Tls tls) {
        transport =
                new NettyTransport(
                        new NettyTransportConfig(
                                HERE,
                                0,
                                Duration.ofHours(1),
                                Duration.ofSeconds(60),
                                FrameLimits.defaults(),
                                SendBudget.defaults(),
                                PortMapperMode.NONE,
                                new InetSocketAddress(HERE, 0),
                                tls),
                        InstantSource.system(),
                        new Random(1));
        address = transport.listen(US, false).address();
        transport.accept(new Acceptor());
    }

    @Test
    void onlyTheHandshakeSeesAByteBeforeTheProof() throws IOException {
        listen(null);
        try (ScriptedPeer peer = ScriptedPeer.open(THEM, address)) {
            assertHandlers(HandshakeHandler.class);
            peer.say(List.of(NAME));
            peer.hear();
            Challenge challenge = (Challenge) peer.hear();
            assertHandlers(HandshakeHandler.class);

            peer.say(List.of(proof(challenge)));

            assertThat(peer.hear()).isInstanceOf(ChallengeAck.class);
            assertHandlers(LinkHandler.class);
        }
    }

    @Test
    void norAfterTheOldFormOfANameOrWhileAnotherConnectionStands() throws IOException {
        listen(null);
        admission = Admission.ALIVE;
        try (ScriptedPeer peer = ScriptedPeer.open(THEM, address)) {
            peer.say(List.of(OLD_NAME));
            assertThat(peer.hear()).isEqualTo(Answer.ALIVE);
            assertHandlers(HandshakeHandler.class);
            peer.say(List.of(Answer.TRUE));
            Challenge challenge = (Challenge) peer.hear();
            assertHandlers(HandshakeHandler.class);
            peer.say(List.of(COMPLEMENT));
            assertHandlers(HandshakeHandler.class);

            peer.say(List.of(proof(challenge)));

            assertThat(peer.hear()).isInstanceOf(ChallengeAck.class);
            assertHandlers(LinkHandler.class);
        }
    }

    @Test
    void beforeTheCookieOfTlsComesTlsAlone() throws IOException {
        TestCertificates certificates = new TestCertificates();
        listen(certificates.tls(certificates.node(US.toString())));
        try (ScriptedPeer peer = ScriptedPeer.open(THEM, address)) {
            assertHandlers(SslHandler.class, HandshakeHandler.class);
            peer.say(List.of(NAME));
            assertThat(peer.ends()).isTrue();
        }
        await().untilAsserted(() -> assertThat(refused).isNotEmpty());
    }

    @Test
    void whoIsDialledIsHeardByTheHandshakeAlone() throws IOException {
        listen(null);
        try (ServerSocket dialled = new ServerSocket(0, 1, HERE)) {
            transport.dial(
                    PEER,
                    new InetSocketAddress(HERE, dialled.getLocalPort()),
                    new OutgoingHandshake(
                            new LocalNode(US, 3, DistributionFlags.OURS), PEER, COOKIE, challenges),
                    new Listener());
            try (Socket them = dialled.accept()) {
                DataInputStream in = new DataInputStream(them.getInputStream());
                in.skipNBytes(in.readUnsignedShort());
                assertHandlers(HandshakeHandler.class);
                them.getOutputStream().write(message(Answer.OK));
                them.getOutputStream()
                        .write(
                                message(
                                        new Challenge(
                                                DistributionFlags.OURS, 9, 7, PEER.toString())));
                in.skipNBytes(in.readUnsignedShort());

                assertHandlers(HandshakeHandler.class);
            }
        }
    }

    @Test
    void whoIsNotAllowedIsNotChallenged() throws IOException {
        listen(null);
        admission = Admission.NOT_ALLOWED;
        try (ScriptedPeer peer = ScriptedPeer.open(THEM, address)) {
            peer.say(List.of(NAME));

            assertThat(peer.hear()).isEqualTo(Answer.NOT_ALLOWED);
            assertThat(peer.socket().getInputStream().read()).isNegative();
        }
    }

    @Test
    void whoLeavesAfterAnyByteOfAHandshakeLeavesNothingBehind() throws IOException {
        listen(null);
        leaveAfter(0, 0);
        awaitOnlyTheListener();
        long descriptors = descriptors();
        int name = message(NAME).length;
        int proof = message(new ChallengeReply(1, COOKIE.digest(1))).length;
        for (int linger = -1; linger <= 0; linger++) {
            for (int bytes = 0; bytes < name + proof; bytes++) {
                leaveAfter(bytes, linger);
            }
        }

        awaitOnlyTheListener();
        // The JVM itself may have opened one or another meanwhile.
        await().until(() -> descriptors() < descriptors + 20);
        // Who resets a connection at once may be gone before it is accepted.
        assertThat(handshakes).hasSizeGreaterThanOrEqualTo(name + proof);
        // A timer of its own would still hold it.
        await().until(() -> {
            System.gc();
            return handshakes.stream().allMatch(handshake -> handshake.refersTo(null));
        });
        assertAllMayBegin();
    }

    /// @param linger 0 for a reset, negative for an end
    private void leaveAfter(int bytes, int linger) throws IOException {
        byte[] name = message(NAME);
        try (ScriptedPeer peer = ScriptedPeer.open(THEM, address)) {
            peer.socket().setSoLinger(linger == 0, 0);
            peer.write(Arrays.copyOf(name, Math.min(bytes, name.length)));
            if (bytes >= name.length) {
                peer.hear();
                byte[] proof = message(proof((Challenge) peer.hear()));
                peer.write(Arrays.copyOf(proof, bytes - name.length));
            }
        }
    }

    private void assertAllMayBegin() throws IOException {
        refused.clear();
        ScriptedPeer[] crowd = new ScriptedPeer[MOST_AT_ONCE];
        try {
            for (int i = 0; i < MOST_AT_ONCE; i++) {
                crowd[i] = ScriptedPeer.open(THEM, address);
            }
            await().until(() -> connections().count() == MOST_AT_ONCE);
            assertThat(refused).isEmpty();
        } finally {
            for (ScriptedPeer peer : crowd) {
                if (peer != null) {
                    peer.close();
                }
            }
        }
    }

    private void awaitOnlyTheListener() {
        await().until(() -> connections().findAny().isEmpty());
    }

    private Stream<Channel> connections() {
        return transport.channels.stream().filter(SocketChannel.class::isInstance);
    }

    private void assertHandlers(Class<?>... expected) {
        await().untilAsserted(() ->
                assertThat(
                                connections()
                                        .flatMap(one -> one.pipeline().toMap().values().stream())
                                        .map(Object::getClass))
                        .containsExactly(expected));
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getOpenFileDescriptorCount();
    }

    private static ChallengeReply proof(Challenge challenge) {
        return new ChallengeReply(1, COOKIE.digest(challenge.challenge()));
    }

    private static byte[] message(HandshakeMessage message) {
        ByteBuf body = Unpooled.buffer();
        HandshakeCodec.encode(message, body);
        ByteBuf whole = Unpooled.buffer().writeShort(body.readableBytes()).writeBytes(body);
        return ByteBufUtil.getBytes(whole);
    }

    private final class Acceptor implements LinkAcceptor {

        @Override
        public IncomingHandshake handshake() {
            IncomingHandshake handshake =
                    new IncomingHandshake(
                            new LocalNode(US, 3, DistributionFlags.OURS),
                            COOKIE,
                            challenges,
                            new DynamicNames(new Random(1)));
            handshakes.add(new WeakReference<>(handshake));
            return handshake;
        }

        @Override
        public Decision admit(NodeName peer, int creation) {
            return new Decision(admission, new Listener());
        }

        @Override
        public void refused(String from, Closed why) {
            refused.add(why);
        }
    }

    private static final class Listener implements LinkListener {

        @Override
        public boolean replacesOldConnection() {
            return true;
        }

        @Override
        public void up(Link link) {
            link.start();
        }

        @Override
        public void failed(Closed why) {}

        @Override
        public void received(DistributionMessage message) {}

        @Override
        public void readComplete() {}

        @Override
        public void closed(Closed why) {}
    }
}
