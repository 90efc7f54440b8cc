package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.etf.Malformed.isMalformed;

import java.util.stream.Stream;
import org.distributedactors.etf.Vectors.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What may be written in several ways is one value, and what means nothing is refused.
class UnusualFormsTest {

    static Stream<Vector> unusual() {
        return Vectors.unusual().stream();
    }

    @ParameterizedTest
    @MethodSource("unusual")
    void isWrittenBackInTheUsualForm(Vector vector) {
        String written = Hex.encode(Hex.decode(vector.hex(), Vectors.ATOMS));

        assertThat(written)
                .isEqualTo(Hex.encode(vector.term()))
                .isNotEqualTo(Hex.normal(vector.hex()));
    }

    @Test
    void aFloatIsAFiniteNumber() {
        isMalformed("46 7ff8000000000000").withMessageContaining("NaN");
        isMalformed("46 7ff0000000000000").withMessageContaining("Infinity");
        isMalformed("46 fff0000000000000");
    }

    @Test
    void aFloatInTextIsADecimalNumber() {
        for (String text :
                new String[] {"NaN", "Infinity", "0x1.0p3", "1.0d", " 1.0", "1", "", "1.0e999"}) {
            String padding = "00".repeat(31 - text.length());
            isMalformed("63" + Hex.normal("\"" + text + "\"") + padding)
                    .withMessageContaining("float");
        }
    }

    @Test
    void aBitstringHasOneToEightBitsInItsLastByte() {
        isMalformed("4d 00000001 00 00");
        isMalformed("4d 00000001 09 00");
        isMalformed("4d 00000000 01");
    }

    @Test
    void aReferenceHasOneToFiveWords() {
        isMalformed("5a 0000 7700 00000000");
        isMalformed("5a 0006 7700 00000000" + "00000001".repeat(6))
                .withMessageContaining("6 words");
        isMalformed("72 ffff 7700 00");
    }

    @Test
    void aNodeIsAnAtom() {
        isMalformed("58 6101 00000009 00000001 00000066").withMessageContaining("atom");
        isMalformed("5a 0001 6a 00000000 00000001");
        isMalformed("78 6d00000000 0000000000000000 00000001");
    }

    @Test
    void aFunTakesAtMost255ArgumentsAndAsManyVariables() {
        isMalformed("71 7700 7700 6200000100");
        isMalformed("71 7700 7700 62ffffffff");
        isMalformed("71 7700 7700 6a");
        isMalformed(
                "70 00000000 00" + "00".repeat(16) + "00000000 00000100 7700" + "6a".repeat(400));
    }

    @Test
    void theFormsThatNeverStandInsideAreRefused() {
        isMalformed("83 6a");
        isMalformed("50 00000001 789c4b000000620062").withMessageContaining("tag 80");
        isMalformed("75 00000000");
        isMalformed("79 00000000");
        isMalformed("68 01 79").withMessageContaining("tag 121 at byte 2");
    }
}
