package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

/// Lists that do not end in `[]`, and lists that were put together from pieces.
class ImproperListTest {

    @Test
    void readsAndWritesATailThatIsNoList() {
        ListTerm list = (ListTerm) Hex.decode("6c 00000002 770161 770162 770163");

        assertThat(list.isProper()).isFalse();
        assertThat(list.tail()).isEqualTo(Atom.of("c"));
        assertThat(list).hasToString("[a,b|c]");
        assertThat(Hex.encode(list)).isEqualTo("6c00000002770161770162770163");
    }

    @Test
    void theAliasOfACallIsReadWhole() {
        ListTerm list =
                (ListTerm) Hex.decode("6c 00000001 7705\"alias\" 5a 0001 7700 00000001 00000002");

        assertThat(list.get(0)).isEqualTo(Atom.of("alias"));
        assertThat(list.isProper()).isFalse();
    }

    @Test
    void aTailThatIsAListGoesOn() {
        int pieces = 100_000;
        String hex = "6c 00000001 6107".repeat(pieces) + "6b 0002 0809";

        ListTerm list = (ListTerm) Hex.decode(hex);

        Term[] expected = new Term[pieces + 2];
        Arrays.fill(expected, IntegerTerm.of(7));
        expected[pieces] = IntegerTerm.of(8);
        expected[pieces + 1] = IntegerTerm.of(9);
        assertThat(list.equals(ListTerm.wrap(expected))).isTrue();
    }

    @Test
    void pieceByPieceAnImproperListIsRefused() {
        TermReader reader = Hex.reader("6c 00000001 6101 770162");

        assertThat(reader.readListHeader()).isEqualTo(1);
        reader.skip();

        assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(reader::readListTail)
                .withMessageContaining("ends in []");
    }
}
