package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.Fragments;
import org.distributedactors.dist.FrameDecoder;
import org.distributedactors.dist.FrameEncoder;
import org.distributedactors.dist.FrameForm;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.dist.OutgoingMessage;
import org.distributedactors.dist.Payload;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.handshake.Challenges;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.distributedactors.handshake.HandshakeCodec;
import org.distributedactors.handshake.HandshakeMessage;
import org.distributedactors.handshake.HandshakeStep;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.node.Capabilities;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// A peer whose every frame the test decides: the true handshake over a plain socket, then what the test writes, and what
/// it reads, message by message. It sends no ticks. Used by one thread.
public final class ScriptedPeer implements AutoCloseable {

    private static final int ANSWER_MILLIS = 5000;

    private final LocalNode us;
    private final Socket socket;
    private final DataInputStream in;
    private final FrameDecoder decoder = new FrameDecoder(FrameLimits.defaults());
    private @Nullable PeerInfo peer;
    private FrameEncoder encoder = new FrameEncoder(FrameForm.PASS_THROUGH);

    private ScriptedPeer(LocalNode us, Socket socket) throws IOException {
        this.us = us;
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.setTcpNoDelay(true);
    }

    /// A connection without a word said yet.
    public static ScriptedPeer open(LocalNode us, InetSocketAddress where) throws IOException {
        return new ScriptedPeer(us, new Socket(where.getAddress(), where.getPort()));
    }

    /// A connection that is up.
    public static ScriptedPeer connect(
            LocalNode us, InetSocketAddress where, NodeName them, String cookie)
            throws IOException {
        ScriptedPeer opened = open(us, where);
        opened.shakeHands(them, cookie);
        return opened;
    }

    private void shakeHands(NodeName them, String cookie) throws IOException {
        HandshakeStep last = dialogue(them, cookie);
        assertThat(last).isInstanceOf(HandshakeStep.Complete.class);
        peer = ((HandshakeStep.Complete) last).peer();
        if (peer.flags().has(Flag.FRAGMENTS)) {
            encoder = new FrameEncoder(FrameForm.FRAGMENTS);
        } else if (peer.flags().has(Flag.DIST_HDR_ATOM_CACHE)) {
            encoder = new FrameEncoder(FrameForm.HEADER);
        }
    }

    /// The handshake of the dialling side, to its end, whatever that is. To `alive` the answer is `true`.
    public HandshakeStep dialogue(NodeName them, String cookie) throws IOException {
        OutgoingHandshake handshake =
                new OutgoingHandshake(
                        us, them, Cookie.of(cookie), new Challenges(RandomGenerator.getDefault()));
        HandshakeStep step = handshake.start();
        while (true) {
            switch (step) {
                case HandshakeStep.Send send -> say(send.messages());
                case HandshakeStep.Await ignored -> {}
                case HandshakeStep.AskAlive ignored -> {
                    step = handshake.answerAlive(true);
                    continue;
                }
                default -> {
                    return step;
                }
            }
            step = handshake.receive(HandshakeCodec.decodeFromAcceptor(nextBody()));
        }
    }

    /// Writes messages of the handshake.
    public void say(List<HandshakeMessage> messages) throws IOException {
        for (HandshakeMessage message : messages) {
            ByteBuf body = Unpooled.buffer();
            HandshakeCodec.encode(message, body);
            ByteBuf frame = Unpooled.buffer().writeShort(body.readableBytes()).writeBytes(body);
            write(ByteBufUtil.getBytes(frame));
        }
    }

    /// The next message of the acceptor's side of the handshake.
    public HandshakeMessage hear() throws IOException {
        return HandshakeCodec.decodeFromAcceptor(nextBody());
    }

    private ByteBuf nextBody() throws IOException {
        byte[] body = new byte[in.readUnsignedShort()];
        in.readFully(body);
        return Unpooled.wrappedBuffer(body);
    }

    /// What the other side said of itself.
    public PeerInfo peer() {
        return java.util.Objects.requireNonNull(peer);
    }

    public Socket socket() {
        return socket;
    }

    // ---- who speaks

    /// A process of this peer.
    public Pid pid(int number) {
        return new Pid(us.name().atom(), number, 0, us.creation());
    }

    /// A reference of this peer.
    public Reference reference(int number) {
        return Reference.of(us.name().atom(), us.creation(), number, 0, 0);
    }

    // ---- out

    public void send(ControlMessage control) throws IOException {
        ByteBuf out = Unpooled.buffer();
        append(control, null, out);
        write(ByteBufUtil.getBytes(out));
    }

    public void send(ControlMessage control, Term payload) throws IOException {
        ByteBuf out = Unpooled.buffer();
        append(control, terms -> terms.writeTerm(payload), out);
        write(ByteBufUtil.getBytes(out));
    }

    private void append(ControlMessage control, @Nullable Payload payload, ByteBuf out) {
        OutgoingMessage message = new OutgoingMessage();
        message.encode(control, payload, encoder.form());
        if (!encoder.isCut(message)) {
            encoder.write(message, out);
            return;
        }
        Fragments rest = encoder.begin(message, out);
        while (!rest.isDone()) {
            rest.writeNext(out);
        }
    }

    /// A frame with an empty header and these terms, which may be none that a node would send.
    public static byte[] frame(Term... terms) {
        ByteBuf out = Unpooled.buffer();
        out.writeInt(0).writeByte(131).writeByte(68).writeByte(0);
        TermWriter writer = new TermWriter(out);
        for (Term term : terms) {
            writer.writeTerm(term);
        }
        out.setInt(0, out.readableBytes() - Integer.BYTES);
        return ByteBufUtil.getBytes(out);
    }

    /// A frame of these bytes, with its length in front.
    public static byte[] frame(String hex) {
        byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
        return ByteBufUtil.getBytes(Unpooled.buffer().writeInt(body.length).writeBytes(body));
    }

    /// A control tuple: the number, then the elements.
    public static Tuple control(int operation, Term... elements) {
        Term[] all = new Term[elements.length + 1];
        all[0] = IntegerTerm.of(operation);
        System.arraycopy(elements, 0, all, 1, elements.length);
        return Tuple.of(all);
    }

    public void write(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /// Writes the bytes in two pieces, of which the first has this many.
    public void writeSplit(byte[] bytes, int first) throws IOException {
        write(Arrays.copyOfRange(bytes, 0, first));
        write(Arrays.copyOfRange(bytes, first, bytes.length));
    }

    // ---- in

    /// The next message; ticks, and what our own nodes tell each other after nodeup, are passed over.
    public DistributionMessage receive() throws IOException {
        while (true) {
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            DistributionMessage message = decoder.decode(Unpooled.wrappedBuffer(frame));
            if (message != null && !isAnnouncement(message)) {
                return message;
            }
        }
    }

    private static boolean isAnnouncement(DistributionMessage message) {
        return message.control() instanceof ControlMessage.RegSend(Pid from, Atom name)
                && name.equals(Capabilities.NAME);
    }

    /// The next message whose control message is of this kind; others are passed over.
    public DistributionMessage receive(Class<? extends ControlMessage> kind) throws IOException {
        DistributionMessage message = receive();
        while (!kind.isInstance(message.control())) {
            message = receive();
        }
        return message;
    }

    /// The next control message of this kind.
    public <T extends ControlMessage> T next(Class<T> kind) throws IOException {
        return kind.cast(receive(kind).control());
    }

    /// What follows a control message, as a term.
    public static Term content(DistributionMessage message) {
        EncodedTerm payload = message.payload();
        return payload == null ? Atom.UNDEFINED : payload.decode(TermLimits.defaults());
    }

    /// Whether the other side ends the connection within five seconds, whatever it still says.
    public boolean ends() throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // Whatever it is, the end is what counts.
            }
            return true;
        } catch (EOFException | SocketException reset) {
            return true;
        } catch (java.net.SocketTimeoutException stands) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
