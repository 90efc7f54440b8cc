package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

/// Writing piece by piece gives the same bytes as writing a whole term.
class TermWriterTest {

    @Test
    void piecesMakeTheSameBytesAsTheWhole() {
        String pieces =
                written(writer -> {
                    writer.writeTupleHeader(4);
                    writer.writeListHeader(2);
                    writer.writeLong(1);
                    writer.writeLong(256);
                    writer.writeNil();
                    writer.writeMapHeader(1);
                    writer.writeAtom(Atom.OK);
                    writer.writeBoolean(true);
                    writer.writeUtf8("za\u017c\ud83d\ude00");
                    writer.writeBinary(new byte[] {1, 2});
                });

        assertThat(pieces)
                .isEqualTo(
                        Hex.encode(
                                Tuple.of(
                                        ListTerm.of(IntegerTerm.of(1), IntegerTerm.of(256)),
                                        MapTerm.of(Map.of(Atom.OK, Atom.TRUE)),
                                        Binary.utf8("za\u017c\ud83d\ude00"),
                                        Binary.of((byte) 1, (byte) 2))));
    }

    @Test
    void aListOfNoElementsIsOnlyTheNil() {
        assertThat(
                        written(writer -> {
                            writer.writeListHeader(0);
                            writer.writeNil();
                        }))
                .isEqualTo("6a");
    }

    @Test
    void anIntegerTakesItsShortestForm() {
        for (long base :
                List.of(0L, 255L, 256L, 1L << 31, 1L << 32, 1L << 40, 1L << 56, Long.MAX_VALUE)) {
            for (long value : new long[] {base, -base, base - 1, base + 1, ~base}) {
                String bytes = written(writer -> writer.writeLong(value));

                assertThat(Hex.reader(bytes).readLong()).isEqualTo(value);
                assertThat(written(writer -> writer.writeBigInteger(BigInteger.valueOf(value))))
                        .isEqualTo(bytes)
                        .isEqualTo(Hex.encode(IntegerTerm.of(value)));
            }
        }
    }

    @Test
    void aNumberThatErlangDoesNotHaveIsTheCallersMistake() {
        TermWriter writer = new TermWriter(Unpooled.buffer());

        assertThatIllegalArgumentException().isThrownBy(() -> writer.writeDouble(Double.NaN));
        assertThat(writer.buffer().isReadable()).isFalse();
    }

    @Test
    void halfASurrogatePairBecomesAQuestionMark() {
        assertThat(written(writer -> writer.writeUtf8("a\ud83d"))).isEqualTo("6d00000002613f");
    }

    @Test
    void appendsToWhatIsThere() {
        ByteBuf out = Unpooled.buffer(1).writeByte(7);

        new TermWriter(out).writeTerm(ListTerm.EMPTY);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("076a");
    }

    @Test
    void aBufferOfSeveralPiecesIsWrittenToAsWell() {
        CompositeByteBuf out = Unpooled.compositeBuffer();
        out.addComponent(true, Unpooled.buffer().writeByte(1));
        out.addComponent(true, Unpooled.buffer().writeByte(2));

        new TermWriter(out).writeTerm(Tuple.of(Binary.utf8("abc"), Atom.OK));

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("010268026d0000000361626377026f6b");
    }

    private static String written(Consumer<TermWriter> write) {
        TermWriter writer = new TermWriter(Unpooled.buffer(1));
        write.accept(writer);
        return ByteBufUtil.hexDump(writer.buffer());
    }
}
