package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.distributedactors.dist.ControlMessages.FROM;
import static org.distributedactors.dist.ControlMessages.NAME;
import static org.distributedactors.dist.ControlMessages.TO;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameEncoderTest {

    private static final int PIECE = 65_536;
    private static final int FIRST_HEADER = 19;
    private static final int NEXT_HEADER = 18;
    private static final ControlMessage SEND = new ControlMessage.SendSender(FROM, TO);

    private final FrameEncoder encoder = new FrameEncoder(FrameForm.FRAGMENTS);
    private final ByteBuf out = Unpooled.buffer();

    @Test
    void writesTheBytesOfALink() {
        Frames.encode(encoder, new ControlMessage.Link(FROM, TO), null, out);
        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo(
                        ByteBufUtil.hexDump(
                                Frames.hex(
                                        """
                                        0000002d 83 44 00 68 03 61 01
                                        58 77 04 "a@vm" 00000009 00000000 00000066
                                        58 77 04 "b@vm" 00000064 00000000 00000065
                                        """)));
    }

    @Test
    void writesNo131InFrontOfTheMessageBehindAHeader() {
        Frames.encode(
                encoder, new ControlMessage.RegSend(FROM, NAME), Frames.payload(Atom.OK), out);
        assertThat(ByteBufUtil.hexDump(out))
                .startsWith("0000002c8344006804610658")
                .endsWith("6c77026f6b");
    }

    @Test
    void writes131InFrontOfBothTermsWithoutAHeader() {
        Frames.encode(
                new FrameEncoder(FrameForm.PASS_THROUGH),
                new ControlMessage.RegSend(FROM, NAME),
                Frames.payload(Atom.OK),
                out);
        assertThat(ByteBufUtil.hexDump(out))
                .startsWith("0000002c70836804610658")
                .endsWith("6c8377026f6b");
    }

    @Test
    void writesATickAsFourZeros() {
        FrameEncoder.encodeTick(out);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("00000000");
    }

    @Test
    void appendsToWhatIsThere() {
        out.writeInt(0);
        Frames.encode(encoder, SEND, Frames.payload(Atom.OK), out);
        Frames.encode(encoder, SEND, Frames.payload(Atom.ERROR), out);
        List<ByteBuf> frames = Frames.split(out);
        assertThat(frames).hasSize(3);
        FrameDecoder decoder = Frames.decoder();
        assertThat(Frames.payloadOf(decoder.decode(frames.get(1)))).isEqualTo(Atom.OK);
        assertThat(Frames.payloadOf(decoder.decode(frames.get(2)))).isEqualTo(Atom.ERROR);
    }

    @Test
    void cutsALargeMessageAsErlangDoes() {
        List<ByteBuf> frames = Frames.encode(encoder, SEND, Frames.payload(binary(200_000)));
        assertThat(frames.stream().map(ByteBuf::readableBytes).limit(3))
                .containsExactly(PIECE + FIRST_HEADER, PIECE + NEXT_HEADER, PIECE + NEXT_HEADER);
        assertThat(frames.stream().map(frame -> ByteBufUtil.hexDump(frame, 0, 18)))
                .containsExactly(
                        "83450000000000000001" + "0000000000000004",
                        "83460000000000000001" + "0000000000000003",
                        "83460000000000000001" + "0000000000000002",
                        "83460000000000000001" + "0000000000000001");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                65_400, 65_482, 65_483, 65_484, 65_535, 65_536, 131_018, 131_019, 131_020, 5_000_000
            })
    void whatIsCutComesTogetherAgain(int size) {
        Binary message = binary(size);
        ByteBuf buffer = Unpooled.directBuffer();
        Frames.encode(encoder, SEND, Frames.payload(message), buffer);
        FrameDecoder decoder = Frames.decoder();
        DistributionMessage whole = null;
        for (ByteBuf frame : Frames.split(buffer)) {
            assertThat(whole).isNull();
            assertThat(frame.readableBytes()).isLessThanOrEqualTo(PIECE + FIRST_HEADER);
            whole = decoder.decode(frame);
        }
        assertThat(whole.control()).isEqualTo(SEND);
        assertThat(Frames.payloadOf(whole)).isEqualTo(message);
        buffer.release(buffer.refCnt());
    }

    @Test
    void givesEveryLargeMessageASequenceOfItsOwn() {
        Frames.encode(encoder, SEND, Frames.payload(binary(100_000)), out);
        Frames.encode(encoder, SEND, Frames.payload(binary(100_000)), out);
        assertThat(Frames.split(out).stream().map(frame -> frame.getLong(2)))
                .containsExactly(1L, 1L, 2L, 2L);
    }

    @Test
    void neverCutsTheControlMessage() {
        ControlMessage exit = new ControlMessage.Exit(FROM, TO, binary(200_000));
        List<ByteBuf> frames = Frames.encode(encoder, exit, null);
        assertThat(frames).hasSize(1);
        assertThat(Frames.decoder().decode(frames.getFirst()).control()).isEqualTo(exit);
    }

    @Test
    void cutsNothingWhereThePeerTakesNoFragments() {
        List<ByteBuf> frames =
                Frames.encode(
                        new FrameEncoder(FrameForm.HEADER), SEND, Frames.payload(binary(200_000)));
        assertThat(frames).hasSize(1);
        assertThat(Frames.payloadOf(Frames.decoder().decode(frames.getFirst())))
                .isEqualTo(binary(200_000));
    }

    @Test
    void leavesTheBufferAsItWasWhenThePayloadFails() {
        Frames.encode(encoder, new ControlMessage.Link(FROM, TO), null, out);
        String before = ByteBufUtil.hexDump(out);
        IllegalStateException failure = new IllegalStateException("no such codec");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() ->
                        Frames.encode(
                                encoder,
                                SEND,
                                terms -> {
                                    terms.writeTerm(binary(300_000));
                                    throw failure;
                                },
                                out))
                .isSameAs(failure);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(before);
    }

    @Test
    void leavesTheBufferAsItWasWhenItCannotGrow() {
        ByteBuf small = Unpooled.buffer(16, 100_000).writeInt(0);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() ->
                        Frames.encode(
                                new FrameEncoder(FrameForm.HEADER),
                                SEND,
                                Frames.payload(binary(99_990)),
                                small));
        assertThat(ByteBufUtil.hexDump(small)).isEqualTo("00000000");
    }

    @Test
    void wantsAPayloadExactlyWhereThereIsOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Frames.encode(encoder, SEND, null, out));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Frames.encode(
                                encoder,
                                new ControlMessage.Link(FROM, TO),
                                Frames.payload(Atom.OK),
                                out));
        assertThat(out.isReadable()).isFalse();
    }

    private static Binary binary(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Binary.wrap(bytes);
    }
}
