package org.distributedactors.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.handshake.HandshakeFixture.B;
import static org.distributedactors.handshake.HandshakeFixture.COOKIE;
import static org.distributedactors.handshake.HandshakeFixture.FLAGS;
import static org.distributedactors.handshake.HandshakeFixture.NAMES;
import static org.distributedactors.handshake.HandshakeFixture.NODE_A;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.distributedactors.handshake.HandshakeMessage.Answer;
import org.distributedactors.handshake.HandshakeMessage.Challenge;
import org.distributedactors.handshake.HandshakeMessage.SendName;
import org.distributedactors.handshake.HandshakeStep.Refuse;
import org.distributedactors.handshake.HandshakeStep.Send;
import org.junit.jupiter.api.Test;

/// Somebody without the cookie dials a node, lets the node dial him, and asks there for the very digest that the
/// node waits for here.
class ReflectedChallengeTest {

    private final Challenges challenges = new Challenges(new Random(1));

    @Test
    void ourOwnChallengeIsNotAnswered() {
        int asked = challengeOf(incomingFrom("b@vm"));

        assertThat(outgoingAskedFor(asked))
                .isInstanceOfSatisfying(
                        Refuse.class,
                        refuse -> {
                            assertThat(refuse.reason()).isEqualTo(RefusalReason.COOKIE);
                            assertThat(refuse.last()).isEmpty();
                        });
    }

    @Test
    void norWhenSomebodyElseHadToAnswerItLongAgo() {
        int asked = challengeOf(incomingFrom("c@vm"));
        for (int i = 1; i < Challenges.REMEMBERED; i++) {
            challenges.toInitiator();
        }

        assertThat(outgoingAskedFor(asked)).isInstanceOf(Refuse.class);
    }

    @Test
    void anyOtherChallengeIs() {
        int asked = challengeOf(incomingFrom("b@vm"));

        assertThat(outgoingAskedFor(asked + 1)).isInstanceOf(Send.class);
    }

    @Test
    void theMemoryHasABound() {
        int first = challenges.toInitiator();
        for (int i = 0; i < 3 * Challenges.REMEMBERED; i++) {
            challenges.toInitiator();
        }
        int last = challenges.toInitiator();

        assertThat(challenges.isOurs(first)).isFalse();
        assertThat(challenges.isOurs(last)).isTrue();
    }

    @Test
    void challengesHardlyEverRepeat() {
        Set<Integer> drawn = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            drawn.add(challenges.toInitiator());
            drawn.add(challenges.toAcceptor());
        }

        assertThat(drawn).hasSizeGreaterThan(19_990);
    }

    @Test
    void noBitOfAChallengeIsMoreLikelyThanAnother() {
        Challenges secure = new Challenges(new SecureRandom());
        int draws = 100_000;
        Integer[] ones = new Integer[Integer.SIZE];
        Arrays.fill(ones, 0);
        int repeated = 0;
        int last = secure.toAcceptor();
        for (int i = 0; i < draws; i++) {
            int drawn = secure.toInitiator();
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                ones[bit] += drawn >>> bit & 1;
            }
            repeated += Integer.bitCount(~(drawn ^ last));
            last = drawn;
        }

        // Six standard deviations, so that chance fails it once in a hundred million builds.
        assertThat(ones).allMatch(count -> Math.abs(count - draws / 2) < 950);
        assertThat((double) repeated / draws / Integer.SIZE).isBetween(0.498, 0.502);
    }

    private HandshakeStep incomingFrom(String peer) {
        IncomingHandshake incoming = new IncomingHandshake(NODE_A, COOKIE, challenges, NAMES);
        incoming.receive(new SendName(FLAGS, 7, peer));
        return incoming.decide(Admission.OK);
    }

    private static int challengeOf(HandshakeStep step) {
        return ((Challenge) ((Send) step).messages().getLast()).challenge();
    }

    private HandshakeStep outgoingAskedFor(int challenge) {
        OutgoingHandshake outgoing = new OutgoingHandshake(NODE_A, B, COOKIE, challenges);
        outgoing.start();
        outgoing.receive(Answer.OK);
        return outgoing.receive(new Challenge(FLAGS, challenge, 7, "b@vm"));
    }
}
