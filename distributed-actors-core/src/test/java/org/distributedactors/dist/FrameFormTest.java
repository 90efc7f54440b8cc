package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.distributedactors.dist.ControlMessages.FROM;
import static org.distributedactors.dist.ControlMessages.NAME;
import static org.distributedactors.dist.ControlMessages.TO;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameFormTest {

    private static final Tuple SEND_SENDER = Tuple.of(IntegerTerm.of(22), FROM, TO);
    private static final Tuple LINK = Tuple.of(IntegerTerm.of(1), FROM, TO);

    private final FrameDecoder decoder = Frames.decoder();

    @Test
    void aFrameOfNoBytesIsATick() {
        assertThat(decoder.decode(Unpooled.EMPTY_BUFFER)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "83", "83 47", "84", "83 43", "70", "70 84", "71 83", "83 68", "83 70", "00",
                "83 44"
            })
    void aFrameOfNoFormIsRefused(String start) {
        assertRefused(Frames.hex(start));
        if (!start.equals("83 44")) {
            assertRefused(Frames.withTerms(start + "00", LINK));
        }
    }

    @Test
    void aStray131IsRefusedBehindAHeader() {
        assertRefused(Frames.withTerms("83 44 00 83", LINK));
        ByteBuf frame = Frames.withTerms("83 44 00", SEND_SENDER).writeByte(131);
        new TermWriter(frame).writeTerm(NAME);
        assertRefused(frame);
    }

    @Test
    void aMissing131IsRefusedWithoutAHeader() {
        assertRefused(Frames.withTerms("70", LINK));
        assertRefused(Frames.withTerms("70 83", SEND_SENDER, NAME));
        assertRefused(Frames.withTerms("70 83", SEND_SENDER));
    }

    @Test
    void aMessageThatIsMissingIsRefused() {
        assertRefused(Frames.withTerms("83 44 00", SEND_SENDER));
    }

    @Test
    void bytesBehindTheMessageAreAllowed() {
        ByteBuf frame = Frames.withTerms("83 44 00", SEND_SENDER, NAME, FROM);
        assertThat(Frames.payloadOf(decoder.decode(frame))).isEqualTo(NAME);
        assertThat(frame.isReadable()).isFalse();
    }

    @Test
    void bytesBehindAControlMessageWithoutAMessageAreIgnored() {
        ByteBuf frame = Frames.withTerms("83 44 00", LINK, NAME);
        assertThat(decoder.decode(frame).payload()).isNull();
        assertThat(frame.isReadable()).isFalse();
    }

    @Test
    void aReferenceBeyondTheHeaderIsRefused() {
        assertRefused(Frames.hex("83 44 01 08 07 04 \"a@vm\" 68 04 61 06 52 01 52 00 52 00"));
    }

    @Test
    void theMessageKeepsNothingOfTheFrame() {
        ByteBuf frame = Frames.withTerms("83 44 00", SEND_SENDER, NAME);
        DistributionMessage message = decoder.decode(frame);
        frame.setZero(0, frame.capacity());
        assertThat(Frames.payloadOf(message)).isEqualTo(NAME);
    }

    @Test
    void theMessageKeepsItsAtomsWhenTheSlotIsTakenByAnother() {
        String control = "68 03 61 02 52 00 58 52 00 00000064 00000000 00000065 52 00";
        DistributionMessage first =
                decoder.decode(Frames.hex("83 44 01 08 07 03 \"old\"" + control));
        DistributionMessage second =
                decoder.decode(Frames.hex("83 44 01 08 07 03 \"new\"" + control));
        assertThat(Frames.payloadOf(first)).hasToString("old");
        assertThat(Frames.payloadOf(second)).hasToString("new");
    }

    @Test
    void aFrameIsTakenUpToTheLimitAndRefusedAboveIt() {
        ByteBuf frame = Frames.withTerms("83 44 00", SEND_SENDER, Binary.wrap(new byte[1000]));
        int length = frame.readableBytes();
        FrameDecoder exact = new FrameDecoder(new FrameLimits(length, 1, 1, TermLimits.defaults()));
        FrameDecoder tooSmall =
                new FrameDecoder(new FrameLimits(length - 1, 1, 1, TermLimits.defaults()));
        assertThat(exact.decode(frame.duplicate())).isNotNull();
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> tooSmall.decode(frame.duplicate()))
                .withMessageContaining("more than " + (length - 1) + " bytes");
    }

    @Test
    void ticksWithoutEndNeedNothing() {
        byte[] nothing = {};
        assertThat(
                        Arrays.stream(new int[100_000])
                                .mapToObj(_ -> decoder.decode(Unpooled.wrappedBuffer(nothing))))
                .allMatch(message -> message == null);
    }

    private void assertRefused(ByteBuf frame) {
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> decoder.decode(frame));
    }
}
