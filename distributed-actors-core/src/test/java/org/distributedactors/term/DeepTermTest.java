package org.distributedactors.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Terms inside each other cost heap, and never the thread's stack.
class DeepTermTest {

    /// Each level of a recursion would take at least 50 bytes of a stack that has a megabyte.
    private static final int LEVELS = 50_000;

    private static final int MILLION = 1_000_000;

    enum Nesting {
        TUPLES(term -> Tuple.of(Atom.OK, term)),
        LISTS(term -> ListTerm.of(term)),
        VALUES_OF_MAPS(term -> MapTerm.of(Atom.OK, term)),
        KEYS_OF_MAPS(term -> MapTerm.wrap(new Term[] {term, Atom.OK, Atom.OK, Atom.OK})),
        KEYS_INSIDE_TUPLES(term -> MapTerm.of(Tuple.of(term), Atom.OK)),
        TAILS(term ->
                ListTerm.of(Tuple.of(ListTerm.withTail(new Term[] {Atom.OK}, Tuple.of(term)))));

        private final UnaryOperator<Term> outer;

        Nesting(UnaryOperator<Term> outer) {
            this.outer = outer;
        }

        Term deep(Term innermost, int levels) {
            Term term = innermost;
            for (int i = 0; i < levels; i++) {
                term = outer.apply(term);
            }
            return term;
        }
    }

    @ParameterizedTest
    @EnumSource
    void equalsHashCodeOrderAndTextWorkAtAnyDepth(Nesting nesting) {
        Term one = nesting.deep(Atom.of("a"), LEVELS);
        Term same = nesting.deep(Atom.of("a"), LEVELS);
        Term other = nesting.deep(Atom.of("b"), LEVELS);

        assertThat(one.equals(same)).isTrue();
        assertThat(one.equals(other)).isFalse();
        assertThat(one.hashCode()).isEqualTo(same.hashCode());
        assertThat(TermOrder.compare(one, same)).isZero();
        assertThat(TermOrder.compare(one, other)).isNegative();
        assertThat(one.toString().length()).isLessThan(2100);
    }

    @Test
    void aMillionLevelsAreNoDifferent() {
        Term one = Nesting.TUPLES.deep(Atom.of("a"), MILLION);
        Term same = Nesting.TUPLES.deep(Atom.of("a"), MILLION);

        assertThat(one.equals(same)).isTrue();
        assertThat(one.hashCode()).isEqualTo(same.hashCode());
        assertThat(TermOrder.compare(one, same)).isZero();
        assertThat(one.toString()).startsWith("{ok,{ok,").endsWith("...");
    }
}
