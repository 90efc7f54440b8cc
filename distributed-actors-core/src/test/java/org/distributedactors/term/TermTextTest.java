package org.distributedactors.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Terms print as in Erlang, and never at length: they come to stand in logs.
class TermTextTest {

    @Test
    void termsPrintInErlangsSyntax() {
        Term one = IntegerTerm.of(1);
        Term a = Atom.of("a");

        assertThat(Tuple.of(a, one, Tuple.EMPTY)).hasToString("{a,1,{}}");
        assertThat(ListTerm.of(a, one)).hasToString("[a,1]");
        assertThat(ListTerm.withTail(new Term[] {one, a}, a)).hasToString("[1,a|a]");
        assertThat(ListTerm.string("hi")).hasToString("\"hi\"");
        assertThat(MapTerm.of(a, one, one, a)).hasToString("#{a => 1,1 => a}");
        assertThat(
                        new NativeRecord(
                                true,
                                Atom.of("m"),
                                Atom.of("r"),
                                List.of(Atom.of("x")),
                                List.of(one)))
                .hasToString("#m:r{x=1}");
        assertThat(ListTerm.EMPTY).hasToString("[]");
        assertThat(MapTerm.EMPTY).hasToString("#{}");
    }

    static List<Term> endless() {
        Term[] many = new Term[100_000];
        Arrays.fill(many, Atom.OK);
        Term letter = IntegerTerm.of('a');
        return List.of(
                Tuple.wrap(many),
                ListTerm.wrap(many),
                ListTerm.of(Collections.nCopies(100_000, letter)),
                Binary.utf8("a".repeat(100_000)),
                Binary.wrap(new byte[100_000]),
                new Bitstring(Binary.wrap(new byte[100_000]), 3),
                Tuple.of(Binary.utf8("a".repeat(5000)), Binary.utf8("b".repeat(5000))),
                IntegerTerm.of(BigInteger.ONE.shiftLeft(500_000)));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void noTextIsLongerThanTwoKibibytesAndALittle(Term term) {
        assertThat(term.toString()).contains("...").hasSizeLessThan(2100);
    }

    @Test
    void anAtomCannotForgeALineOfTheLog() {
        assertThat(Atom.of("a\nINFO forged")).hasToString("'a\\nINFO forged'");
        assertThat(Atom.of("\u001b[31m")).hasToString("'\\x{1b}[31m'");
        assertThat(Atom.of("it's")).hasToString("'it\\'s'");
    }
}
