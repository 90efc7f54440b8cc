package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.mapping.Wire.atom;
import static org.distributedactors.mapping.Wire.integer;
import static org.distributedactors.mapping.Wire.read;
import static org.distributedactors.mapping.Wire.tuple;
import static org.distributedactors.mapping.Wire.utf8;
import static org.distributedactors.mapping.Wire.written;

import java.util.List;
import org.distributedactors.term.FloatTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

class RecordMappingTest {

    private record PlaceBid(String by, long cents) {}

    private record Stop() {}

    @Tag("DOWN")
    private record Lost(int code) {}

    private record Primitives(
            boolean a, byte b, short c, char d, int e, long f, float g, double h, String i) {}

    private record Outer(PlaceBid bid, List<PlaceBid> more) {}

    private record Even(int value) {
        Even {
            if (value % 2 != 0) {
                throw new IllegalArgumentException("odd");
            }
        }
    }

    private record Loud(String text) {
        @Override
        public String text() {
            return text.toUpperCase(java.util.Locale.ROOT);
        }
    }

    @Test
    void aRecordIsATupleTaggedWithItsNameInSnakeCase() {
        Tuple term = tuple(atom("place_bid"), utf8("ann"), integer(500));

        assertThat(written(new PlaceBid("ann", 500), PlaceBid.class)).isEqualTo(term);
        assertThat(read(term, PlaceBid.class)).isEqualTo(new PlaceBid("ann", 500));
    }

    @Test
    void aRecordWithoutComponentsIsTheBareAtom() {
        assertThat(written(new Stop(), Stop.class)).isEqualTo(atom("stop"));
        assertThat(read(atom("stop"), Stop.class)).isEqualTo(new Stop());
    }

    @Test
    void aTagReplacesTheName() {
        assertThat(written(new Lost(1), Lost.class)).isEqualTo(tuple(atom("DOWN"), integer(1)));
        assertThat(read(tuple(atom("DOWN"), integer(1)), Lost.class)).isEqualTo(new Lost(1));
    }

    @Test
    void allPrimitivesKeepTheirPlaces() {
        var value = new Primitives(true, (byte) 1, (short) 2, 'c', 4, 5L, 6.5f, 7.5, "i");
        Term term =
                tuple(
                        atom("primitives"),
                        atom("true"),
                        integer(1),
                        integer(2),
                        integer('c'),
                        integer(4),
                        integer(5),
                        new FloatTerm(6.5),
                        new FloatTerm(7.5),
                        utf8("i"));

        assertThat(written(value, Primitives.class)).isEqualTo(term);
        assertThat(read(term, Primitives.class)).isEqualTo(value);
    }

    @Test
    void recordsNestInRecordsAndLists() {
        var value = new Outer(new PlaceBid("a", 1), List.of(new PlaceBid("b", 2)));
        Term inner = tuple(atom("place_bid"), utf8("b"), integer(2));
        Term term =
                tuple(
                        atom("outer"),
                        tuple(atom("place_bid"), utf8("a"), integer(1)),
                        ListTerm.of(inner));

        assertThat(written(value, Outer.class)).isEqualTo(term);
        assertThat(read(term, Outer.class)).isEqualTo(value);
    }

    @Test
    void anotherTagIsRefused() {
        assertThatThrownBy(
                        () -> read(tuple(atom("take_bid"), utf8("a"), integer(1)), PlaceBid.class))
                .isInstanceOf(MappingException.class)
                .hasMessage("PlaceBid: expected the tag place_bid, found take_bid");
        assertThatThrownBy(() -> read(Tuple.EMPTY, PlaceBid.class))
                .isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> read(tuple(integer(1)), PlaceBid.class))
                .isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> read(integer(1), PlaceBid.class))
                .isInstanceOf(MappingException.class);
    }

    @Test
    void aConstructorThatRefusesItsArgumentsIsAMappingException() {
        assertThatThrownBy(() -> read(tuple(atom("even"), integer(3)), Even.class))
                .isInstanceOf(MappingException.class)
                .hasMessage("Even: odd")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void componentsAreTakenByTheirAccessors() {
        assertThat(written(new Loud("a"), Loud.class)).isEqualTo(tuple(atom("loud"), utf8("A")));
        assertThatThrownBy(() -> written(new Loud(null), Loud.class))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("Loud: ");
    }

    private record Wide(
            long a1,
            long a2,
            long a3,
            long a4,
            long a5,
            long a6,
            long a7,
            long a8,
            long a9,
            long b1,
            long b2,
            long b3,
            long b4,
            long b5,
            long b6,
            long b7,
            long b8,
            long b9,
            long c1,
            long c2,
            long c3,
            long c4,
            long c5,
            long c6,
            long c7,
            long c8,
            long c9,
            String d1,
            String d2,
            String d3,
            String d4,
            String d5,
            String d6,
            String d7,
            double d8) {}

    @Test
    void aRecordMayBeWide() {
        var value =
                new Wide(
                        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                        22, 23, 24, 25, 26, 27, "a", "b", "c", "d", "e", "f", "g", 0.5);

        assertThat(read(written(value, Wide.class), Wide.class)).isEqualTo(value);
    }
}
