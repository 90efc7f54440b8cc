package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.List;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.MalformedTermException;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.etf.TermReader;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

/// Readers that are used again: nothing of the term before is left in them.
class MessageReadersTest {

    private static final Atom[] ATOMS = {Atom.of("cached")};

    private final MessageReaders readers = new MessageReaders(TermLimits.defaults());

    private Term read(EncodedTerm term) {
        TermReader reader = readers.take(term);
        Term whole = reader.readTerm();
        assertThat(reader.hasMore()).isFalse();
        readers.give(reader);
        return whole;
    }

    @Test
    void oneReaderReadsOneTermAfterTheOther() {
        TermReader first = readers.take(EncodedTerm.of(Atom.OK));
        readers.give(first);
        assertThat(readers.take(EncodedTerm.of(Atom.OK))).isSameAs(first);
        readers.give(first);
        List<Term> terms =
                List.of(
                        Tuple.of(Atom.OK, IntegerTerm.of(5)),
                        Binary.utf8("a text that is longer"),
                        IntegerTerm.of(BigInteger.ONE.shiftLeft(90)),
                        ListTerm.of(Atom.OK, Atom.ERROR));

        terms.forEach(term -> assertThat(read(EncodedTerm.of(term))).isEqualTo(term));
    }

    @Test
    void eachTermHasItsOwnAtoms() {
        byte[] reference = {82, 0};
        assertThat(read(new EncodedTerm(reference, ATOMS))).isEqualTo(ATOMS[0]);

        TermReader reader = readers.take(new EncodedTerm(reference, new Atom[0]));
        assertThatExceptionOfType(MalformedTermException.class).isThrownBy(reader::readTerm);
    }

    @Test
    void whatWasLeftInTheMiddleIsForgotten() {
        TermReader reader = readers.take(new EncodedTerm(new byte[] {107, 0, 3, 1, 2, 3}, ATOMS));
        reader.enter();
        reader.readListHeader();
        assertThat(reader.readInt()).isEqualTo(1);
        readers.give(reader);

        TermReader again = readers.take(EncodedTerm.of(Tuple.of(Atom.OK)));
        assertThat(again).isSameAs(reader);
        assertThat(again.readTupleHeader()).isEqualTo(1);
        assertThat(again.readAtom()).isEqualTo(Atom.OK);
        assertThat(again.hasMore()).isFalse();
    }

    @Test
    void oneThatWasGivenBackHasNothingToRead() {
        TermReader reader = readers.take(EncodedTerm.of(Atom.OK));
        readers.give(reader);

        assertThatExceptionOfType(MalformedTermException.class).isThrownBy(reader::readTerm);
    }

    @Test
    void twoReadersAtOneTimeAreTwo() {
        TermReader outer = readers.take(EncodedTerm.of(Tuple.of(Atom.OK, Atom.ERROR)));
        outer.readTupleHeader();
        assertThat(read(EncodedTerm.of(IntegerTerm.of(7)))).isEqualTo(IntegerTerm.of(7));

        assertThat(outer.readAtom()).isEqualTo(Atom.OK);
        assertThat(outer.readAtom()).isEqualTo(Atom.ERROR);
    }

    @Test
    void aLargeTermIsReadInPlace() {
        Binary large = Binary.of(new byte[100_000]);
        TermReader reader = readers.take(EncodedTerm.of(large));
        assertThat(reader.readTerm()).isEqualTo(large);
        readers.give(reader);

        assertThat(readers.take(EncodedTerm.of(Atom.OK))).isNotSameAs(reader);
    }
}
