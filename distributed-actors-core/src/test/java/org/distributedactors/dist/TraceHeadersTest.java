package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.dist.ControlMessages.FROM;
import static org.distributedactors.dist.ControlMessages.NAME;
import static org.distributedactors.dist.ControlMessages.TO;

import java.util.HashMap;
import java.util.Map;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The trace token of our own nodes, among all that may stand in its place. That it is written and read is in
/// `ControlMessageRoundTripTest`.
class TraceHeadersTest {

    private static final ControlMessage.SendSender PLAIN = new ControlMessage.SendSender(FROM, TO);

    private static ControlMessage read(Term token) {
        Tuple control = Tuple.of(IntegerTerm.of(23), FROM, TO, token);
        DistributionMessage message =
                Frames.decoder().decode(Frames.withTerms("83 44 00", control, NAME));
        assertThat(Frames.payloadOf(message)).isEqualTo(NAME);
        return message.control();
    }

    private static Tuple token(Term label) {
        IntegerTerm zero = IntegerTerm.of(0);
        return Tuple.of(zero, label, zero, FROM, zero);
    }

    private static MapTerm label(String name, String value) {
        return MapTerm.of(Map.of(Binary.utf8(name), Binary.utf8(value)));
    }

    private static ControlMessage.Traced traced(Map<String, String> headers) {
        return new ControlMessage.Traced(PLAIN, headers);
    }

    @Test
    void headersAreALabel() {
        assertThat(read(token(label("traceparent", "00-1-2-01"))))
                .isEqualTo(traced(Map.of("traceparent", "00-1-2-01")));
    }

    @Test
    void aTokenOfSequentialTracingIsReadOver() {
        assertThat(read(token(IntegerTerm.of(17)))).isEqualTo(PLAIN);
        assertThat(read(token(Tuple.of(Atom.of("a"), Atom.of("b"))))).isEqualTo(PLAIN);
        assertThat(read(Atom.of("nothing"))).isEqualTo(PLAIN);
        assertThat(read(Tuple.of(label("a", "b")))).isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 900, 100_000})
    void aLargeOneIsABadOne(int length) {
        assertThat(read(token(label("a", "b".repeat(length - 1))))).isEqualTo(traced(Map.of()));
    }

    @Test
    void theLimitItselfIsNone() {
        String value = "b".repeat(TraceHeaders.MOST_CHARACTERS - 1);

        assertThat(read(token(label("a", value)))).isEqualTo(traced(Map.of("a", value)));
    }

    @Test
    void manyHeadersAreABadOne() {
        Map<Term, Term> many = new HashMap<>();
        for (int i = 0; i < 17; i++) {
            many.put(Binary.utf8("h" + i), Binary.utf8("v"));
        }

        assertThat(read(token(MapTerm.of(many)))).isEqualTo(traced(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "\u0000", "größer", "\u007f"})
    void whatIsNotVisibleIsABadOne(String text) {
        assertThat(read(token(label(text, "v")))).isEqualTo(traced(Map.of()));
        assertThat(read(token(label("n", text)))).isEqualTo(traced(Map.of()));
    }

    @Test
    void otherTermsAndBytesThatAreNoTextAreABadOne() {
        Term atoms = MapTerm.of(Map.of(Atom.of("n"), Atom.of("v")));
        Term bytes =
                MapTerm.of(Map.of(Binary.utf8("n"), Binary.of(new byte[] {(byte) 0xC3, 0x28})));

        assertThat(read(token(atoms))).isEqualTo(traced(Map.of()));
        assertThat(read(token(bytes))).isEqualTo(traced(Map.of()));
        assertThat(read(token(MapTerm.of(Map.of())))).isEqualTo(traced(Map.of()));
    }
}
