package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.handshake.Challenges;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.HandshakeCodec;
import org.distributedactors.handshake.HandshakeMessage;
import org.distributedactors.handshake.HandshakeStep;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.distributedactors.transport.CloseReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A peer that sends what it must not costs itself its connection, and nobody else anything. Each test leaves the node
/// with its other connection standing and one more connection counted as ended for its reason.
class HostilePeerTest {

    private static final NodeName EVIL = NodeName.of("evil@127.0.0.1");

    private final TestNode node = new TestNode("node@127.0.0.1");
    private final TestNode friend = new TestNode("friend@127.0.0.1");

    @BeforeEach
    void connect() {
        assertThat(friend.connectTo(node)).isTrue();
        await().until(() -> !node.node.nodes().isEmpty());
    }

    @AfterEach
    void theOthersGoOn() {
        assertThat(node.node.nodes()).contains(friend.node.name());
        assertThat(node.node.nodes()).doesNotContain(EVIL);
        node.close();
        friend.close();
    }

    @Test
    void garbageInPlaceOfAHandshake() throws IOException {
        try (Socket socket = open()) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertEnd(socket, CloseReason.PROTOCOL_ERROR);
        }
    }

    @Test
    void aCrowdOfStrangersIsTurnedAwayAndForgottenWhenItLeaves() throws IOException {
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i <= 256; i++) {
                crowd.add(open());
            }
            // Two event loops take them, so the last one need not be the one too many.
            await().until(() -> turnedAway() > 0);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
        friend.node.disconnect(node.node.name());
        await().until(() -> friend.connectTo(node));
        await().until(() -> node.node.nodes().contains(friend.node.name()));
    }

    @Test
    void aFrameLongerThanTheLimit() throws IOException {
        try (Socket socket = joined()) {
            socket.getOutputStream().write(HexFormat.of().parseHex("7fffffff83"));

            assertEnd(socket, CloseReason.PROTOCOL_ERROR);
        }
    }

    @Test
    void anUnknownControlMessage() throws IOException {
        try (Socket socket = joined()) {
            send(socket, Tuple.of(IntegerTerm.of(99), Atom.EMPTY));

            assertEnd(socket, CloseReason.PROTOCOL_ERROR);
        }
    }

    @Test
    void aSignalInTheNameOfAnotherNode() throws IOException {
        Pid stranger = new Pid(Atom.of("friend@127.0.0.1"), 1, 0, 7);
        Pid victim = node.node.processes().outside();
        try (Socket socket = joined()) {
            send(socket, Tuple.of(IntegerTerm.of(1), stranger, victim));

            assertEnd(socket, CloseReason.PROTOCOL_ERROR);
        }
    }

    @Test
    void aMessageThatIsNoTermReachesNobodyAndCostsNothing() throws IOException {
        Pid receiver = node.node.spawn(self -> self.receive(m -> () -> m));
        Pid sender = new Pid(EVIL.atom(), 1, 0, 7);
        try (Socket socket = joined()) {
            ByteBuf frame = Unpooled.buffer();
            frame.writeInt(0).writeByte(131).writeByte(68).writeByte(0);
            new TermWriter(frame).writeTerm(Tuple.of(IntegerTerm.of(22), sender, receiver));
            frame.writeByte(255).writeByte(255);
            write(socket, frame);

            await().until(() -> node.node.counters().unreadableMessages() == 1);
            assertThat(node.node.nodes()).contains(EVIL);
            assertThat(node.node.processes().isAlive(receiver)).isTrue();
        }
        await().until(() -> !node.node.nodes().contains(EVIL));
    }

    private long turnedAway() {
        return node.node.counters().connectionsClosed(CloseReason.CONNECT_FAILED);
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(node.address().getAddress(), node.address().getPort());
        socket.setSoTimeout(5000);
        return socket;
    }

    private void assertEnd(Socket socket, CloseReason reason) throws IOException {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        await().untilAsserted(
                        () -> assertThat(node.node.counters().connectionsClosed(reason)).isOne());
        await().until(() -> !node.node.nodes().contains(EVIL));
    }

    private static void send(Socket socket, Term control) throws IOException {
        ByteBuf frame = Unpooled.buffer();
        frame.writeInt(0).writeByte(131).writeByte(68).writeByte(0);
        new TermWriter(frame).writeTerm(control);
        write(socket, frame);
    }

    private static void write(Socket socket, ByteBuf frame) throws IOException {
        frame.setInt(0, frame.readableBytes() - 4);
        OutputStream out = socket.getOutputStream();
        frame.readBytes(out, frame.readableBytes());
        out.flush();
    }

    /// A connection that has the cookie, by the real handshake.
    private Socket joined() throws IOException {
        Socket socket = open();
        OutgoingHandshake handshake =
                new OutgoingHandshake(
                        new LocalNode(EVIL, 7, DistributionFlags.OURS),
                        node.node.name(),
                        Cookie.of(TestNode.COOKIE),
                        new Challenges(RandomGenerator.getDefault()));
        HandshakeStep step = handshake.start();
        while (!(step instanceof HandshakeStep.Complete)) {
            if (step instanceof HandshakeStep.Send send) {
                for (HandshakeMessage message : send.messages()) {
                    ByteBuf body = Unpooled.buffer();
                    body.writeShort(0);
                    HandshakeCodec.encode(message, body);
                    body.setShort(0, body.readableBytes() - 2);
                    body.readBytes(socket.getOutputStream(), body.readableBytes());
                }
            }
            step = handshake.receive(HandshakeCodec.decodeFromAcceptor(next(socket)));
        }
        await().until(() -> node.node.nodes().contains(EVIL));
        return socket;
    }

    private static ByteBuf next(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] body = new byte[in.readUnsignedShort()];
        in.readFully(body);
        return Unpooled.wrappedBuffer(body);
    }
}
