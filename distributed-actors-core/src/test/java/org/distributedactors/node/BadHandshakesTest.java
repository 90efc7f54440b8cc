package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.HandshakeCodec;
import org.distributedactors.handshake.HandshakeMessage;
import org.distributedactors.handshake.HandshakeMessage.Answer;
import org.distributedactors.handshake.HandshakeMessage.Challenge;
import org.distributedactors.handshake.HandshakeMessage.ChallengeReply;
import org.distributedactors.handshake.HandshakeMessage.Complement;
import org.distributedactors.handshake.HandshakeMessage.OldSendName;
import org.distributedactors.handshake.HandshakeMessage.SendName;
import org.distributedactors.handshake.HandshakeStep;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.interop.ScriptedPeer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Strangers at a node that listens, beyond the single bad messages of `BadInputTest`. Nothing of them is remembered, and peers
/// are served as before.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadHandshakesTest {

    private static final NodeName EVIL = NodeName.of("evil@127.0.0.1");
    private static final LocalNode US = new LocalNode(EVIL, 7, DistributionFlags.OURS);
    private static final SendName NAME = new SendName(DistributionFlags.OURS, 7, EVIL.toString());
    private static final NodeName STRANGER = NodeName.of("stranger@127.0.0.1");
    private static final SendName UNPROVEN =
            new SendName(DistributionFlags.OURS, 7, STRANGER.toString());

    private final TestNode node = new TestNode("node@127.0.0.1");
    private final TestNode friend = new TestNode("friend@127.0.0.1");

    @BeforeAll
    void start() {
        assertThat(friend.connectTo(node)).isTrue();
        // What the friend says of itself counts as a message, and the tests below count messages.
        await().until(() -> node.node.capabilities().of(friend.node.name()).isPresent());
    }

    @AfterAll
    void stop() {
        assertThat(node.node.nodes()).containsExactly(friend.node.name());
        node.close();
        friend.close();
    }

    private static byte[] message(HandshakeMessage message) {
        ByteBuf body = Unpooled.buffer();
        HandshakeCodec.encode(message, body);
        return framed(ByteBufUtil.getBytes(body));
    }

    private static byte[] framed(byte... body) {
        return ByteBufUtil.getBytes(Unpooled.buffer().writeShort(body.length).writeBytes(body));
    }

    private void assertUnknown() {
        assertThat(node.node.peers()).noneMatch(peer -> peer.name().equals(STRANGER));
    }

    @Test
    void whoLeavesAfterAnyByteLeavesNothingBehind() throws IOException {
        byte[] name = message(UNPROVEN);
        for (int bytes = 0; bytes <= name.length; bytes++) {
            try (ScriptedPeer stranger = ScriptedPeer.open(US, node.address())) {
                stranger.write(Arrays.copyOf(name, bytes));
                stranger.socket().setSoLinger(bytes % 2 == 0, 0);
            }
        }
        assertUnknown();
        joins(US);
    }

    @Test
    void aRecordedHandshakeIsOfNoUse() throws IOException {
        try (Recording first = new Recording()) {
            first.peer.say(List.of(NAME));
            first.peer.hear();
            Challenge challenge = (Challenge) first.peer.hear();
            first.reply =
                    new ChallengeReply(1, Cookie.of(TestNode.COOKIE).digest(challenge.challenge()));
            first.peer.say(List.of(first.reply));
            first.peer.hear();
            await().until(() -> node.node.connectedNodes().contains(EVIL));
            first.peer.close();
            await().until(() -> !node.node.connectedNodes().contains(EVIL));
            try (ScriptedPeer again = ScriptedPeer.open(US, node.address())) {
                again.say(List.of(NAME));
                again.hear();
                again.hear();
                again.say(List.of(first.reply));

                assertThat(again.ends()).isTrue();
            }
        }
    }

    private final class Recording implements AutoCloseable {
        final ScriptedPeer peer = ScriptedPeer.open(US, node.address());
        ChallengeReply reply;

        Recording() throws IOException {}

        @Override
        public void close() throws IOException {
            peer.close();
        }
    }

    @Test
    void theFirstFrameMayComeInOneSegmentWithTheProof() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.open(US, node.address())) {
            peer.say(List.of(NAME));
            peer.hear();
            Challenge challenge = (Challenge) peer.hear();
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.write(
                    message(
                            new ChallengeReply(
                                    1, Cookie.of(TestNode.COOKIE).digest(challenge.challenge()))));
            long before = node.node.counters().messagesIn();
            both.write(
                    ScriptedPeer.frame(
                            ScriptedPeer.control(6, peer.pid(1), Atom.EMPTY, Atom.of("nobody")),
                            Atom.OK));
            peer.write(both.toByteArray());

            await().until(() -> node.node.counters().messagesIn() == before + 1);
        }
        await().until(() -> !node.node.connectedNodes().contains(EVIL));
    }

    @Test
    void theOldFormOfANameIsCompleted() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.open(US, node.address())) {
            peer.say(List.of(new OldSendName(DistributionFlags.OURS, EVIL.toString())));
            assertThat(peer.hear()).isEqualTo(Answer.OK);
            Challenge challenge = (Challenge) peer.hear();
            peer.say(
                    List.of(
                            new Complement((int) (DistributionFlags.OURS.bits() >>> 32), 7),
                            new ChallengeReply(
                                    1, Cookie.of(TestNode.COOKIE).digest(challenge.challenge()))));
            assertThat(peer.hear()).isInstanceOf(HandshakeMessage.ChallengeAck.class);
            await().until(() -> node.node.connectedNodes().contains(EVIL));
        }
        await().until(() -> !node.node.connectedNodes().contains(EVIL));
    }

    @Test
    void bytesBehindTheNameAreLeftToLaterVersions() throws IOException {
        byte[] name = message(NAME);
        byte[] longer = framed(Arrays.copyOfRange(name, 2, name.length + 9));
        try (ScriptedPeer peer = ScriptedPeer.open(US, node.address())) {
            peer.write(longer);

            assertThat(peer.hear()).isEqualTo(Answer.OK);
        }
    }

    @Test
    void aCreationOfZeroIsAnotherLifeThanAnyOther() throws IOException {
        joins(new LocalNode(EVIL, 0, DistributionFlags.OURS));
        joins(new LocalNode(EVIL, 9, DistributionFlags.OURS));
        joins(new LocalNode(EVIL, 8, DistributionFlags.OURS));
    }

    /// Also while another connection of that name stands: the peer says that the old one is dead.
    private void joins(LocalNode as) throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.open(as, node.address())) {
            assertThat(peer.dialogue(node.node.name(), TestNode.COOKIE))
                    .isInstanceOf(HandshakeStep.Complete.class);
            await().until(() -> node.node.connectedNodes().contains(EVIL));
            try (ScriptedPeer next = ScriptedPeer.open(as, node.address())) {
                assertThat(next.dialogue(node.node.name(), TestNode.COOKIE))
                        .isInstanceOfSatisfying(
                                HandshakeStep.Complete.class,
                                complete -> assertThat(complete.replacesOld()).isTrue());
                assertThat(peer.ends()).isTrue();
                await().until(() -> node.node.connectedNodes().contains(EVIL));
            }
        }
        await().until(() -> !node.node.connectedNodes().contains(EVIL));
    }

    @Test
    void whoTakesItsNewConnectionBackLeavesTheOldOne() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.open(US, node.address())) {
            assertThat(peer.dialogue(node.node.name(), TestNode.COOKIE))
                    .isInstanceOf(HandshakeStep.Complete.class);
            await().until(() -> node.node.connectedNodes().contains(EVIL));
            try (ScriptedPeer twin = ScriptedPeer.open(US, node.address())) {
                twin.say(List.of(NAME));
                assertThat(twin.hear()).isEqualTo(Answer.ALIVE);
                twin.say(List.of(Answer.FALSE));
                assertThat(twin.ends()).isTrue();
            }
            assertThat(node.node.connectedNodes()).contains(EVIL);
        } catch (EOFException ended) {
            throw new AssertionError(ended);
        }
        await().until(() -> !node.node.connectedNodes().contains(EVIL));
    }
}
