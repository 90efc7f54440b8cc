package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.distributedactors.dist.ControlMessages.ALIAS;
import static org.distributedactors.dist.ControlMessages.FROM;
import static org.distributedactors.dist.ControlMessages.NAME;
import static org.distributedactors.dist.ControlMessages.REFERENCE;
import static org.distributedactors.dist.ControlMessages.TO;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigInteger;
import java.util.Collections;
import java.util.stream.Stream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedControlMessageTest {

    static Stream<Arguments> unknownOperations() {
        return Stream.of(
                refused("operation 99: unknown", i(99)),
                refused("operation 0: unknown", i(0), FROM, TO),
                refused("operation -1: unknown", i(-1), FROM, TO),
                refused("operation 38: unknown", i(38), FROM, TO),
                refused("operation 4: unknown", i(4), FROM, TO),
                refused("operation 5: unknown", i(5)),
                refused("operation 2147483647: unknown", i(Integer.MAX_VALUE), FROM, TO),
                refused("no control message", IntegerTerm.of(BigInteger.TWO.pow(70)), FROM, TO),
                refused("no control message", NAME, FROM, TO),
                refused("no control message"));
    }

    static Stream<Arguments> wrongNumbersOfElements() {
        return Stream.of(
                refused("LINK: a tuple of 1 elements", i(1)),
                refused("LINK: a tuple of 2 elements", i(1), FROM),
                refused("LINK: a tuple of 4 elements", i(1), FROM, TO, TO),
                refused("ALTACT_SIG_SEND: a tuple of 6", i(37), i(6), FROM, ALIAS, i(1), i(1)),
                refused(
                        "LINK: a tuple of 300",
                        Collections.nCopies(300, i(1)).toArray(Term[]::new)));
    }

    static Stream<Arguments> wrongElements() {
        BigInteger tooLarge = BigInteger.TWO.pow(64);
        return Stream.of(
                refused("LINK: ", i(1), FROM, NAME),
                refused("LINK: ", i(1), i(1), TO),
                refused("REG_SEND: ", i(6), FROM, Atom.EMPTY, TO),
                refused("MONITOR_P: neither a pid nor an atom", i(19), FROM, i(1), REFERENCE),
                refused("MONITOR_P: ", i(19), FROM, TO, TO),
                refused(
                        "DEMONITOR_P: neither a pid nor an atom",
                        i(20),
                        FROM,
                        REFERENCE,
                        REFERENCE),
                refused(
                        "MONITOR_P_EXIT: neither a pid nor an atom",
                        i(21),
                        i(1),
                        FROM,
                        REFERENCE,
                        NAME),
                refused("PAYLOAD_MONITOR_P_EXIT: neither", i(28), Tuple.EMPTY, FROM, REFERENCE),
                refused("ALIAS_SEND: ", i(33), FROM, TO),
                refused("UNLINK_ID: ", i(35), i(0), FROM, TO),
                refused("UNLINK_ID: ", i(35), i(-1), FROM, TO),
                refused("UNLINK_ID: ", i(35), IntegerTerm.of(tooLarge), FROM, TO),
                refused("UNLINK_ID_ACK: ", i(36), NAME, FROM, TO),
                refused("SPAWN_REPLY: flags", i(31), REFERENCE, FROM, i(1 << 27), TO),
                refused("SPAWN_REPLY: flags", i(31), REFERENCE, FROM, i(-1), TO),
                refused(
                        "SPAWN_REPLY: neither a pid nor an atom",
                        i(31),
                        REFERENCE,
                        FROM,
                        i(0),
                        i(7)));
    }

    static Stream<Arguments> wrongFlagsOfAltactSigSend() {
        return Stream.of(
                refused("ALTACT_SIG_SEND: ", i(37), i(0), FROM, ALIAS),
                refused("ALTACT_SIG_SEND: ", i(37), i(4), FROM, TO),
                refused("ALTACT_SIG_SEND: ", i(37), i(8), FROM, ALIAS),
                refused("ALTACT_SIG_SEND: ", i(37), i(12), FROM, ALIAS),
                refused("ALTACT_SIG_SEND: ", i(37), i(-4), FROM, ALIAS),
                refused("ALTACT_SIG_SEND: flags that do not fit", i(37), i(6), FROM, ALIAS),
                refused(
                        "ALTACT_SIG_SEND_TT: flags that do not fit",
                        i(37),
                        i(4),
                        FROM,
                        ALIAS,
                        i(0)));
    }

    static Stream<Arguments> wrongSpawnRequests() {
        Term mfa = Tuple.of(NAME, NAME, i(1));
        ListTerm improper = ListTerm.withTail(new Term[] {NAME}, NAME);
        return Stream.of(
                refused("SPAWN_REQUEST: ", i(29), REFERENCE, FROM, FROM, NAME, ListTerm.EMPTY),
                refused("SPAWN_REQUEST: ", spawn(Tuple.of(NAME, NAME), ListTerm.EMPTY)),
                refused("SPAWN_REQUEST: ", spawn(Tuple.of(NAME, NAME, i(-1)), ListTerm.EMPTY)),
                refused("SPAWN_REQUEST: ", spawn(Tuple.of(NAME, TO, i(1)), ListTerm.EMPTY)),
                refused("SPAWN_REQUEST: the options are no list", spawn(mfa, NAME)),
                refused("SPAWN_REQUEST: a negative arity or an improper", spawn(mfa, improper)));
    }

    @ParameterizedTest
    @MethodSource({
        "unknownOperations",
        "wrongNumbersOfElements",
        "wrongElements",
        "wrongFlagsOfAltactSigSend",
        "wrongSpawnRequests"
    })
    void endsInOneExceptionThatNamesTheOperation(String reason, Tuple control) {
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(
                        () -> Frames.decoder().decode(Frames.withTerms("83 44 00", control, NAME)))
                .withMessageStartingWith(reason);
    }

    @Test
    void isWhateverIsNoTuple() {
        for (Term term : new Term[] {NAME, i(6), ListTerm.of(i(1), FROM, TO)}) {
            assertThatExceptionOfType(MalformedFrameException.class)
                    .isThrownBy(() -> Frames.decoder().decode(Frames.withTerms("83 44 00", term)))
                    .withMessageStartingWith("no control message");
        }
    }

    @Test
    void cannotBeMadeToBeSentEither() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ControlMessage.UnlinkId(0, FROM, TO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ControlMessage.MonitorP(FROM, REFERENCE, REFERENCE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ControlMessage.AltactSigSend(2, FROM, TO));
    }

    private static Term[] spawn(Term mfa, Term options) {
        return new Term[] {i(29), REFERENCE, FROM, FROM, mfa, options};
    }

    private static Arguments refused(String reason, Term... elements) {
        return arguments(reason, Tuple.of(elements));
    }

    private static IntegerTerm i(long value) {
        return IntegerTerm.of(value);
    }
}
