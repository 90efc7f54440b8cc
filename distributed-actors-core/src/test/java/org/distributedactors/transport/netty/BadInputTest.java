package org.distributedactors.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.handshake.Admission;
import org.distributedactors.handshake.Challenges;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.distributedactors.handshake.DynamicNames;
import org.distributedactors.handshake.HandshakeCodec;
import org.distributedactors.handshake.HandshakeMessage;
import org.distributedactors.handshake.HandshakeMessage.Answer;
import org.distributedactors.handshake.HandshakeMessage.Challenge;
import org.distributedactors.handshake.HandshakeMessage.ChallengeAck;
import org.distributedactors.handshake.HandshakeMessage.ChallengeReply;
import org.distributedactors.handshake.HandshakeMessage.Complement;
import org.distributedactors.handshake.HandshakeMessage.Named;
import org.distributedactors.handshake.HandshakeMessage.OldSendName;
import org.distributedactors.handshake.HandshakeMessage.SendName;
import org.distributedactors.handshake.IncomingHandshake;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.HandshakeSide;
import org.distributedactors.transport.Link;
import org.distributedactors.transport.LinkAcceptor;
import org.distributedactors.transport.LinkListener;
import org.distributedactors.transport.SendBudget;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bad input on a connection, from its first byte on: each case whole, and cut in two at every byte. The numbers are those of
/// the catalogue in `docs/evidence/bad-input.md`. Whatever comes, the connection alone ends, with one reason, or goes on;
/// nothing is dispatched before the cookie is proved; no buffer is left and no more is allocated than the bytes deserve.
class BadInputTest {

    private static final NodeName US = NodeName.of("node@127.0.0.1");
    private static final NodeName PEER = NodeName.of("peer@127.0.0.1");
    private static final Cookie COOKIE = Cookie.of("a-cookie-for-tests");
    private static final SendName NAME = new SendName(DistributionFlags.OURS, 7, PEER.toString());
    private static final byte[] FRAME = {0, 0, 0, 5, 112, (byte) 131, 104, 1, 97};
    private static final int MOST_ALLOCATED = 1 << 20;
    private static final int LONGEST = 300_000;
    private static final int CUT_UP_TO = 400;

    /// Where a stranger is when it says something bad.
    private enum State {
        DIALLED_US,
        WAS_CHALLENGED,
        OLD_FORM_CHALLENGED,
        WE_DIALLED,
        ADMITTED_US,
        CHALLENGED_US,
        CONNECTED
    }

    /// @param row of the catalogue
    /// @param reason why the connection ends; null when it goes on
    /// @param delivered how many messages reach the node
    record Case(
            int row, String name, State state, byte[] bytes, CloseReason reason, int delivered) {

        @Override
        public String toString() {
            return row + " " + name;
        }
    }

    private static final CloseReason MALFORMED = CloseReason.PROTOCOL_ERROR;
    private static final CloseReason REFUSED = CloseReason.AUTH_FAILED;

    private static Case of(int row, String name, State state, CloseReason reason, byte[] bytes) {
        return new Case(row, name, state, bytes, reason, 0);
    }

    static Stream<Case> firstWords() {
        byte[] name = message(NAME);
        int length = 2 + 1 + 8 + 4;
        State dialled = State.DIALLED_US;
        return Stream.of(
                of(18, "a browser", dialled, MALFORMED, ascii("GET / HTTP/1.1\r\n\r\n")),
                of(19, "TLS on a plain port", dialled, MALFORMED, hex("160301020001fc0303")),
                of(20, "fifty empty messages", dialled, MALFORMED, new byte[100]),
                of(20, "an unknown message", dialled, MALFORMED, framed((byte) 'x', (byte) 1)),
                of(21, "one flag", dialled, REFUSED, withFlags(new DistributionFlags(1))),
                of(
                        21,
                        "without UNLINK_ID",
                        dialled,
                        REFUSED,
                        withFlags(DistributionFlags.OURS.without(Flag.UNLINK_ID))),
                of(
                        22,
                        "a name longer than the message",
                        dialled,
                        MALFORMED,
                        with(with(name, length, 0xff), length + 1, 0xff)),
                of(
                        22,
                        "a name of no bytes",
                        dialled,
                        MALFORMED,
                        with(with(name, length, 0), length + 1, 0)),
                of(22, "bytes behind the name", dialled, null, framed(longer(name))),
                of(
                        22,
                        "a name cut short",
                        dialled,
                        MALFORMED,
                        framed(Arrays.copyOfRange(name, 2, 20))),
                of(23, "no host", dialled, REFUSED, named("evil")),
                of(23, "two hosts", dialled, REFUSED, named("a@b@c")),
                of(23, "a line feed", dialled, REFUSED, named("a\n@127.0.0.1")),
                of(23, "an escape", dialled, REFUSED, named("a\u001b[31m@127.0.0.1")),
                of(23, "a zero", dialled, REFUSED, named("a\u0000@127.0.0.1")),
                of(23, "beyond ASCII", dialled, REFUSED, named("\u00e4@127.0.0.1")),
                of(23, "300 characters", dialled, MALFORMED, named("a".repeat(290) + "@127.0.0.1")),
                of(23, "a host that is none", dialled, REFUSED, nameless("b@c")),
                of(24, "our own name", dialled, REFUSED, named(US.toString())),
                of(25, "who is not allowed", dialled, REFUSED, named("stranger@127.0.0.1")),
                of(
                        26,
                        "the old form of a name",
                        dialled,
                        null,
                        message(new OldSendName(DistributionFlags.OURS, PEER.toString()))),
                of(29, "a reply first", dialled, MALFORMED, message(reply(1))),
                of(29, "a status first", dialled, MALFORMED, message(Answer.OK)),
                of(29, "a complement first", dialled, MALFORMED, message(new Complement(1, 1))),
                of(30, "a frame first", dialled, MALFORMED, FRAME));
    }

    static Stream<Case> secondWords() {
        State challenged = State.WAS_CHALLENGED;
        return Stream.of(
                of(27, "another cookie", challenged, REFUSED, message(reply(1, "another"))),
                of(27, "another challenge", challenged, REFUSED, message(reply(12345))),
                of(28, "a digest of zeros", challenged, REFUSED, framed(digest(16))),
                of(28, "a digest of 15 bytes", challenged, MALFORMED, framed(digest(15))),
                of(28, "a digest of 17 bytes", challenged, MALFORMED, framed(digest(17))),
                of(28, "no digest", challenged, MALFORMED, framed(digest(0))),
                of(29, "the name again", challenged, MALFORMED, message(NAME)),
                of(29, "a complement", challenged, MALFORMED, message(new Complement(1, 1))),
                of(29, "a status", challenged, MALFORMED, message(Answer.TRUE)),
                of(
                        29,
                        "an acknowledgement",
                        challenged,
                        MALFORMED,
                        message(new ChallengeAck(COOKIE.digest(1)))),
                of(30, "a frame", challenged, MALFORMED, FRAME),
                of(30, "a frame for a complement", State.OLD_FORM_CHALLENGED, MALFORMED, FRAME));
    }

    static Stream<Case> wordsOfWhoWeDialled() {
        State start = State.WE_DIALLED;
        State admitted = State.ADMITTED_US;
        State challenged = State.CHALLENGED_US;
        Challenge other = new Challenge(DistributionFlags.OURS, 9, 7, "other@127.0.0.1");
        return Stream.of(
                of(38, "an unknown status", start, MALFORMED, framed(ascii("sodd"))),
                of(38, "a name nobody asked for", start, MALFORMED, message(new Named("x@y", 7))),
                of(38, "true", start, MALFORMED, message(Answer.TRUE)),
                of(38, "no status but a challenge", start, MALFORMED, message(challenge())),
                of(39, "alive", start, null, message(Answer.ALIVE)),
                of(40, "the challenge of another node", admitted, REFUSED, message(other)),
                of(
                        41,
                        "another proof",
                        challenged,
                        REFUSED,
                        message(new ChallengeAck(COOKIE.digest(5)))),
                of(41, "a status in place of a proof", challenged, MALFORMED, message(Answer.OK)),
                of(41, "a second challenge", challenged, MALFORMED, message(challenge())),
                of(30, "a frame of who we dialled", start, MALFORMED, FRAME),
                of(30, "a frame in place of a challenge", admitted, MALFORMED, FRAME),
                of(30, "a frame in place of a proof", challenged, MALFORMED, FRAME));
    }

    private static Case frames(int row, String name, CloseReason reason, String... hex) {
        ByteBuf all = Unpooled.buffer();
        for (String each : hex) {
            byte[] frame = hex(each);
            all.writeInt(frame.length).writeBytes(frame);
        }
        return of(row, name, State.CONNECTED, reason, ByteBufUtil.getBytes(all));
    }

    private static Case delivers(int count, Case harmless) {
        return new Case(
                harmless.row(), harmless.name(), harmless.state(), harmless.bytes(), null, count);
    }

    /// SEND_SENDER from `<1.0>` to `<1.0>` of nodes `a` and `b`, in the empty header.
    private static final String SEND = "834400 6803 6116" + pid("61") + pid("62");

    private static String pid(String node) {
        return "58 7701" + node + "00000001 00000000 00000007";
    }

    private static String start(String sequence, String number) {
        return "8345" + sequence + number + SEND.substring(4) + "6d000000ff";
    }

    private static String next(String sequence, String number, String piece) {
        return "8346" + sequence + number + piece;
    }

    private static final String ONE = "0000000000000001";
    private static final String TWO = "0000000000000002";
    private static final String THREE = "0000000000000003";
    private static final String ZERO = "0000000000000000";

    static Stream<Case> frames() {
        State up = State.CONNECTED;
        return Stream.of(
                of(43, "4 GiB", up, MALFORMED, hex("ffffffff")),
                of(43, "2 GiB", up, MALFORMED, hex("7fffffff70")),
                of(44, "one byte more than allowed", up, MALFORMED, frameOf(LONGEST + 1)),
                delivers(1, of(44, "as long as allowed", up, null, frameOf(LONGEST))),
                of(46, "ten thousand ticks", up, null, new byte[40_000]),
                frames(47, "131 missing", MALFORMED, "7084"),
                frames(47, "another first byte", MALFORMED, "7183"),
                frames(47, "131 alone", MALFORMED, "83"),
                frames(47, "131 and no form", MALFORMED, "8300"),
                frames(48, "255 references, flags cut", MALFORMED, "8344ff11"),
                frames(48, "an atom cut", MALFORMED, "83440108000561"),
                frames(49, "a slot never filled", MALFORMED, "8344010000 68036116 5200 5200"),
                frames(49, "an atom of 256 characters", MALFORMED, longAtom(256)),
                delivers(1, frames(49, "an atom of 255 characters", null, longAtom(255))),
                frames(50, "sequence 0", MALFORMED, start(ZERO, TWO)),
                frames(50, "fragment 0", MALFORMED, start(ONE, ZERO)),
                frames(50, "an unknown sequence", MALFORMED, next(ONE, ONE, "00")),
                frames(50, "a gap", MALFORMED, start(ONE, THREE), next(ONE, ONE, "00")),
                frames(
                        50,
                        "the same fragment twice",
                        MALFORMED,
                        start(ONE, TWO),
                        next(ONE, TWO, "")),
                frames(50, "two starts", MALFORMED, start(ONE, TWO), start(ONE, TWO)),
                frames(50, "too many sequences", MALFORMED, starts(65)),
                frames(
                        50,
                        "too much unfinished",
                        MALFORMED,
                        start(ONE, "00000000ffffffff"),
                        next(ONE, "00000000fffffffe", "00".repeat(200_000)),
                        next(ONE, "00000000fffffffd", "00".repeat(200_000)),
                        next(ONE, "00000000fffffffc", "00".repeat(200_000))),
                frames(51, "a fragment and the end", null, start(ONE, TWO)),
                delivers(1, frames(52, "bytes behind the message", null, SEND + "6101deadbeef")),
                frames(53, "no message", MALFORMED, SEND),
                frames(53, "131 before the message", MALFORMED, SEND + "836101"),
                delivers(1, frames(53, "a message where none belongs", null, link() + "6101")),
                frames(54, "operation 99", MALFORMED, "834400 6801 6163"),
                frames(54, "an atom", MALFORMED, "834400 7703666f6f"),
                frames(54, "a number", MALFORMED, "834400 6106"),
                frames(54, "an empty tuple", MALFORMED, "834400 6800"),
                frames(54, "a link with nobody", MALFORMED, "834400 6801 6101"),
                frames(54, "a tuple of 300", MALFORMED, "834400 690000012c" + "6101".repeat(300)),
                frames(
                        59,
                        "unlink id 0",
                        MALFORMED,
                        "834400 6804 6123 6100" + pid("61") + pid("62")),
                frames(71, "a tuple of 4 Gi", MALFORMED, "834400 69ffffffff"),
                frames(72, "a million lists", MALFORMED, "834400" + "6c00000001".repeat(60_000)),
                frames(81, "a compressed operation", MALFORMED, "834400 50 00000005 789c"),
                frames(84, "a pid of a number", MALFORMED, "834400 6803 6101 58 6101" + pid("62")));
    }

    private static String link() {
        return "834400 6803 6101" + pid("61") + pid("62");
    }

    private static String[] starts(int count) {
        String[] starts = new String[count];
        for (int i = 0; i < count; i++) {
            starts[i] = start("%016x".formatted(i + 1), TWO);
        }
        return starts;
    }

    private static String longAtom(int characters) {
        return "834401 1800 %04x".formatted(characters)
                + "61".repeat(characters)
                + "6803 6101 58 5200 00000001 00000000 00000007"
                + pid("62");
    }

    /// A message in a frame of this length.
    private static byte[] frameOf(int length) {
        byte[] head = hex(SEND);
        ByteBuf all = Unpooled.buffer().writeInt(length).writeBytes(head).writeByte(109);
        all.writeInt(length - head.length - 5).writeZero(length - head.length - 5);
        return ByteBufUtil.getBytes(all);
    }

    @ParameterizedTest
    @MethodSource({"firstWords", "secondWords", "wordsOfWhoWeDialled", "frames"})
    void costsItsConnectionAtMost(Case bad) {
        int length = bad.bytes().length;
        for (int cut = 0; cut < Math.min(length, CUT_UP_TO); cut++) {
            check(bad, cut);
        }
        for (int cut = CUT_UP_TO; cut < length; cut += 1 + length / 7) {
            check(bad, cut);
        }
    }

    private static void check(Case bad, int cut) {
        Stranger stranger = new Stranger(bad.state());
        int said = stranger.channel.outboundMessages().size();
        long before = allocated();
        stranger.writes(Arrays.copyOf(bad.bytes(), cut));
        stranger.writes(Arrays.copyOfRange(bad.bytes(), cut, bad.bytes().length));
        long allocated = allocated() - before;

        assertThat(stranger.reasons).as("cut at %d", cut).isEqualTo(reasons(bad));
        assertThat(stranger.channel.isOpen()).isEqualTo(bad.reason() == null);
        assertThat(stranger.delivered).as("cut at %d", cut).isEqualTo(bad.delivered());
        assertThat(allocated).isLessThan(MOST_ALLOCATED + 8L * bad.bytes().length);
        if (bad.state() == State.CONNECTED) {
            assertThat(stranger.channel.outboundMessages()).as("no answer").hasSize(said);
        }
        stranger.leaves();
    }

    private static List<CloseReason> reasons(Case bad) {
        return bad.reason() == null ? List.of() : List.of(bad.reason());
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    /// A connection in the state that a case begins in, over a channel whose buffers are counted.
    private static final class Stranger implements LinkListener {

        private static final LinkSettings SETTINGS =
                new LinkSettings(
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(60),
                        new FrameLimits(LONGEST, 500_000, 64, TermLimits.defaults()),
                        SendBudget.defaults(),
                        new MessagePads(),
                        InstantSource.system());

        private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        private final EmbeddedChannel channel = new EmbeddedChannel();
        private final Challenges challenges = new Challenges(new Random(1));
        private final List<CloseReason> reasons = new ArrayList<>();
        private int delivered;

        Stranger(State state) {
            channel.config().setAllocator(allocator);
            boolean weDial =
                    state == State.WE_DIALLED
                            || state == State.ADMITTED_US
                            || state == State.CHALLENGED_US;
            HandshakeSide side = weDial ? dialling() : accepting();
            channel.pipeline().addLast(new HandshakeHandler(side, SETTINGS, null));
            switch (state) {
                case DIALLED_US, WE_DIALLED -> {}
                case WAS_CHALLENGED -> writes(message(NAME));
                case OLD_FORM_CHALLENGED ->
                        writes(message(new OldSendName(DistributionFlags.OURS, PEER.toString())));
                case ADMITTED_US -> writes(message(Answer.OK));
                case CHALLENGED_US -> {
                    writes(message(Answer.OK));
                    writes(message(challenge()));
                }
                case CONNECTED -> {
                    writes(message(NAME));
                    writes(message(reply(challenge(said()))));
                    assertThat(channel.pipeline().get(LinkHandler.class)).isNotNull();
                }
            }
            said();
        }

        private HandshakeSide dialling() {
            LocalNode us = new LocalNode(US, 3, DistributionFlags.OURS);
            return new HandshakeSide.Dialling(
                    PEER, new OutgoingHandshake(us, PEER, COOKIE, challenges), this, () -> {});
        }

        private HandshakeSide accepting() {
            LocalNode us = new LocalNode(US, 3, DistributionFlags.OURS);
            LinkListener listener = this;
            return new HandshakeSide.Accepting(
                    new LinkAcceptor() {
                        @Override
                        public IncomingHandshake handshake() {
                            return new IncomingHandshake(
                                    us, COOKIE, challenges, new DynamicNames(new Random(1)));
                        }

                        @Override
                        public Decision admit(NodeName peer, int creation) {
                            boolean known = peer.equals(PEER);
                            return new Decision(
                                    known ? Admission.OK : Admission.NOT_ALLOWED, listener);
                        }

                        @Override
                        public void refused(String from, Closed why) {
                            reasons.add(why.reason());
                        }
                    },
                    () -> {});
        }

        void writes(byte[] bytes) {
            if (channel.isOpen() && bytes.length > 0) {
                channel.writeInbound(allocator.heapBuffer(bytes.length).writeBytes(bytes));
                channel.runPendingTasks();
            }
        }

        /// All that we said since last asked.
        private byte[] said() {
            ByteBuf all = Unpooled.buffer();
            for (ByteBuf out; (out = channel.readOutbound()) != null; ) {
                all.writeBytes(out);
                out.release();
            }
            return ByteBufUtil.getBytes(all);
        }

        void leaves() {
            said();
            channel.finishAndReleaseAll();
            assertThat(allocator.metric().usedHeapMemory()).isZero();
            assertThat(allocator.metric().usedDirectMemory()).isZero();
        }

        @Override
        public boolean replacesOldConnection() {
            return true;
        }

        @Override
        public void up(Link link) {
            link.start();
        }

        @Override
        public void failed(Closed why) {
            if (reasons.isEmpty()) {
                reasons.add(why.reason());
            }
        }

        @Override
        public void received(DistributionMessage message) {
            delivered++;
        }

        @Override
        public void readComplete() {}

        @Override
        public void closed(Closed why) {
            if (why.reason() != CloseReason.CLOSED_BY_PEER) {
                reasons.add(why.reason());
            }
        }
    }

    /// The number in the challenge that comes behind the status.
    private static int challenge(byte[] said) {
        ByteBuf in = Unpooled.wrappedBuffer(said);
        in.skipBytes(in.readUnsignedShort());
        ByteBuf body = in.readSlice(in.readUnsignedShort());
        return ((Challenge) HandshakeCodec.decodeFromAcceptor(body)).challenge();
    }

    private static Challenge challenge() {
        return new Challenge(DistributionFlags.OURS, 9, 7, PEER.toString());
    }

    private static ChallengeReply reply(int challenge) {
        return new ChallengeReply(1, COOKIE.digest(challenge));
    }

    private static ChallengeReply reply(int challenge, String cookie) {
        return new ChallengeReply(1, Cookie.of(cookie).digest(challenge));
    }

    private static byte[] message(HandshakeMessage message) {
        ByteBuf body = Unpooled.buffer();
        HandshakeCodec.encode(message, body);
        return framed(ByteBufUtil.getBytes(body));
    }

    private static byte[] framed(byte... body) {
        return ByteBufUtil.getBytes(Unpooled.buffer().writeShort(body.length).writeBytes(body));
    }

    private static byte[] longer(byte[] message) {
        return Arrays.copyOfRange(message, 2, message.length + 9);
    }

    private static byte[] named(String name) {
        return message(new SendName(DistributionFlags.OURS, 7, name));
    }

    private static byte[] nameless(String host) {
        return message(new SendName(DistributionFlags.OURS.with(Flag.NAME_ME), 0, host));
    }

    private static byte[] withFlags(DistributionFlags flags) {
        return message(new SendName(flags, 7, PEER.toString()));
    }

    private static byte[] with(byte[] bytes, int index, int value) {
        byte[] changed = bytes.clone();
        changed[index] = (byte) value;
        return changed;
    }

    private static byte[] digest(int length) {
        byte[] body = new byte[1 + 4 + length];
        body[0] = 'r';
        return body;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String bytes) {
        return ByteBufUtil.decodeHexDump(bytes.replace(" ", ""));
    }
}
