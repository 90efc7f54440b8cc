package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.junit.jupiter.api.Test;

/// Reading piece by piece.
class TermReaderTest {

    @Test
    void readsOneValueAfterTheOther() {
        TermReader reader =
                Hex.reader(
                        "68 06 7704\"true\" 61ff 46 3ff8000000000000 6d00000003\"abc\" 6d00000001"
                                + " ff6e 09 00 000000000000000001");

        assertThat(reader.readTupleHeader()).isEqualTo(6);
        assertThat(reader.readBoolean()).isTrue();
        assertThat(reader.readInt()).isEqualTo(255);
        assertThat(reader.readDouble()).isEqualTo(1.5);
        assertThat(reader.readUtf8()).isEqualTo("abc");
        assertThat(reader.readBinary()).containsExactly(-1);
        assertThat(reader.readBigInteger()).isEqualTo(BigInteger.ONE.shiftLeft(64));
        assertThat(reader.hasMore()).isFalse();
    }

    @Test
    void readsALongOfAnyLengthThatFits() {
        assertThat(Hex.reader("6e 05 00 9a78563412").readLong()).isEqualTo(0x123456789AL);
        assertThat(Hex.reader("6e 05 01 9a78563412").readLong()).isEqualTo(-0x123456789AL);
        assertThat(Hex.reader("6e 08 00 ffffffffffffff7f").readLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(Hex.reader("6e 08 01 0000000000000080").readLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(Hex.reader("6e 0a 00 05000000000000000000").readLong()).isEqualTo(5);
        for (String tooLarge :
                List.of(
                        "6e 08 00 0000000000000080",
                        "6e 08 01 0100000000000080",
                        "6e 09 00 000000000000000001",
                        "6e 09 01 000000000000000001")) {
            TermReader reader = Hex.reader(tooLarge);
            assertThatExceptionOfType(MalformedTermException.class).isThrownBy(reader::readLong);
        }
    }

    @Test
    void readsTextOfWhateverBufferAndRefusesWhatIsNone() {
        for (boolean direct : new boolean[] {false, true}) {
            for (String text : List.of("", "abc", "\u00e4\u20ac\ud83d\ude00", "a\ufffd")) {
                ByteBuf buffer = direct ? Unpooled.directBuffer() : Unpooled.buffer();
                new TermWriter(buffer).writeTerm(Binary.utf8(text));
                assertThat(new TermReader(buffer, new Atom[0], TermLimits.defaults()).readUtf8())
                        .isEqualTo(text);
                buffer.release();
            }
        }
        TermReader reader = Hex.reader("6d00000003 61ff62");
        assertThatExceptionOfType(MalformedTermException.class).isThrownBy(reader::readUtf8);
    }

    @Test
    void readsThePairsOfAMap() {
        TermReader reader = Hex.reader("74 00000001 7702\"ok\" 6107");

        assertThat(reader.readMapHeader()).isEqualTo(1);
        assertThat(reader.readAtom()).isEqualTo(Atom.OK);
        assertThat(reader.readLong()).isEqualTo(7);
    }

    @Test
    void oneLoopReadsAListHoweverItIsWritten() {
        assertThat(longs("6a")).isEmpty();
        assertThat(longs("6b 0000")).isEmpty();
        assertThat(longs("6b 0003 0102ff")).containsExactly(1L, 2L, 255L);
        assertThat(longs("6c 00000003 6101 6102 61ff 6a")).containsExactly(1L, 2L, 255L);
        assertThat(longs("6c 00000001 6101 6b 0002 02ff")).containsExactly(1L, 2L, 255L);
        assertThat(longs("6c 00000001 6101 6c 00000001 6102 6c 00000001 61ff 6a"))
                .containsExactly(1L, 2L, 255L);
        assertThat(longs("6c 00000000 6b 0001 09")).containsExactly(9L);
        assertThat(longs("6c 00000001 6101 6c 00000000 6a")).containsExactly(1L);
    }

    private static List<Long> longs(String hex) {
        TermReader reader = Hex.reader(hex);
        List<Long> values = new ArrayList<>();
        for (int more = reader.readListHeader(); more > 0; more = reader.readListTail()) {
            for (int i = 0; i < more; i++) {
                values.add(reader.readLong());
            }
        }
        assertThat(reader.hasMore()).isFalse();
        return values;
    }

    @Test
    void listsInsideListsAreReadByTheSameLoop() {
        TermReader reader = Hex.reader("6c 00000003 6b0002 0102 6a 6c00000001 620000ffff 6a 6a");
        List<List<Long>> outer = new ArrayList<>();

        for (int more = reader.readListHeader(); more > 0; more = reader.readListTail()) {
            for (int i = 0; i < more; i++) {
                List<Long> inner = new ArrayList<>();
                for (int m = reader.readListHeader(); m > 0; m = reader.readListTail()) {
                    for (int j = 0; j < m; j++) {
                        inner.add(reader.readLong());
                    }
                }
                outer.add(inner);
            }
        }

        assertThat(outer).containsExactly(List.of(1L, 2L), List.of(), List.of(65_535L));
        assertThat(reader.hasMore()).isFalse();
    }

    @Test
    void theElementsOfAStringAreTermsLikeOthers() {
        TermReader reader = Hex.reader("6b 0004 01020304 6105");

        assertThat(reader.readListHeader()).isEqualTo(4);
        assertThat(reader.peek()).isEqualTo(TermKind.INTEGER);
        assertThat(reader.readTerm()).isEqualTo(IntegerTerm.of(1));
        reader.skip();
        TermReader.Mark third = reader.mark();
        assertThat(reader.readBigInteger()).isEqualTo(BigInteger.valueOf(3));
        assertThat(reader.readInt()).isEqualTo(4);
        reader.reset(third);
        refused(reader, TermReader::readAtom);
        reader.reset(third);
        assertThat(reader.readInt()).isEqualTo(3);
        assertThat(reader.readInt()).isEqualTo(4);
        assertThat(reader.readListTail()).isZero();
        assertThat(reader.readInt()).isEqualTo(5);
    }

    @Test
    void readingPastTheElementsOfAStringIsTheCallersMistake() {
        TermReader reader = Hex.reader("6b 0001 01 6102");
        reader.readListHeader();

        assertThatIllegalStateException().isThrownBy(reader::readListTail);
        reader.readLong();
        assertThatIllegalStateException().isThrownBy(reader::readLong);
        assertThatIllegalStateException().isThrownBy(reader::peek);
    }

    @Test
    void aMarkIsAPlaceToComeBackTo() {
        TermReader reader = Hex.reader("68 02 7701\"a\" 6a");
        TermReader.Mark start = reader.mark();

        for (int i = 0; i < 3; i++) {
            reader.reset(start);
            assertThat(reader.readTupleHeader()).isEqualTo(2);
            assertThat(reader.readAtom()).isEqualTo(Atom.of("a"));
        }

        assertThat(reader.readListHeader()).isZero();
    }

    @Test
    void anotherKindThanAskedForIsRefused() {
        String tuple = "68 01 6a";
        List<Consumer<TermReader>> others =
                List.of(
                        TermReader::readAtom,
                        TermReader::readLong,
                        TermReader::readInt,
                        TermReader::readBigInteger,
                        TermReader::readDouble,
                        TermReader::readBoolean,
                        TermReader::readPid,
                        TermReader::readPort,
                        TermReader::readReference,
                        TermReader::readBinary,
                        TermReader::readUtf8,
                        TermReader::readMapHeader,
                        TermReader::readListHeader);

        for (Consumer<TermReader> other : others) {
            refused(Hex.reader(tuple), other).withMessageStartingWith("tag 104 at byte 0: ");
        }
        refused(Hex.reader("6a"), TermReader::readTupleHeader);
        refused(Hex.reader("4d 00000001 03 a0"), TermReader::readBinary);
        refused(Hex.reader("6101"), TermReader::readDouble);
        refused(Hex.reader("7702\"ok\""), TermReader::readBoolean);
    }

    @Test
    void anIntegerThatDoesNotFitIsRefused() {
        assertThat(Hex.reader("6e 08 01 0000000000000080").readLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(Hex.reader("6e 0a 00 05000000000000000000").readLong()).isEqualTo(5);
        refused(Hex.reader("6e 08 00 0000000000000080"), TermReader::readLong);
        refused(Hex.reader("6e 08 01 0100000000000080"), TermReader::readLong);
        refused(Hex.reader("6e 09 00 000000000000000001"), TermReader::readLong);
        refused(Hex.reader("6e 04 00 00000080"), TermReader::readInt);
    }

    @Test
    void aTextIsUtf8() {
        assertThat(Hex.reader("6d 00000003 efbfbd").readUtf8()).isEqualTo("\ufffd");
        assertThat(Hex.reader("6d 00000004 f09f9880").readUtf8()).isEqualTo("\ud83d\ude00");
        refused(Hex.reader("6d 00000001 ff"), TermReader::readUtf8).withMessageContaining("UTF-8");
        refused(Hex.reader("6d 00000003 eda080"), TermReader::readUtf8);
    }

    @Test
    void theBufferIsReadFromWhereItStandsAndNoFurtherThanTheTerm() {
        ByteBuf buffer = Unpooled.wrappedBuffer(Hex.bytes("ffff 6b 0002 0102 ff"));
        buffer.skipBytes(2);
        TermReader reader = new TermReader(buffer, new Atom[0], TermLimits.defaults());

        assertThat(reader.readTerm()).isEqualTo(ListTerm.of(IntegerTerm.of(1), IntegerTerm.of(2)));

        assertThat(buffer.readableBytes()).isEqualTo(reader.remaining()).isEqualTo(1);
        refused(reader, TermReader::peek);
        refused(reader, TermReader::readTerm).withMessageContaining("tag 255 at byte 5");
    }

    private static ThrowableAssertAlternative<MalformedTermException> refused(
            TermReader reader, Consumer<TermReader> read) {
        return assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> read.accept(reader));
    }
}
