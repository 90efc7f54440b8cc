package org.distributedactors.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.distributedactors.handshake.HandshakeFixture.A;
import static org.distributedactors.handshake.HandshakeFixture.ACK;
import static org.distributedactors.handshake.HandshakeFixture.B;
import static org.distributedactors.handshake.HandshakeFixture.CHALLENGE;
import static org.distributedactors.handshake.HandshakeFixture.CHALLENGE_B;
import static org.distributedactors.handshake.HandshakeFixture.COOKIE;
import static org.distributedactors.handshake.HandshakeFixture.FLAGS;
import static org.distributedactors.handshake.HandshakeFixture.REPLY;
import static org.distributedactors.handshake.HandshakeFixture.SEND_NAME;
import static org.distributedactors.handshake.HandshakeFixture.always;
import static org.distributedactors.handshake.HandshakeFixture.outgoing;

import java.util.List;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.distributedactors.handshake.HandshakeMessage.Answer;
import org.distributedactors.handshake.HandshakeMessage.Challenge;
import org.distributedactors.handshake.HandshakeMessage.ChallengeAck;
import org.distributedactors.handshake.HandshakeMessage.Named;
import org.distributedactors.handshake.HandshakeStep.AskAlive;
import org.distributedactors.handshake.HandshakeStep.Await;
import org.distributedactors.handshake.HandshakeStep.Complete;
import org.distributedactors.handshake.HandshakeStep.GiveWay;
import org.distributedactors.handshake.HandshakeStep.Refuse;
import org.distributedactors.handshake.HandshakeStep.Send;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutgoingHandshakeTest {

    private final OutgoingHandshake handshake = outgoing();
    private HandshakeStep first;

    @BeforeEach
    void start() {
        first = handshake.start();
    }

    @Test
    void saysItsNameFirst() {
        assertThat(first).isEqualTo(new Send(List.of(SEND_NAME)));
    }

    @ParameterizedTest
    @EnumSource(names = {"OK", "OK_SIMULTANEOUS"})
    void provesTheCookieAndIsConnectedOnceThePeerProvedIt(Answer status) {
        assertThat(handshake.receive(status)).isEqualTo(new Await());
        assertThat(handshake.receive(CHALLENGE)).isEqualTo(new Send(List.of(REPLY)));
        assertThat(handshake.receive(ACK))
                .isEqualTo(new Complete(List.of(), new PeerInfo(B, 0x65, FLAGS, false), false));
    }

    @Test
    void givesWayWhenThePeerIsDiallingUs() {
        assertThat(handshake.receive(Answer.NOK)).isEqualTo(new GiveWay());
    }

    @Test
    void endsWhenThePeerDoesNotAllowUs() {
        assertRefused(handshake.receive(Answer.NOT_ALLOWED), RefusalReason.NOT_ALLOWED, "b@vm");
    }

    @Test
    void goesOnOverAnOldConnectionWhenTheNodeSaysSo() {
        assertThat(handshake.receive(Answer.ALIVE)).isEqualTo(new AskAlive());
        assertThat(handshake.answerAlive(true)).isEqualTo(new Send(List.of(Answer.TRUE)));
        assertThat(handshake.receive(CHALLENGE)).isEqualTo(new Send(List.of(REPLY)));
        assertThat(handshake.receive(ACK))
                .isInstanceOfSatisfying(
                        Complete.class, step -> assertThat(step.replacesOld()).isTrue());
    }

    @Test
    void leavesTheOldConnectionWhenTheNodeSaysSo() {
        handshake.receive(Answer.ALIVE);

        assertThat(handshake.answerAlive(false))
                .isInstanceOfSatisfying(
                        Refuse.class,
                        step -> {
                            assertThat(step.last()).containsExactly(Answer.FALSE);
                            assertThat(step.reason()).isEqualTo(RefusalReason.WITHDRAWN);
                        });
    }

    @Test
    void takesNoNameItDidNotAskFor() {
        assertRefused(
                handshake.receive(new Named("x@vm", 7)), RefusalReason.PROTOCOL, "status named");
    }

    @Test
    void talksOnlyToTheNodeItDialled() {
        handshake.receive(Answer.OK);
        Challenge other = new Challenge(FLAGS, CHALLENGE_B, 0x65, "c@vm");

        assertRefused(handshake.receive(other), RefusalReason.NAME, "b@vm");
    }

    @Test
    void namesTheFlagsThatThePeerLacksAndWhoWantsThem() {
        handshake.receive(Answer.OK);
        DistributionFlags few = FLAGS.without(Flag.V4_NC).without(Flag.UNLINK_ID);

        assertRefused(
                handshake.receive(new Challenge(few, CHALLENGE_B, 0x65, "b@vm")),
                RefusalReason.FLAGS,
                "b@vm lacks UNLINK_ID (mandatory since OTP 26), V4_NC (mandatory since OTP 26)");
    }

    @Test
    void aPeerThatAbbreviatesItsFlagsHasThemAll() {
        DistributionFlags brief =
                DistributionFlags.NONE
                        .with(Flag.MANDATORY_25_DIGEST)
                        .with(Flag.UNLINK_ID)
                        .with(Flag.V4_NC);
        handshake.receive(Answer.OK);
        handshake.receive(new Challenge(brief, CHALLENGE_B, 0x65, "b@vm"));

        assertThat(handshake.receive(ACK))
                .isInstanceOfSatisfying(
                        Complete.class,
                        step -> {
                            assertThat(step.peer().flags().has(Flag.BIG_CREATION)).isTrue();
                            assertThat(step.peer().flags().has(Flag.FRAGMENTS)).isFalse();
                            assertThat(step.peer().hidden()).isTrue();
                        });
    }

    @Test
    void doesNotConnectToWhoeverHasAnotherCookie() {
        handshake.receive(Answer.OK);
        handshake.receive(CHALLENGE);
        ChallengeAck wrong = new ChallengeAck(Cookie.of("other").digest(58825555));

        assertRefused(handshake.receive(wrong), RefusalReason.COOKIE, "b@vm");
    }

    @Test
    void aProofForAnotherChallengeIsNone() {
        handshake.receive(Answer.OK);
        handshake.receive(CHALLENGE);

        assertRefused(
                handshake.receive(new ChallengeAck(COOKIE.digest(1))),
                RefusalReason.COOKIE,
                "b@vm");
    }

    @Test
    void nothingIsBelievedAfterTheEnd() {
        handshake.receive(Answer.NOT_ALLOWED);

        assertRefused(handshake.receive(Answer.OK), RefusalReason.PROTOCOL, "ENDED");
        assertRefused(handshake.receive(ACK), RefusalReason.PROTOCOL, "ENDED");
    }

    @Test
    void isStartedOnceAndAnsweredWhenItAsked() {
        assertThatIllegalStateException().isThrownBy(handshake::start);
        assertThatIllegalStateException().isThrownBy(() -> handshake.answerAlive(true));
    }

    @Test
    void aHiddenNodeHasHiddenConnections() {
        LocalNode hidden = new LocalNode(A, 0x66, FLAGS.hidden());
        OutgoingHandshake quiet = new OutgoingHandshake(hidden, B, COOKIE, always(58825555));
        quiet.start();
        quiet.receive(Answer.OK);
        quiet.receive(CHALLENGE);

        assertThat(quiet.receive(ACK))
                .isInstanceOfSatisfying(
                        Complete.class, step -> assertThat(step.peer().hidden()).isTrue());
    }

    private static void assertRefused(HandshakeStep step, RefusalReason reason, String text) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        Refuse.class,
                        refuse -> {
                            assertThat(refuse.last()).isEmpty();
                            assertThat(refuse.reason()).isEqualTo(reason);
                            assertThat(refuse.text()).contains(text);
                        });
    }
}
