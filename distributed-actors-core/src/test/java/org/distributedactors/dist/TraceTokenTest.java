package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.dist.ControlMessages.ALIAS;
import static org.distributedactors.dist.ControlMessages.FROM;
import static org.distributedactors.dist.ControlMessages.NAME;
import static org.distributedactors.dist.ControlMessages.REASON;
import static org.distributedactors.dist.ControlMessages.REFERENCE;
import static org.distributedactors.dist.ControlMessages.TO;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TraceTokenTest {

    private static final Tuple TOKEN = Tuple.of(i(0), i(-1), i(7), FROM, i(6));

    static Stream<Arguments> traced() {
        Term mfa = Tuple.of(Atom.of("erpc"), Atom.of("execute_call"), i(4));
        return Stream.of(
                traced(new ControlMessage.Send(TO), i(12), Atom.EMPTY, TO, TOKEN),
                traced(new ControlMessage.Exit(FROM, TO, REASON), i(13), FROM, TO, TOKEN, REASON),
                traced(
                        new ControlMessage.RegSend(FROM, NAME),
                        i(16),
                        FROM,
                        Atom.EMPTY,
                        NAME,
                        TOKEN),
                traced(new ControlMessage.Exit2(FROM, TO, REASON), i(18), FROM, TO, TOKEN, REASON),
                traced(new ControlMessage.SendSender(FROM, TO), i(23), FROM, TO, TOKEN),
                traced(new ControlMessage.PayloadExit(FROM, TO), i(25), FROM, TO, TOKEN),
                traced(new ControlMessage.PayloadExit2(FROM, TO), i(27), FROM, TO, TOKEN),
                traced(
                        ControlMessages.spawnRequest(ListTerm.EMPTY),
                        i(30),
                        REFERENCE,
                        FROM,
                        FROM,
                        mfa,
                        ListTerm.EMPTY,
                        TOKEN),
                traced(
                        new ControlMessage.SpawnReply(REFERENCE, FROM, 2, TO),
                        i(32),
                        REFERENCE,
                        FROM,
                        i(2),
                        TO,
                        TOKEN),
                traced(new ControlMessage.AliasSend(FROM, ALIAS), i(34), FROM, ALIAS, TOKEN),
                traced(
                        new ControlMessage.AltactSigSend(4, FROM, ALIAS),
                        i(37),
                        i(6),
                        FROM,
                        ALIAS,
                        TOKEN));
    }

    @ParameterizedTest
    @MethodSource("traced")
    void aTokenIsReadOver(ControlMessage expected, Tuple control) {
        boolean hasPayload = expected instanceof ControlMessage.WithPayload;
        Term[] terms = hasPayload ? new Term[] {control, NAME} : new Term[] {control};
        DistributionMessage message = Frames.decoder().decode(Frames.withTerms("83 44 00", terms));
        assertThat(message.control()).isEqualTo(expected);
        if (hasPayload) {
            assertThat(Frames.payloadOf(message)).isEqualTo(NAME);
        }
    }

    private static Arguments traced(ControlMessage expected, Term... elements) {
        return arguments(expected, Tuple.of(elements));
    }

    private static IntegerTerm i(long value) {
        return IntegerTerm.of(value);
    }
}
