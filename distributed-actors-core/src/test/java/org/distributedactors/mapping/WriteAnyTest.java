package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.mapping.Wire.atom;
import static org.distributedactors.mapping.Wire.integer;
import static org.distributedactors.mapping.Wire.tuple;
import static org.distributedactors.mapping.Wire.utf8;
import static org.distributedactors.mapping.Wire.writtenAny;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

/// Values whose type nobody declared. That scalars, records and families are written alike either way is shown
/// with those.
class WriteAnyTest {

    private record Price(long cents) {}

    private record Box<T>(T value, List<T> more) {}

    private enum Level {
        LOW {}
    }

    private final Mapping mapping = new Mapping();

    @Test
    void everyImplementationOfACollectionIsWritten() {
        Term expected = ListTerm.of(integer(1), integer(300));

        assertThat(writtenAny(mapping, List.of(1, 300))).isEqualTo(expected);
        assertThat(writtenAny(mapping, new ArrayList<>(List.of(1, 300)))).isEqualTo(expected);
        assertThat(writtenAny(mapping, new TreeSet<>(List.of(300, 1)))).isEqualTo(expected);
        assertThat(writtenAny(mapping, new ArrayDeque<>(List.of(1, 300)))).isEqualTo(expected);
        assertThat(writtenAny(mapping, new Object[] {1, 300L})).isEqualTo(expected);
        assertThat(writtenAny(mapping, new int[] {1, 300})).isEqualTo(expected);
    }

    @Test
    void elementsAreWrittenByTheirOwnClasses() {
        List<Object> mixed = List.of("a", new Price(1), Level.LOW, List.of(), Atom.OK);

        assertThat(writtenAny(mapping, mixed))
                .isEqualTo(
                        ListTerm.of(
                                utf8("a"),
                                tuple(atom("price"), integer(1)),
                                atom("low"),
                                ListTerm.EMPTY,
                                Atom.OK));
        assertThat(writtenAny(mapping, new TreeMap<>(Map.of("k", new Price(1)))))
                .isEqualTo(MapTerm.of(Map.of(utf8("k"), tuple(atom("price"), integer(1)))));
        assertThat(writtenAny(mapping, Optional.of("a"))).isEqualTo(utf8("a"));
        assertThat(writtenAny(mapping, Optional.empty())).isEqualTo(Atom.UNDEFINED);
    }

    @Test
    void aGenericRecordIsWrittenByWhatIsInIt() {
        Term price = tuple(atom("price"), integer(1));

        assertThat(writtenAny(mapping, new Box<>(new Price(1), List.of(new Price(1)))))
                .isEqualTo(tuple(atom("box"), price, ListTerm.of(price)));
        assertThat(writtenAny(mapping, new Box<>("a", List.of())))
                .isEqualTo(tuple(atom("box"), utf8("a"), ListTerm.EMPTY));
    }

    @Test
    void aClassThatCannotBeMappedFailsBeforeAnythingIsWritten() {
        ByteBuf out = Unpooled.buffer();

        assertThatThrownBy(() -> mapping.writeAny(new TermWriter(out), new Object()))
                .isInstanceOf(UnsupportedTypeException.class);
        assertThatThrownBy(() -> mapping.codecFor(new StringBuilder()))
                .isInstanceOf(UnsupportedTypeException.class);
        assertThat(out.writerIndex()).isZero();
    }

    @Test
    void insideOfACollectionItShowsWhileWriting() {
        assertThatThrownBy(() -> writtenAny(mapping, List.of(1, new Object())))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("List[1]: ");
    }

    @Test
    void whatIsReadWithoutATypeIsATerm() {
        ByteBuf out = Unpooled.buffer();
        mapping.writeAny(new TermWriter(out), new Price(1));

        assertThat(mapping.readAny(Wire.reader(out))).isEqualTo(tuple(atom("price"), integer(1)));
    }
}
