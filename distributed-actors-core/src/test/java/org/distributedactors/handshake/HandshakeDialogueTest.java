package org.distributedactors.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.handshake.HandshakeFixture.A;
import static org.distributedactors.handshake.HandshakeFixture.B;
import static org.distributedactors.handshake.HandshakeFixture.NODE_A;
import static org.distributedactors.handshake.HandshakeFixture.NODE_B;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.distributedactors.handshake.HandshakeStep.AskAdmission;
import org.distributedactors.handshake.HandshakeStep.AskAlive;
import org.distributedactors.handshake.HandshakeStep.Await;
import org.distributedactors.handshake.HandshakeStep.Complete;
import org.distributedactors.handshake.HandshakeStep.GiveWay;
import org.distributedactors.handshake.HandshakeStep.Refuse;
import org.distributedactors.handshake.HandshakeStep.Send;
import org.junit.jupiter.api.Test;

/// Both sides talk to each other, in bytes.
class HandshakeDialogueTest {

    private static final String SECRET = "open sesame";

    private OutgoingHandshake a;
    private IncomingHandshake b;
    private Admission admission = Admission.OK;
    private boolean currentAttempt = true;
    private HandshakeStep endOfA = new Await();
    private HandshakeStep endOfB = new Await();

    @Test
    void withOneCookieBothAreConnectedAndAgree() {
        for (int seed = 0; seed < 200; seed++) {
            run(SECRET, SECRET, seed);

            assertThat(endOfA).isInstanceOf(Complete.class);
            assertThat(endOfB).isInstanceOf(Complete.class);
            PeerInfo seenByA = ((Complete) endOfA).peer();
            PeerInfo seenByB = ((Complete) endOfB).peer();
            assertThat(seenByA).isEqualTo(new PeerInfo(B, 0x65, HandshakeFixture.FLAGS, false));
            assertThat(seenByB).isEqualTo(new PeerInfo(A, 0x66, HandshakeFixture.FLAGS, false));
        }
    }

    @Test
    void withTwoCookiesNeitherIsConnectedAndNoTextHasACookie() {
        run(SECRET, "close sesame", 1);

        assertThat(endOfA).isInstanceOf(Send.class);
        assertThat(endOfB)
                .isInstanceOfSatisfying(
                        Refuse.class,
                        refuse -> assertThat(refuse.reason()).isEqualTo(RefusalReason.COOKIE));
        assertThat(endOfB.toString()).doesNotContain("sesame");
        assertThat(Cookie.of(SECRET).toString()).doesNotContain("sesame");
    }

    @Test
    void theNewConnectionReplacesTheOldOneOnBothSides() {
        admission = Admission.ALIVE;

        run(SECRET, SECRET, 1);

        assertThat(((Complete) endOfA).replacesOld()).isTrue();
        assertThat(((Complete) endOfB).replacesOld()).isTrue();
    }

    @Test
    void theOldConnectionStaysWhenTheDiallingSideTakesItsAttemptBack() {
        admission = Admission.ALIVE;
        currentAttempt = false;

        run(SECRET, SECRET, 1);

        assertThat(((Refuse) endOfA).reason()).isEqualTo(RefusalReason.WITHDRAWN);
        assertThat(((Refuse) endOfB).reason()).isEqualTo(RefusalReason.WITHDRAWN);
    }

    @Test
    void ofTwoThatDialEachOtherOneGivesWay() {
        admission = Admission.NOK;

        run(SECRET, SECRET, 1);

        assertThat(endOfA).isEqualTo(new GiveWay());
        assertThat(((Refuse) endOfB).reason()).isEqualTo(RefusalReason.SIMULTANEOUS);
    }

    private void run(String cookieOfA, String cookieOfB, long seed) {
        Random random = new Random(seed);
        a = new OutgoingHandshake(NODE_A, B, Cookie.of(cookieOfA), new Challenges(random));
        b =
                new IncomingHandshake(
                        NODE_B,
                        Cookie.of(cookieOfB),
                        new Challenges(random),
                        HandshakeFixture.NAMES);
        performA(a.start());
    }

    private void performA(HandshakeStep step) {
        endOfA = step;
        switch (step) {
            case Send(List<HandshakeMessage> messages) -> toB(messages);
            case Refuse refuse -> toB(refuse.last());
            case AskAlive _ -> performA(a.answerAlive(currentAttempt));
            case Complete _, Await _, GiveWay _ -> {}
            case AskAdmission _ -> throw new AssertionError("only the dialled side admits");
        }
    }

    private void performB(HandshakeStep step) {
        endOfB = step;
        switch (step) {
            case Send(List<HandshakeMessage> messages) -> toA(messages);
            case Refuse refuse -> toA(refuse.last());
            case Complete complete -> toA(complete.last());
            case AskAdmission(var peer, var _) -> {
                assertThat(peer).isEqualTo(A);
                performB(b.decide(admission));
            }
            case Await _ -> {}
            case AskAlive _, GiveWay _ -> throw new AssertionError("only the dialling side asks");
        }
    }

    private void toA(List<HandshakeMessage> messages) {
        messages.forEach(
                message -> performA(a.receive(HandshakeCodec.decodeFromAcceptor(bytes(message)))));
    }

    private void toB(List<HandshakeMessage> messages) {
        messages.forEach(
                message -> performB(b.receive(HandshakeCodec.decodeFromInitiator(bytes(message)))));
    }

    private static ByteBuf bytes(HandshakeMessage message) {
        ByteBuf out = Unpooled.buffer();
        HandshakeCodec.encode(message, out);
        return out;
    }
}
