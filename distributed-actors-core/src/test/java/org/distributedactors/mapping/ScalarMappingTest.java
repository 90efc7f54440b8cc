package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.mapping.Wire.atom;
import static org.distributedactors.mapping.Wire.integer;
import static org.distributedactors.mapping.Wire.read;
import static org.distributedactors.mapping.Wire.tuple;
import static org.distributedactors.mapping.Wire.utf8;
import static org.distributedactors.mapping.Wire.written;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.FloatTerm;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Port;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScalarMappingTest {

    private static final Atom NODE = atom("a@b");

    private enum Colour {
        RED,
        DARK_RED,
        @Tag("noir")
        BLACK {
            @Override
            public String toString() {
                return "with a body";
            }
        }
    }

    static Stream<Arguments> valuesAndTerms() {
        UUID uuid = new UUID(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
        byte[] uuidBytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        BigInteger big = BigInteger.TWO.pow(100).negate();
        return Stream.of(
                Arguments.of("grün", String.class, utf8("grün")),
                Arguments.of("", String.class, utf8("")),
                Arguments.of(atom("x"), Atom.class, atom("x")),
                Arguments.of(Atom.UNDEFINED, Atom.class, Atom.UNDEFINED),
                Arguments.of(true, boolean.class, atom("true")),
                Arguments.of(false, Boolean.class, atom("false")),
                Arguments.of((byte) -128, byte.class, integer(-128)),
                Arguments.of((short) 32767, Short.class, integer(32767)),
                Arguments.of('€', char.class, integer(0x20ac)),
                Arguments.of(Integer.MIN_VALUE, int.class, integer(Integer.MIN_VALUE)),
                Arguments.of(Long.MAX_VALUE, long.class, integer(Long.MAX_VALUE)),
                Arguments.of(Long.MIN_VALUE, Long.class, integer(Long.MIN_VALUE)),
                Arguments.of(big, BigInteger.class, IntegerTerm.of(big)),
                Arguments.of(BigInteger.ONE, BigInteger.class, integer(1)),
                Arguments.of(1.5, double.class, new FloatTerm(1.5)),
                Arguments.of(-0.0, Double.class, new FloatTerm(-0.0)),
                Arguments.of(0.25f, float.class, new FloatTerm(0.25)),
                Arguments.of(Float.MAX_VALUE, Float.class, new FloatTerm(Float.MAX_VALUE)),
                Arguments.of(new byte[] {1, 2}, byte[].class, Binary.of((byte) 1, (byte) 2)),
                Arguments.of(Binary.of((byte) 3), Binary.class, Binary.of((byte) 3)),
                Arguments.of(Instant.ofEpochMilli(-1), Instant.class, integer(-1)),
                Arguments.of(Duration.ofSeconds(2), Duration.class, integer(2000)),
                Arguments.of(uuid, UUID.class, Binary.of(uuidBytes)),
                Arguments.of(new Pid(NODE, 1, 2, 3), Pid.class, new Pid(NODE, 1, 2, 3)),
                Arguments.of(new Port(NODE, 1, 2), Port.class, new Port(NODE, 1, 2)),
                Arguments.of(
                        Reference.of(NODE, 1, 2, 3), Reference.class, Reference.of(NODE, 1, 2, 3)),
                Arguments.of(Colour.RED, Colour.class, atom("red")),
                Arguments.of(Colour.DARK_RED, Colour.class, atom("dark_red")),
                Arguments.of(Colour.BLACK, Colour.class, atom("noir")),
                Arguments.of(tuple(integer(1)), Tuple.class, tuple(integer(1))),
                Arguments.of(tuple(integer(1)), Term.class, tuple(integer(1))),
                Arguments.of(ListTerm.EMPTY, ListTerm.class, ListTerm.EMPTY),
                Arguments.of(integer(7), IntegerTerm.class, integer(7)));
    }

    @ParameterizedTest
    @MethodSource("valuesAndTerms")
    void aValueIsItsTermBothWays(Object value, Class<?> type, Term term) {
        assertThat(written(value, type)).isEqualTo(term);
        assertThat(read(new Mapping(), term, (java.lang.reflect.Type) type)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("valuesAndTerms")
    void aValueWrittenByItsOwnClassIsTheSameTerm(Object value, Class<?> type, Term term) {
        assertThat(Wire.writtenAny(new Mapping(), value)).isEqualTo(term);
    }

    @Test
    void millisecondsAreCutOffNotRounded() {
        assertThat(written(Instant.ofEpochSecond(0, 1_999_999), Instant.class))
                .isEqualTo(integer(1));
        assertThat(written(Duration.ofNanos(1_999_999), Duration.class)).isEqualTo(integer(1));
    }

    @Test
    void aListOfCodePointsIsReadAsTextToo() {
        assertThat(read(ListTerm.string("abc"), String.class)).isEqualTo("abc");
        assertThat(read(ListTerm.string("grün €"), String.class)).isEqualTo("grün €");
        assertThat(read(ListTerm.EMPTY, String.class)).isEmpty();
    }

    @Test
    void anIntegerIsReadAsFloatToo() {
        assertThat(read(integer(-3), Double.class)).isEqualTo(-3.0);
        assertThat(read(integer(3), Float.class)).isEqualTo(3f);
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of(integer(128), byte.class),
                Arguments.of(integer(-32769), short.class),
                Arguments.of(integer(-1), char.class),
                Arguments.of(integer(1L << 31), int.class),
                Arguments.of(IntegerTerm.of(BigInteger.TWO.pow(63)), long.class),
                Arguments.of(new FloatTerm(1), long.class),
                Arguments.of(new FloatTerm(1), BigInteger.class),
                Arguments.of(new FloatTerm(1e300), float.class),
                Arguments.of(atom("maybe"), boolean.class),
                Arguments.of(atom("text"), String.class),
                Arguments.of(ListTerm.of(integer(-1)), String.class),
                Arguments.of(ListTerm.of(integer(0x110000)), String.class),
                Arguments.of(ListTerm.of(atom("a")), String.class),
                Arguments.of(Binary.of((byte) 0xff), String.class),
                Arguments.of(Binary.of(new byte[15]), UUID.class),
                Arguments.of(utf8("red"), Colour.class),
                Arguments.of(atom("green"), Colour.class),
                Arguments.of(integer(Long.MAX_VALUE), List.class),
                Arguments.of(integer(1), Pid.class),
                Arguments.of(integer(1), Tuple.class));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void aTermThatIsNoValueOfTheTypeIsRefused(Term term, Class<?> type) {
        Class<?> declared = type == List.class ? long[].class : type;

        assertThatThrownBy(() -> read(term, declared)).isInstanceOf(MappingException.class);
    }

    @Test
    void anIntegerThatNoNodeHoldsIsNotWritten() {
        BigInteger tooMuch = BigInteger.ONE.shiftLeft(1 << 22);

        assertThatThrownBy(() -> written(tooMuch, BigInteger.class))
                .isInstanceOf(MappingException.class);
    }

    @Test
    void momentsBeyondMillisecondsInALongAreRefused() {
        assertThatThrownBy(() -> written(Instant.MAX, Instant.class))
                .isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> written(Duration.ofSeconds(Long.MAX_VALUE), Duration.class))
                .isInstanceOf(MappingException.class);
    }
}
