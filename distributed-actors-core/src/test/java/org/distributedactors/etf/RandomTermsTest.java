package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// 1. What was written is read as it was. 2. Skipping ends where reading ends. 3. Whatever bytes become of it when some
/// are changed, the only exception is {@link MalformedTermException}; and what is read then can be written and read
/// again.
///
/// It runs fixed seeds and one new one, which the name of the failed test tells.
class RandomTermsTest {

    private static final int TERMS = 150;
    private static final TermLimits LIMITS = new TermLimits(64, 100_000, 1 << 16, 1 << 16, 4096);
    private static final Atom[] ATOMS = {Atom.of("a@vm"), Atom.OK};

    static LongStream seeds() {
        return LongStream.of(1, 2, 3, new Random().nextLong());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void writtenTermsAreReadAsTheyWere(long seed) {
        TermGenerator generator = new TermGenerator(seed);
        for (int i = 0; i < TERMS; i++) {
            Term term = generator.term();
            EncodedTerm encoded = EncodedTerm.of(term);

            TermReader reader = encoded.reader(TermLimits.defaults());
            Term read = reader.readTerm();

            assertThat(read.equals(term)).isTrue();
            assertThat(read).hasSameHashCodeAs(term);
            assertThat(reader.hasMore()).isFalse();
            assertThat(Hex.encode(read)).isEqualTo(Hex.encode(term));
            TermReader skipping = encoded.reader(TermLimits.defaults());
            skipping.skip();
            assertThat(skipping.hasMore()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void changedBytesEndInATermOrInTheOneException(long seed) {
        TermGenerator generator = new TermGenerator(seed);
        Random random = new Random(seed);
        for (int i = 0; i < TERMS; i++) {
            byte[] bytes = Hex.bytes(Hex.encode(generator.term()));
            for (int changes = 0; changes < 20; changes++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                readOrRefuse(bytes);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyBytesEndInATermOrInTheOneException(long seed) {
        Random random = new Random(seed);
        int[] tags =
                Vectors.all().stream().mapToInt(vector -> Hex.bytes(vector.hex())[0]).toArray();
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            for (int place = 0; place < bytes.length; place++) {
                boolean tag = random.nextInt(3) == 0;
                bytes[place] = (byte) (tag ? tags[random.nextInt(tags.length)] : random.nextInt(4));
            }
            readOrRefuse(bytes);
        }
    }

    private static void readOrRefuse(byte[] bytes) {
        EncodedTerm encoded = new EncodedTerm(bytes, ATOMS);
        try {
            Term term = encoded.decode(LIMITS);
            assertThat(EncodedTerm.of(term).decode(TermLimits.defaults()).equals(term)).isTrue();
            encoded.reader(LIMITS).skip();
        } catch (MalformedTermException _) {
            skipOrRefuse(encoded);
        }
    }

    private static void skipOrRefuse(EncodedTerm encoded) {
        try {
            encoded.reader(LIMITS).skip();
        } catch (MalformedTermException _) {
            // Refused in the one way that is allowed.
        }
    }
}
