package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

/// A hundred thousand keys that were chosen to have one hash code. Compared each with each they would keep a core busy for
/// minutes; here they are found by their order.
class CollidingKeysTest {

    private static final int KEYS = 100_000;

    /// Two texts of the same hash code, "Aa" and "BB", for each bit of the number.
    private static String text(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 17; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static Term[] keysOfAllKinds() {
        List<IntFunction<Term>> kinds =
                List.of(
                        i -> Atom.of(text(i)),
                        i -> Binary.utf8(text(i)),
                        i -> Tuple.of(Atom.of(text(i))),
                        i -> ListTerm.of(Atom.of(text(i)), Atom.of(text(0))),
                        i -> MapTerm.of(Atom.of(text(i)), Atom.OK));
        List<Term> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add(kinds.get(i % kinds.size()).apply(i));
        }
        return keys.toArray(new Term[0]);
    }

    @Test
    void keysOfOneHashCodeAndOfAllKindsAreReadAndFound() {
        Term[] keys = keysOfAllKinds();
        assertThat(Stream.of(keys).map(Term::hashCode).distinct()).hasSize(5);
        Term[] pairs = new Term[2 * KEYS];
        for (int i = 0; i < KEYS; i++) {
            pairs[2 * i] = keys[i];
            pairs[2 * i + 1] = IntegerTerm.of(i);
        }
        EncodedTerm bytes = EncodedTerm.of(MapTerm.wrap(pairs));

        MapTerm map = (MapTerm) bytes.decode(TermLimits.defaults());

        for (int i = 0; i < KEYS; i += 997) {
            assertThat(map.get(keys[i])).isEqualTo(IntegerTerm.of(i));
        }
        assertThat(map).isEqualTo(MapTerm.wrap(pairs));
    }
}
