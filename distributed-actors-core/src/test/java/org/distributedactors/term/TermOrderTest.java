package org.distributedactors.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.distributedactors.etf.ExternalTermFormat;
import org.distributedactors.etf.TermLimits;
import org.junit.jupiter.api.Test;

/// The order of terms is Erlang's. The terms of `order.txt` were put in order by an Erlang node.
class TermOrderTest {

    private static final List<Term> ORDERED = read();

    private static List<Term> read() {
        try (InputStream in = TermOrderTest.class.getResourceAsStream("/etf/order.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(HexFormat.of()::parseHex)
                    .map(bytes -> ExternalTermFormat.decode(bytes, TermLimits.defaults()))
                    .toList();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void eachPairIsOrderedAsByAnErlangNode() {
        assertThat(ORDERED).hasSizeGreaterThan(140);
        for (int i = 0; i < ORDERED.size(); i++) {
            for (int j = 0; j < ORDERED.size(); j++) {
                assertThat(Integer.signum(TermOrder.compare(ORDERED.get(i), ORDERED.get(j))))
                        .as("%s and %s", ORDERED.get(i), ORDERED.get(j))
                        .isEqualTo(Integer.signum(Integer.compare(i, j)));
            }
        }
    }

    @Test
    void aShuffledListIsSortedAsByAnErlangNode() {
        List<Term> shuffled = new ArrayList<>(ORDERED);
        Collections.shuffle(shuffled, new Random(1));

        shuffled.sort(TermOrder.COMPARATOR);

        assertThat(shuffled).isEqualTo(ORDERED);
    }

    @Test
    void theOrderAgreesWithEquals() {
        Term one = IntegerTerm.of(1);
        Term oneAsFloat = new FloatTerm(1);

        assertThat(TermOrder.compare(one, oneAsFloat)).isNegative();
        assertThat(TermOrder.compare(new FloatTerm(-0.0), new FloatTerm(0.0))).isNegative();
        assertThat(TermOrder.compare(Tuple.of(one), Tuple.of(oneAsFloat))).isNegative();
        for (Term term : ORDERED) {
            assertThat(TermOrder.compare(term, term)).isZero();
        }
    }

    @Test
    void whatIsEqualByValueIsToldApartOnlyIfNothingElseDiffers() {
        Term first = Tuple.of(new FloatTerm(1), Atom.of("a"));
        Term second = Tuple.of(IntegerTerm.of(1), Atom.of("b"));

        assertThat(TermOrder.compare(first, second)).isNegative();
    }

    @Test
    void integersAndFloatsAreComparedWithoutRounding() {
        BigInteger justAbove = BigInteger.ONE.shiftLeft(53).add(BigInteger.ONE);

        assertThat(TermOrder.compare(IntegerTerm.of(justAbove), new FloatTerm(0x1p53)))
                .isPositive();
        assertThat(
                        TermOrder.compare(
                                IntegerTerm.of(BigInteger.ONE.shiftLeft(100_000)),
                                new FloatTerm(Double.MAX_VALUE)))
                .isPositive();
    }
}
