package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.distributedactors.etf.Vectors.Vector;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every form of every value: read as the value it means, skipped as far as it reaches, and written in the usual form.
class TestVectorsTest {

    static List<Vector> usual() {
        return Vectors.usual();
    }

    static List<Vector> all() {
        return Vectors.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isReadAsTheTermItMeans(Vector vector) {
        TermReader reader = Hex.reader(vector.hex(), Vectors.ATOMS);

        assertThat(reader.peek()).isEqualTo(vector.kind());
        assertThat(reader.readTerm()).isEqualTo(vector.term());
        assertThat(reader.hasMore()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("all")
    void equalTermsHaveEqualHashes(Vector vector) {
        Term read = Hex.decode(vector.hex(), Vectors.ATOMS);

        assertThat(read).hasSameHashCodeAs(vector.term());
    }

    @ParameterizedTest
    @MethodSource("all")
    void isSkippedAsFarAsItReaches(Vector vector) {
        TermReader reader = Hex.reader(vector.hex() + "6161", Vectors.ATOMS);

        reader.skip();

        assertThat(reader.readLong()).isEqualTo(0x61);
        assertThat(reader.hasMore()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("usual")
    void isWrittenInTheUsualForm(Vector vector) {
        assertThat(Hex.encode(vector.term())).isEqualTo(Hex.normal(vector.hex()));
    }

    @ParameterizedTest
    @MethodSource("usual")
    void isWrittenAlikeToABufferOutsideTheHeap(Vector vector) {
        ByteBuf out = Unpooled.directBuffer();
        try {
            new TermWriter(out).writeTerm(vector.term());

            assertThat(ByteBufUtil.hexDump(out)).isEqualTo(Hex.normal(vector.hex()));
            assertThat(new TermReader(out, Vectors.ATOMS, TermLimits.defaults()).readTerm())
                    .isEqualTo(vector.term());
        } finally {
            out.release();
        }
    }

    @ParameterizedTest
    @MethodSource("usual")
    void standsAloneBehind131(Vector vector) {
        byte[] bytes = Hex.bytes("83" + vector.hex());

        assertThat(ExternalTermFormat.encode(vector.term())).isEqualTo(bytes);
        assertThat(ExternalTermFormat.decode(bytes, TermLimits.defaults()))
                .isEqualTo(vector.term());
    }

    @Test
    void aRegSendOfARealNodeReadsItsAtomsFromTheHeader() {
        Atom node = Atom.of("b@vm");
        Atom[] atoms = {node, Atom.EMPTY, Atom.of("rex"), Atom.of("features_request")};
        Pid pid = new Pid(node, 0x36, 0, 0x65);
        TermReader reader =
                Hex.reader(
                        "68 04 61 06 58 52 00 00000036 00000000 00000065 52 01 52 02"
                                + "68 02 58 52 00 00000036 00000000 00000065 52 03",
                        atoms);

        assertThat(reader.readTerm())
                .isEqualTo(Tuple.of(IntegerTerm.of(6), pid, Atom.EMPTY, Atom.of("rex")));
        assertThat(reader.readTerm()).isEqualTo(Tuple.of(pid, Atom.of("features_request")));
        assertThat(reader.hasMore()).isFalse();
    }

    @Test
    void aSpawnReplyOfARealNodeIsRead() {
        Atom[] atoms = {Atom.of("a@vm"), Atom.of("b@vm")};

        Term reply =
                Hex.decode(
                        "68 05 61 1f 5a 0003 52 00 00000066 00032c9e 5bd40001 fa4318f5"
                                + "58 52 00 00000009 00000000 00000066 61 02 58 52 01 0000005a 00000000 00000065",
                        atoms);

        assertThat(reply)
                .isEqualTo(
                        Tuple.of(
                                IntegerTerm.of(31),
                                Reference.of(atoms[0], 0x66, 0x32c9e, 0x5bd40001, 0xfa4318f5),
                                new Pid(atoms[0], 9, 0, 0x66),
                                IntegerTerm.of(2),
                                new Pid(atoms[1], 0x5a, 0, 0x65)));
    }

    @Test
    void aListOfBytesIsWrittenAsAStringUpTo65535Elements() {
        assertThat(Hex.encode(ListTerm.string("x".repeat(65_535)))).startsWith("6bffff7878");
        assertThat(Hex.encode(ListTerm.string("x".repeat(65_536))))
                .startsWith("6c0001000061786178")
                .endsWith("6a");
    }
}
