package org.distributedactors.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.distributedactors.handshake.HandshakeFixture.A;
import static org.distributedactors.handshake.HandshakeFixture.ACK;
import static org.distributedactors.handshake.HandshakeFixture.CHALLENGE;
import static org.distributedactors.handshake.HandshakeFixture.CHALLENGE_A;
import static org.distributedactors.handshake.HandshakeFixture.CHALLENGE_B;
import static org.distributedactors.handshake.HandshakeFixture.FLAGS;
import static org.distributedactors.handshake.HandshakeFixture.OLD_SEND_NAME;
import static org.distributedactors.handshake.HandshakeFixture.REPLY;
import static org.distributedactors.handshake.HandshakeFixture.SEND_NAME;
import static org.distributedactors.handshake.HandshakeFixture.incoming;

import java.util.List;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.distributedactors.handshake.HandshakeMessage.Answer;
import org.distributedactors.handshake.HandshakeMessage.Challenge;
import org.distributedactors.handshake.HandshakeMessage.ChallengeReply;
import org.distributedactors.handshake.HandshakeMessage.Complement;
import org.distributedactors.handshake.HandshakeMessage.Named;
import org.distributedactors.handshake.HandshakeMessage.OldSendName;
import org.distributedactors.handshake.HandshakeMessage.SendName;
import org.distributedactors.handshake.HandshakeStep.AskAdmission;
import org.distributedactors.handshake.HandshakeStep.Await;
import org.distributedactors.handshake.HandshakeStep.Complete;
import org.distributedactors.handshake.HandshakeStep.Refuse;
import org.distributedactors.handshake.HandshakeStep.Send;
import org.distributedactors.term.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingHandshakeTest {

    private final IncomingHandshake handshake = incoming();

    @Test
    void asksTheNodeBeforeItSaysAnything() {
        assertThat(handshake.receive(SEND_NAME)).isEqualTo(new AskAdmission(A, 0x66));
    }

    @Test
    void challengesWhoeverIsAdmitted() {
        handshake.receive(SEND_NAME);

        assertThat(handshake.decide(Admission.OK))
                .isEqualTo(new Send(List.of(Answer.OK, CHALLENGE)));
        assertThat(handshake.receive(REPLY))
                .isEqualTo(new Complete(List.of(ACK), new PeerInfo(A, 0x66, FLAGS, false), false));
    }

    @Test
    void saysThatItGaveUpItsOwnAttempt() {
        handshake.receive(SEND_NAME);

        assertThat(handshake.decide(Admission.OK_SIMULTANEOUS))
                .isEqualTo(new Send(List.of(Answer.OK_SIMULTANEOUS, CHALLENGE)));
    }

    @Test
    void saysThatItsOwnAttemptGoesFirst() {
        handshake.receive(SEND_NAME);

        assertRefused(
                handshake.decide(Admission.NOK), RefusalReason.SIMULTANEOUS, "a@vm", Answer.NOK);
    }

    @Test
    void saysWhoIsNotAllowed() {
        handshake.receive(SEND_NAME);

        assertRefused(
                handshake.decide(Admission.NOT_ALLOWED),
                RefusalReason.NOT_ALLOWED,
                "a@vm",
                Answer.NOT_ALLOWED);
    }

    @Test
    void endsWithoutAWordWhenAnotherAttemptIsUnderWay() {
        handshake.receive(SEND_NAME);

        assertRefused(
                handshake.decide(Admission.ALREADY_PENDING), RefusalReason.SIMULTANEOUS, "a@vm");
    }

    @Test
    void replacesTheOldConnectionWhenThePeerSaysItIsDead() {
        handshake.receive(SEND_NAME);

        assertThat(handshake.decide(Admission.ALIVE)).isEqualTo(new Send(List.of(Answer.ALIVE)));
        assertThat(handshake.receive(Answer.TRUE)).isEqualTo(new Send(List.of(CHALLENGE)));
        assertThat(handshake.receive(REPLY))
                .isInstanceOfSatisfying(
                        Complete.class, step -> assertThat(step.replacesOld()).isTrue());
    }

    @Test
    void leavesTheOldConnectionWhenThePeerSaysSo() {
        handshake.receive(SEND_NAME);
        handshake.decide(Admission.ALIVE);

        assertRefused(handshake.receive(Answer.FALSE), RefusalReason.WITHDRAWN, "a@vm");
    }

    @Test
    void refusesWhoeverHasOurName() {
        SendName twin = new SendName(FLAGS, 0x66, "b@vm");

        assertRefused(handshake.receive(twin), RefusalReason.NAME, "b@vm", Answer.NOK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-vm",
                "a@b@c",
                "@vm",
                "a@",
                "a b@vm",
                "a\0@vm",
                "a@v\r\nm",
                "a@v\u001b[m",
                "a@v\u009bm"
            })
    void refusesNamesThatAreNoneWithoutRepeatingThem(String name) {
        HandshakeStep step = handshake.receive(new SendName(FLAGS, 0x66, name));

        assertRefused(step, RefusalReason.NAME, "no node name");
        assertThat(((Refuse) step).text()).doesNotContain(name);
    }

    @Test
    void namesTheFlagsThatThePeerLacksAndWhoWantsThem() {
        SendName old = new SendName(FLAGS.without(Flag.UNLINK_ID), 0x66, "a@vm");

        assertRefused(
                handshake.receive(old),
                RefusalReason.FLAGS,
                "a@vm lacks UNLINK_ID (mandatory since OTP 26)",
                Answer.NOT_ALLOWED);
    }

    @Test
    void aPeerThatAbbreviatesItsFlagsHasThemAll() {
        DistributionFlags brief =
                DistributionFlags.NONE
                        .with(Flag.MANDATORY_25_DIGEST)
                        .with(Flag.UNLINK_ID)
                        .with(Flag.V4_NC);

        assertThat(handshake.receive(new SendName(brief, 0x66, "a@vm")))
                .isEqualTo(new AskAdmission(A, 0x66));
    }

    @Test
    void aNodeWithoutANameIsGivenOneAndStaysHidden() {
        NodeName given = NodeName.of("47XDO84K@vm");

        assertThat(handshake.receive(nameless("vm"))).isEqualTo(new AskAdmission(given, 77));
        Send send = (Send) handshake.decide(Admission.OK);

        assertThat(send.messages().getFirst()).isEqualTo(new Named(given.toString(), 77));
        Challenge challenge = (Challenge) send.messages().getLast();
        assertThat(challenge.flags()).isEqualTo(FLAGS.hidden().with(Flag.NAME_ME));
        assertThat(handshake.receive(REPLY))
                .isEqualTo(
                        new Complete(
                                List.of(ACK),
                                new PeerInfo(given, 77, FLAGS.hidden(), true),
                                false));
    }

    @Test
    void anotherNodeOfAPeersNameIsToldThatItIsNotAllowed() {
        handshake.receive(SEND_NAME);

        assertRefused(
                handshake.decide(Admission.TWIN),
                RefusalReason.NOT_ALLOWED,
                "another node has the name a@vm",
                Answer.NOT_ALLOWED);
    }

    @Test
    void noNameIsGivenOnAHostThatIsNone() {
        assertRefused(handshake.receive(nameless("a@vm")), RefusalReason.NAME, "no node name");
    }

    private static SendName nameless(String host) {
        return new SendName(FLAGS.with(Flag.NAME_ME), 0, host);
    }

    @Test
    void theOldFormIsCompletedBehindTheChallenge() {
        assertThat(handshake.receive(OLD_SEND_NAME)).isEqualTo(new AskAdmission(A, 0));
        assertThat(handshake.decide(Admission.OK))
                .isEqualTo(new Send(List.of(Answer.OK, CHALLENGE)));
        assertThat(handshake.receive(new Complement(0xD, 0x66))).isEqualTo(new Await());
        assertThat(handshake.receive(REPLY))
                .isEqualTo(new Complete(List.of(ACK), new PeerInfo(A, 0x66, FLAGS, false), false));
    }

    @Test
    void theOldFormIsCompletedAlsoOverAnOldConnection() {
        handshake.receive(OLD_SEND_NAME);
        handshake.decide(Admission.ALIVE);
        handshake.receive(Answer.TRUE);

        assertThat(handshake.receive(new Complement(0xD, 0x66))).isEqualTo(new Await());
        assertThat(handshake.receive(REPLY)).isInstanceOf(Complete.class);
    }

    @Test
    void whatTheOldFormCouldNotSayIsAskedOfTheComplement() {
        handshake.receive(OLD_SEND_NAME);
        handshake.decide(Admission.OK);

        assertRefused(
                handshake.receive(new Complement(0, 0x66)),
                RefusalReason.FLAGS,
                "V4_NC (mandatory since OTP 26)");
    }

    @Test
    void theOldFormOfANodeThatIsTooOldIsRefused() {
        DistributionFlags few =
                OLD_SEND_NAME.flags().without(Flag.MANDATORY_25_DIGEST).without(Flag.HANDSHAKE_23);
        OldSendName tooOld = new OldSendName(few, "a@vm");

        assertRefused(
                handshake.receive(tooOld),
                RefusalReason.FLAGS,
                "HANDSHAKE_23 (mandatory since OTP 25)",
                Answer.NOT_ALLOWED);
    }

    @Test
    void closesWithoutAWordOnAnotherCookie() {
        handshake.receive(SEND_NAME);
        handshake.decide(Admission.OK);
        ChallengeReply wrong =
                new ChallengeReply(CHALLENGE_A, Cookie.of("other").digest(CHALLENGE_B));

        assertRefused(
                handshake.receive(wrong),
                RefusalReason.COOKIE,
                "a@vm has another cookie than we; compare");
    }

    @Test
    void aHandshakeThatWasRecordedIsOfNoUse() {
        IncomingHandshake later =
                new IncomingHandshake(
                        HandshakeFixture.NODE_B,
                        HandshakeFixture.COOKIE,
                        HandshakeFixture.always(CHALLENGE_B + 1),
                        HandshakeFixture.NAMES);
        later.receive(SEND_NAME);
        later.decide(Admission.OK);

        assertRefused(later.receive(REPLY), RefusalReason.COOKIE, "a@vm");
    }

    @Test
    void isAnsweredWhenItAsked() {
        assertThatIllegalStateException().isThrownBy(() -> handshake.decide(Admission.OK));
    }

    private static void assertRefused(
            HandshakeStep step, RefusalReason reason, String text, HandshakeMessage... last) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        Refuse.class,
                        refuse -> {
                            assertThat(refuse.last()).containsExactly(last);
                            assertThat(refuse.reason()).isEqualTo(reason);
                            assertThat(refuse.text()).contains(text);
                        });
    }
}
