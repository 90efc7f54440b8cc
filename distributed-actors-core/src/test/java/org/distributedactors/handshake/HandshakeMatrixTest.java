package org.distributedactors.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.handshake.HandshakeFixture.ACK;
import static org.distributedactors.handshake.HandshakeFixture.CHALLENGE;
import static org.distributedactors.handshake.HandshakeFixture.OLD_SEND_NAME;
import static org.distributedactors.handshake.HandshakeFixture.REPLY;
import static org.distributedactors.handshake.HandshakeFixture.SEND_NAME;
import static org.distributedactors.handshake.HandshakeFixture.incoming;
import static org.distributedactors.handshake.HandshakeFixture.outgoing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.distributedactors.handshake.HandshakeMessage.Answer;
import org.distributedactors.handshake.HandshakeMessage.Complement;
import org.distributedactors.handshake.HandshakeMessage.Named;
import org.distributedactors.handshake.HandshakeStep.Refuse;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every message in every state of both sides: what the tables at the types name is done, and everything else
/// ends the handshake, naming state and message.
class HandshakeMatrixTest {

    private static final Complement COMPLEMENT = new Complement(0xD, 0x66);

    private static final List<HandshakeMessage> MESSAGES =
            Stream.concat(
                            Stream.of(
                                    SEND_NAME,
                                    OLD_SEND_NAME,
                                    new Named("x@vm", 7),
                                    CHALLENGE,
                                    COMPLEMENT,
                                    REPLY,
                                    ACK),
                            Stream.of(Answer.values()))
                    .toList();

    private static final Map<String, Set<HandshakeMessage>> OUTGOING_EXPECTS =
            Map.of(
                    "NEW", Set.of(),
                    "AWAIT_STATUS",
                            Set.of(
                                    Answer.OK,
                                    Answer.OK_SIMULTANEOUS,
                                    Answer.NOK,
                                    Answer.NOT_ALLOWED,
                                    Answer.ALIVE),
                    "ASKING_ALIVE", Set.of(),
                    "AWAIT_CHALLENGE", Set.of(CHALLENGE),
                    "AWAIT_ACK", Set.of(ACK),
                    "ENDED", Set.of());

    private static final Map<String, Set<HandshakeMessage>> INCOMING_EXPECTS =
            Map.of(
                    "AWAIT_NAME", Set.of(SEND_NAME, OLD_SEND_NAME),
                    "ASKING_ADMISSION", Set.of(),
                    "AWAIT_ALIVE", Set.of(Answer.TRUE, Answer.FALSE),
                    "AWAIT_COMPLEMENT", Set.of(COMPLEMENT),
                    "AWAIT_REPLY", Set.of(REPLY),
                    "ENDED", Set.of());

    private static OutgoingHandshake outgoingIn(String state) {
        OutgoingHandshake handshake = outgoing();
        if (!state.equals("NEW")) {
            handshake.start();
        }
        switch (state) {
            case "ASKING_ALIVE" -> handshake.receive(Answer.ALIVE);
            case "AWAIT_CHALLENGE" -> handshake.receive(Answer.OK);
            case "AWAIT_ACK" -> {
                handshake.receive(Answer.OK);
                handshake.receive(CHALLENGE);
            }
            case "ENDED" -> handshake.receive(Answer.NOK);
            default -> {}
        }
        return handshake;
    }

    private static IncomingHandshake incomingIn(String state) {
        IncomingHandshake handshake = incoming();
        if (!state.equals("AWAIT_NAME")) {
            handshake.receive(state.equals("AWAIT_COMPLEMENT") ? OLD_SEND_NAME : SEND_NAME);
        }
        switch (state) {
            case "AWAIT_ALIVE" -> handshake.decide(Admission.ALIVE);
            case "AWAIT_COMPLEMENT", "AWAIT_REPLY" -> handshake.decide(Admission.OK);
            case "ENDED" -> handshake.decide(Admission.NOK);
            default -> {}
        }
        return handshake;
    }

    @TestFactory
    Collection<DynamicTest> theDiallingSide() {
        Map<String, Supplier<Function<HandshakeMessage, HandshakeStep>>> states =
                new LinkedHashMap<>();
        OUTGOING_EXPECTS
                .keySet()
                .forEach(state -> states.put(state, () -> outgoingIn(state)::receive));
        return tests(states, OUTGOING_EXPECTS);
    }

    @TestFactory
    Collection<DynamicTest> theDialledSide() {
        Map<String, Supplier<Function<HandshakeMessage, HandshakeStep>>> states =
                new LinkedHashMap<>();
        INCOMING_EXPECTS
                .keySet()
                .forEach(state -> states.put(state, () -> incomingIn(state)::receive));
        return tests(states, INCOMING_EXPECTS);
    }

    private static Collection<DynamicTest> tests(
            Map<String, Supplier<Function<HandshakeMessage, HandshakeStep>>> states,
            Map<String, Set<HandshakeMessage>> expected) {
        List<DynamicTest> tests = new ArrayList<>();
        states.forEach((state, handshake) ->
                MESSAGES.forEach(message -> {
                    boolean isExpected = expected.get(state).contains(message);
                    tests.add(
                            DynamicTest.dynamicTest(
                                    message.label() + " in " + state,
                                    () -> check(handshake.get(), state, message, isExpected)));
                }));
        return tests;
    }

    private static void check(
            Function<HandshakeMessage, HandshakeStep> handshake,
            String state,
            HandshakeMessage message,
            boolean isExpected) {
        HandshakeStep step = handshake.apply(message);

        HandshakeStep unexpected =
                new Refuse(
                        List.of(),
                        RefusalReason.PROTOCOL,
                        "unexpected " + message.label() + " in state " + state);
        if (isExpected) {
            assertThat(step).isNotEqualTo(unexpected);
        } else {
            assertThat(step).isEqualTo(unexpected);
            assertThat(MESSAGES).allMatch(later -> handshake.apply(later) instanceof Refuse);
        }
    }
}
