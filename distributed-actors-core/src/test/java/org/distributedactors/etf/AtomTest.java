package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.etf.Malformed.isMalformed;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

/// Atoms: at most 255 characters, valid UTF-8, references only into the table of their message.
class AtomTest {

    @Test
    void thoseOfAlmostEveryMessageAreNotMadeAgain() {
        assertThat(Hex.decode("77 02 \"ok\"")).isSameAs(Atom.OK);
        assertThat(Hex.decode("77 09 \"undefined\"")).isSameAs(Atom.UNDEFINED);
        assertThat(Hex.decode("77 00")).isSameAs(Atom.EMPTY);
        assertThat(Hex.decode("77 06 \"normal\"")).isSameAs(Hex.decode("77 06 \"normal\""));
        assertThat(Hex.decode("77 02 \"oj\"")).isEqualTo(Atom.of("oj"));
    }

    @Test
    void everyNameOfOneOrTwoCharactersIsReadAsItself() {
        for (char first = ' '; first < 127; first++) {
            assertReadsBack(String.valueOf(first));
            for (char second = ' '; second < 127; second++) {
                assertReadsBack("" + first + second);
            }
        }
    }

    private static void assertReadsBack(String name) {
        assertThat(Hex.decode(Hex.encode(Atom.of(name)))).isEqualTo(Atom.of(name));
    }

    @Test
    void theLimitOf255CountsCharacters() {
        Term longest = Hex.decode("76 03fc" + "f09f9880".repeat(255));

        assertThat(longest).isEqualTo(Atom.of("\ud83d\ude00".repeat(255)));
        assertThat(Hex.encode(longest)).startsWith("7603fc");
        isMalformed("76 0400" + "f09f9880".repeat(256)).withMessageContaining("255 characters");
        isMalformed("76 0100" + "78".repeat(256)).withMessageContaining("255 characters");
        isMalformed("64 0100" + "e9".repeat(256)).withMessageContaining("255 characters");
    }

    @Test
    void anAtomIsValidUtf8() {
        isMalformed("77 01 e9").withMessageContaining("UTF-8");
        isMalformed("77 02 c080").withMessageContaining("UTF-8");
        isMalformed("77 03 eda080").withMessageContaining("UTF-8");
        isMalformed("77 04 f4908080").withMessageContaining("UTF-8");
        isMalformed("77 02 e282").withMessageContaining("UTF-8");
    }

    @Test
    void aReferenceStandsForTheAtomOfItsMessage() {
        assertThat(Hex.decode("52 00", Atom.OK)).isSameAs(Atom.OK);
        isMalformed("52 01", Atom.OK).withMessageContaining("atom 1 of 1");
        isMalformed("52 00");
    }
}
