package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.distributedactors.dist.ControlMessages.FROM;
import static org.distributedactors.dist.ControlMessages.TO;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentTest {

    private static final int MESSAGE_BYTES = 10_000;
    private static final int OPEN_FRAGMENTS = 8;

    /// The numbers, the header and the control message of a first fragment.
    private static final int HEAD_BYTES = 16 + 1 + 42;

    private static final ControlMessage SEND = new ControlMessage.SendSender(FROM, TO);

    private final FrameDecoder decoder =
            new FrameDecoder(
                    new FrameLimits(100_000, MESSAGE_BYTES, OPEN_FRAGMENTS, TermLimits.defaults()));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 50})
    void aMessageMayBeCutAtAnyByte(int firstPiece) {
        ByteBuf term = term("x".repeat(45));
        assertThat(decoder.decode(first(7, 3, term.readSlice(firstPiece)))).isNull();
        assertThat(decoder.decode(next(7, 2, term.readSlice(0)))).isNull();
        assertThat(Frames.payloadOf(decoder.decode(next(7, 1, term))))
                .isEqualTo(Binary.utf8("x".repeat(45)));
    }

    @Test
    void oneFragmentIsAWholeMessage() {
        DistributionMessage message = decoder.decode(first(7, 1, term("whole")));
        assertThat(message.control()).isEqualTo(SEND);
        assertThat(Frames.payloadOf(message)).isEqualTo(Binary.utf8("whole"));
    }

    @Test
    void sequencesAndOtherMessagesInterleave() {
        ByteBuf one = term("one");
        ByteBuf two = term("two");
        assertThat(decoder.decode(first(1, 2, one.readSlice(4)))).isNull();
        assertThat(decoder.decode(first(-2, 3, two.readSlice(4)))).isNull();
        assertThat(decoder.decode(Frames.withTerms("83 44 00", control(), Binary.utf8("small"))))
                .extracting(Frames::payloadOf)
                .isEqualTo(Binary.utf8("small"));
        assertThat(decoder.decode(next(-2, 2, two.readSlice(1)))).isNull();
        assertThat(Frames.payloadOf(decoder.decode(next(1, 1, one)))).isEqualTo(Binary.utf8("one"));
        assertThat(Frames.payloadOf(decoder.decode(next(-2, 1, two))))
                .isEqualTo(Binary.utf8("two"));
    }

    @Test
    void atomsAreThoseOfTheFirstFragmentAndItsHeaderCountsAtOnce() {
        String to = "68 03 61 02 52 00 58 52 00 00000064 00000000 00000065";
        decoder.decode(Frames.hex("83 45" + id(7) + id(2) + "01 08 07 03 \"old\"" + to));
        decoder.decode(Frames.hex("83 44 01 00 07" + to + "52 00"));
        decoder.decode(Frames.hex("83 44 01 08 07 03 \"new\"" + to + "52 00"));
        DistributionMessage message = decoder.decode(Frames.hex("83 46" + id(7) + id(1) + "52 00"));
        assertThat(Frames.payloadOf(message)).isEqualTo(Atom.of("old"));
    }

    @Test
    void aSequenceIdIsFreeAgainWhenItsMessageIsComplete() {
        for (int i = 0; i < 3 * OPEN_FRAGMENTS; i++) {
            ByteBuf term = term("again");
            decoder.decode(first(7, 2, term.readSlice(2)));
            assertThat(decoder.decode(next(7, 1, term))).isNotNull();
        }
    }

    @Test
    void aControlMessageWithoutAMessageMayComeInFragmentsToo() {
        ByteBuf link =
                Frames.withTerms(
                        "83 45" + id(7) + id(2) + "00", Tuple.of(IntegerTerm.of(1), FROM, TO));
        assertThat(decoder.decode(link)).isNull();
        assertThat(decoder.decode(next(7, 1, Unpooled.EMPTY_BUFFER)).payload()).isNull();
    }

    @Test
    void aGapIsRefused() {
        decoder.decode(first(7, 5, term("gap")));
        assertRefused(next(7, 3, Unpooled.EMPTY_BUFFER), "gap");
    }

    @Test
    void theSameFragmentTwiceIsRefused() {
        decoder.decode(first(7, 5, term("twice")));
        decoder.decode(next(7, 4, Unpooled.EMPTY_BUFFER));
        assertRefused(next(7, 4, Unpooled.EMPTY_BUFFER), "gap");
    }

    @Test
    void anUnknownSequenceIsRefused() {
        assertRefused(next(7, 1, Unpooled.EMPTY_BUFFER), "unknown sequence");
        decoder.decode(first(7, 1, term("complete")));
        assertRefused(next(7, 1, Unpooled.EMPTY_BUFFER), "unknown sequence");
    }

    @Test
    void aSecondStartIsRefused() {
        decoder.decode(first(7, 2, term("start")));
        assertRefused(first(7, 2, term("start")), "second start");
        assertRefused(first(7, 1, term("start")), "second start");
    }

    @Test
    void zeroIsNeitherASequenceNorANumber() {
        assertRefused(first(0, 2, term("zero")), "of 0");
        assertRefused(first(7, 0, term("zero")), "of 0");
    }

    @Test
    void tooManyOpenSequencesAreRefused() {
        for (int sequence = 1; sequence <= OPEN_FRAGMENTS; sequence++) {
            decoder.decode(first(sequence, 2, Unpooled.EMPTY_BUFFER));
        }
        assertRefused(first(100, 2, Unpooled.EMPTY_BUFFER), "more than 8 open sequences");
    }

    @Test
    void aMessageThatGrowsTooLargeIsRefused() {
        decoder.decode(first(7, 3, bytes(MESSAGE_BYTES - HEAD_BYTES)));
        assertRefused(next(7, 2, bytes(1)), "more than 10000 bytes");
    }

    @Test
    void allUnfinishedMessagesTogetherHaveALimit() {
        decoder.decode(first(1, 2, bytes(MESSAGE_BYTES / 2)));
        decoder.decode(first(2, 2, bytes(MESSAGE_BYTES / 2 - 3 * HEAD_BYTES)));
        decoder.decode(first(3, 2, bytes(0)));
        assertRefused(first(4, 2, bytes(1)), "more than 10000 bytes");
    }

    @Test
    void aLargeControlMessageInFrontCountsToo() {
        Tuple exit = Tuple.of(IntegerTerm.of(3), FROM, TO, Binary.wrap(new byte[MESSAGE_BYTES]));
        ByteBuf start = Frames.withTerms("83 45" + id(7) + id(2) + "00", exit);
        assertRefused(start, "more than 10000 bytes");
    }

    @Test
    void bytesOfCompleteMessagesDoNotCount() {
        for (int i = 0; i < 10; i++) {
            ByteBuf term = term("x".repeat(MESSAGE_BYTES / 2));
            decoder.decode(first(7, 2, term.readSlice(MESSAGE_BYTES / 4)));
            assertThat(decoder.decode(next(7, 1, term))).isNotNull();
        }
    }

    @Test
    void anAnnouncedNumberOfFragmentsAllocatesNothing() {
        for (long announced :
                new long[] {Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            FragmentAssembler fragments = new FragmentAssembler(FrameLimits.defaults());
            fragments.start(7, new PartialMessage(SEND, new Atom[0], announced, 0, bytes(1000), 0));
            assertThat(fragments.next(7, announced - 1, bytes(1000))).isNull();
        }
    }

    @Test
    void aFragmentCutWithinItsNumbersIsRefused() {
        ByteBuf frame = next(7, 1, Unpooled.EMPTY_BUFFER);
        for (int length = 1; length < frame.readableBytes(); length++) {
            assertRefused(frame.slice(0, length), "too early");
        }
    }

    private static Tuple control() {
        return Tuple.of(IntegerTerm.of(22), FROM, TO);
    }

    private static ByteBuf term(String text) {
        ByteBuf term = Unpooled.buffer();
        new TermWriter(term).writeTerm(Binary.utf8(text));
        return term;
    }

    private static ByteBuf bytes(int count) {
        return Unpooled.wrappedBuffer(new byte[count]);
    }

    private static ByteBuf first(long sequence, long fragment, ByteBuf piece) {
        return Frames.withTerms("83 45" + id(sequence) + id(fragment) + "00", control())
                .writeBytes(piece);
    }

    private static ByteBuf next(long sequence, long fragment, ByteBuf piece) {
        return Frames.hex("83 46" + id(sequence) + id(fragment)).writeBytes(piece);
    }

    private static String id(long id) {
        return "%016x".formatted(id);
    }

    private void assertRefused(ByteBuf frame, String reason) {
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> decoder.decode(frame))
                .withMessageContaining(reason);
    }
}
