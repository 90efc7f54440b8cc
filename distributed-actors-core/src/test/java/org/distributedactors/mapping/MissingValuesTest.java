package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.mapping.Wire.atom;
import static org.distributedactors.mapping.Wire.integer;
import static org.distributedactors.mapping.Wire.read;
import static org.distributedactors.mapping.Wire.tuple;
import static org.distributedactors.mapping.Wire.utf8;
import static org.distributedactors.mapping.Wire.written;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingValuesTest {

    private enum Level {
        LOW,
        HIGH
    }

    private enum State {
        UNDEFINED,
        DONE
    }

    private record Maybe(Optional<String> text) {}

    private record Boxes(String text, Long number, Level level, Boxes inner, List<Long> list) {}

    private record OneLong(long value) {}

    private record OneAtom(Atom value) {}

    private record OneState(State value) {}

    private record Elements(List<String> values) {}

    @Test
    void anEmptyOptionalIsUndefinedAndAFullOneIsItsValue() {
        assertThat(written(new Maybe(Optional.empty()), Maybe.class))
                .isEqualTo(tuple(atom("maybe"), Atom.UNDEFINED));
        assertThat(written(new Maybe(Optional.of("a")), Maybe.class))
                .isEqualTo(tuple(atom("maybe"), utf8("a")));
        assertThat(read(tuple(atom("maybe"), utf8("a")), Maybe.class))
                .isEqualTo(new Maybe(Optional.of("a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined", "nil"})
    void undefinedAndNilAreAnEmptyOptional(String none) {
        assertThat(read(tuple(atom("maybe"), atom(none)), Maybe.class))
                .isEqualTo(new Maybe(Optional.empty()));
    }

    @Test
    void aNullComponentIsWrittenUndefined() {
        Term none = Atom.UNDEFINED;

        assertThat(written(new Boxes(null, null, null, null, null), Boxes.class))
                .isEqualTo(tuple(atom("boxes"), none, none, none, none, none));
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined", "nil"})
    void undefinedAndNilAreReadLikeAComponentThatDidNotArrive(String none) {
        Atom missing = atom(none);

        assertThat(
                        read(
                                tuple(atom("boxes"), missing, missing, missing, missing, missing),
                                Boxes.class))
                .isEqualTo(new Boxes(null, null, null, null, List.of()));
    }

    @Test
    void anEnumReadsItsConstantsStill() {
        Term term = tuple(atom("boxes"), utf8("a"), integer(1), atom("high"));

        assertThat(read(term, Boxes.class))
                .isEqualTo(new Boxes("a", 1L, Level.HIGH, null, List.of()));
    }

    @Test
    void aTypeWithSuchAnAtomHasNoNull() {
        assertThat(read(tuple(atom("one_atom"), Atom.NIL), OneAtom.class))
                .isEqualTo(new OneAtom(Atom.NIL));
        assertThat(read(tuple(atom("one_state"), Atom.UNDEFINED), OneState.class))
                .isEqualTo(new OneState(State.UNDEFINED));
        assertThatThrownBy(() -> written(new OneAtom(null), OneAtom.class))
                .isInstanceOf(MappingException.class)
                .hasMessage("OneAtom.value: null");
        assertThatThrownBy(() -> written(new OneState(null), OneState.class))
                .hasMessage("OneState.value: null");
    }

    @Test
    void aPrimitiveIsNeverMissing() {
        assertThatThrownBy(() -> read(tuple(atom("one_long"), Atom.UNDEFINED), OneLong.class))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("OneLong.value: ");
    }

    @Test
    void nullIsAnErrorEverywhereElse() {
        assertThatThrownBy(() -> written(new Elements(Arrays.asList("a", null)), Elements.class))
                .isInstanceOf(MappingException.class)
                .hasMessage("Elements.values[1]: null");
        assertThatThrownBy(() -> written(new Maybe(null), Maybe.class))
                .isInstanceOf(MappingException.class)
                .hasMessage("Maybe.text: null");
        assertThatThrownBy(() -> written(null, String.class))
                .isInstanceOf(MappingException.class)
                .hasMessage("String: null");
    }

    @Test
    void aNullableCodecHasNullAsAValue() {
        Codec<Object> codec = new Mapping().nullableCodecOf(Level.class);
        ByteBuf bytes = Unpooled.buffer();

        codec.write(new TermWriter(bytes), null);
        codec.write(new TermWriter(bytes), Level.LOW);

        assertThat(codec.read(Wire.reader(bytes))).isNull();
        assertThat(codec.read(Wire.reader(bytes))).isEqualTo(Level.LOW);
    }
}
