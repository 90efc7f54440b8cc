package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.Deflater;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.ExternalFun;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes that a hostile peer would send in place of a term: each is refused in the one way or is the term it says, whole,
/// cut at every byte and with every bit flipped. Nothing else may come of it, and nothing is made of what they name.
class BadTermTest {

    private static final Predicate<Term> REFUSED = null;

    /// @param attack what is tried
    /// @param term what follows 131
    /// @param outcome what the term is, or null when it is refused
    record Row(String attack, byte[] term, Predicate<Term> outcome) {

        @Override
        public String toString() {
            return attack;
        }
    }

    private static Row refused(String attack, String hex) {
        return new Row(attack, Hex.bytes(hex), REFUSED);
    }

    private static Row is(String attack, String hex, Object value) {
        return new Row(attack, Hex.bytes(hex), value::equals);
    }

    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        lengths(rows);
        numbers(rows);
        atoms(rows);
        maps(rows);
        lists(rows);
        identifiers(rows);
        rows.add(is("a stream of Java objects", "6d 00000004 aced0005", bytes(0xac, 0xed, 0, 5)));
        rows.add(is("a class file", "6d 00000004 cafebabe", bytes(0xca, 0xfe, 0xba, 0xbe)));
        rows.add(new Row("compressed, small", compressed(new byte[] {97, 1}, 2), t -> true));
        rows.add(new Row("compressed, lying size", compressed(new byte[] {97, 1}, 3), REFUSED));
        byte[] inner = compressed(new byte[] {97, 1}, 2);
        rows.add(new Row("compressed in compressed", compressed(inner, inner.length), REFUSED));
        return rows;
    }

    private static Binary bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Binary.wrap(bytes);
    }

    private static void lengths(List<Row> rows) {
        rows.add(refused("nothing", ""));
        rows.add(refused("a list of 4 Gi elements", "6c ffffffff"));
        rows.add(refused("a tuple of 4 Gi elements", "69 ffffffff"));
        rows.add(refused("a map of 4 Gi pairs", "74 ffffffff"));
        rows.add(refused("a binary of 2 Gi bytes", "6d 7fffffff"));
        rows.add(refused("a binary with the sign bit", "6d 80000000"));
        rows.add(refused("a bitstring of no bits", "4d 00000001 00 ff"));
        rows.add(refused("a bitstring of nine bits", "4d 00000001 09 ff"));
        rows.add(refused("a bitstring of 255 bits", "4d 00000001 ff ff"));
        rows.add(refused("bits without bytes", "4d 00000000 05"));
        rows.add(refused("a string cut short", "6b ffff 61"));
        rows.add(is("a string of nothing", "6b 0000", ListTerm.EMPTY));
    }

    private static void numbers(List<Row> rows) {
        rows.add(refused("an integer of 4 GiB", "6f ffffffff 00"));
        rows.add(
                refused("an integer of 64 KiB and a byte", "6f 00010001 00" + "01".repeat(65_537)));
        rows.add(is("an integer of no digits", "6e 00 00", IntegerTerm.of(0)));
        rows.add(is("a sign of two", "6e 01 02 05", IntegerTerm.of(-5)));
        rows.add(is("leading zero digits", "6e 04 00 05000000", IntegerTerm.of(5)));
        rows.add(refused("NaN", "46 7ff8000000000000"));
        rows.add(refused("infinity", "46 7ff0000000000000"));
        rows.add(refused("negative infinity", "46 fff0000000000000"));
        for (String text : List.of("1e9999", "", "1,5", "\0001.5", "nan", "0x1p3", "1.5d", "+.e")) {
            byte[] field = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 31);
            byte[] term = new byte[32];
            term[0] = 99;
            System.arraycopy(field, 0, term, 1, 31);
            rows.add(new Row("a float of the text '" + text.trim() + "'", term, REFUSED));
        }
    }

    private static void atoms(List<Row> rows) {
        rows.add(refused("256 characters", "76 0100" + "61".repeat(256)));
        rows.add(refused("broken UTF-8", "77 02 c328"));
        rows.add(refused("overlong UTF-8", "77 02 c080"));
        rows.add(refused("a surrogate", "77 03 eda080"));
        rows.add(refused("256 characters of Latin-1", "64 0100" + "e4".repeat(256)));
        rows.add(
                is(
                        "255 characters of Latin-1",
                        "73 ff" + "e4".repeat(255),
                        Atom.of("ä".repeat(255))));
        rows.add(refused("a reference to the atom cache", "52 00"));
        rows.add(refused("a local term", "79 0102030405060708"));
    }

    private static void maps(List<Row> rows) {
        rows.add(refused("the same key twice", "74 00000002 6101 6a 6101 6a"));
        rows.add(
                new Row(
                        "keys that differ by their kind alone",
                        Hex.bytes("74 00000002 6101 6a 46 3ff0000000000000 6a"),
                        term -> ((MapTerm) term).size() == 2));
    }

    private static void lists(List<Row> rows) {
        rows.add(
                is(
                        "an improper list",
                        "6c 00000001 6101 6102",
                        ListTerm.withTail(new Term[] {IntegerTerm.of(1)}, IntegerTerm.of(2))));
        rows.add(refused("a list without its tail", "6c 00000001 6101"));
    }

    private static void identifiers(List<Row> rows) {
        rows.add(refused("a pid of a node that is no atom", "58 6101 00000001 00000000 00000001"));
        rows.add(refused("an old pid of a node that is no atom", "67 6a 00000001 00000000 01"));
        rows.add(refused("a reference of no words", "5a 0000 770161 00000001"));
        rows.add(
                refused(
                        "a reference of six words",
                        "5a 0006 770161 00000001" + "00000001".repeat(6)));
        rows.add(refused("a reference of 65535 words", "5a ffff 770161 00000001"));
        rows.add(refused("a port cut short", "78 770161 0000000000000001"));
        rows.add(
                refused(
                        "a fun of 4 Gi free variables",
                        "70 00000000 00" + "00".repeat(16) + "00000000 ffffffff 770161"));
        rows.add(
                is(
                        "a fun of the name of a class of Java",
                        "71 77 10 6a6176612e6c616e672e53797374656d 7704 65786974 6101",
                        new ExternalFun(Atom.of("java.lang.System"), Atom.of("exit"), 1)));
    }

    private static byte[] compressed(byte[] term, int size) throws IOException {
        Deflater deflater = new Deflater();
        deflater.setInput(term);
        deflater.finish();
        byte[] deflated = new byte[100];
        int length = deflater.deflate(deflated);
        deflater.end();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(80);
        out.write(new byte[] {0, 0, 0, (byte) size});
        out.write(deflated, 0, length);
        return out.toByteArray();
    }

    private static byte[] standAlone(byte[] term) {
        byte[] bytes = new byte[term.length + 1];
        bytes[0] = (byte) 131;
        System.arraycopy(term, 0, bytes, 1, term.length);
        return bytes;
    }

    /// The term, or null when it is refused as it should be.
    private static Term decoded(byte[] bytes) {
        try {
            return ExternalTermFormat.decode(bytes, TermLimits.defaults());
        } catch (MalformedTermException refused) {
            assertThat(refused.getMessage()).hasSizeLessThan(200);
            return null;
        } catch (RuntimeException | Error other) {
            return fail(
                    "another exception for the bytes " + HexFormat.of().formatHex(bytes), other);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isRefusedOrIsTheTermItSays(Row row) {
        Term term = decoded(standAlone(row.term()));

        if (row.outcome() == REFUSED) {
            assertThat(term).isNull();
        } else {
            assertThat(term).isNotNull().matches(row.outcome());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isRefusedCutAtEveryByte(Row row) {
        byte[] bytes = standAlone(row.term());
        for (int length = 0; length < Math.min(bytes.length, 1000); length++) {
            assertThat(decoded(Arrays.copyOf(bytes, length))).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void harmsNothingWithABitFlipped(Row row) {
        flipEveryBit(standAlone(row.term()));
    }

    @Test
    void everyPrefixOfEveryGoldenTermIsRefused() throws IOException {
        for (GoldenFilesTest.Golden golden : GoldenFilesTest.all().toList()) {
            for (byte[] bytes : List.of(golden.usual(), golden.old(), golden.compressed())) {
                for (int length = 0; length < bytes.length; length++) {
                    assertThat(decoded(Arrays.copyOf(bytes, length))).isNull();
                }
            }
        }
    }

    @Test
    void everyBitOfEveryGoldenTermMayFlip() throws IOException {
        for (GoldenFilesTest.Golden golden : GoldenFilesTest.all().toList()) {
            for (byte[] bytes : List.of(golden.usual(), golden.old(), golden.compressed())) {
                flipEveryBit(bytes);
            }
        }
    }

    /// A term that comes of it must be one that can be written, compared and printed.
    private static void flipEveryBit(byte[] bytes) {
        for (int bit = 0; bit < 8 * Math.min(bytes.length, 1000); bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Term term = decoded(bytes);
            if (term != null) {
                assertThat(decoded(ExternalTermFormat.encode(term))).isEqualTo(term);
                assertThat(term.toString()).hasSizeLessThan(2100);
            }
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void aTagThatNoTermHasIsRefusedWhateverFollows() {
        for (int tag = 0; tag < 256; tag++) {
            byte[] bytes = new byte[64];
            bytes[0] = (byte) 131;
            bytes[1] = (byte) tag;
            if (TermKind.ofTag(tag) == null && tag != 80) {
                assertThat(decoded(bytes)).as("tag %s", tag).isNull();
            }
        }
    }

    @Test
    void aVersionThatIsNot131IsRefused() {
        for (int version : new int[] {0, 130, 132, 255}) {
            assertThat(decoded(new byte[] {(byte) version, 97, 1})).isNull();
        }
    }

    @Test
    void aMillionListsInEachOtherAreReadWhereTheLimitIsHigher() {
        int levels = 1_000_000;
        byte[] bytes = Hex.bytes("6c00000001".repeat(levels) + "6a".repeat(levels + 1));
        TermLimits deep = new TermLimits(2_000_000, 16 << 20, 1 << 20, 1 << 20, 1 << 10);

        Term term = new EncodedTerm(bytes, new Atom[0]).decode(deep);

        assertThat(EncodedTerm.of(term).size()).isEqualTo(bytes.length);
    }

    @Test
    void aTailOfATailOfATailIsOneList() {
        byte[] bytes = Hex.bytes("6c00000001 6101".repeat(100_000) + "6102");

        ListTerm list =
                (ListTerm) new EncodedTerm(bytes, new Atom[0]).decode(TermLimits.defaults());

        assertThat(list.size()).isEqualTo(100_000);
        assertThat(list.isProper()).isFalse();
    }
}
