package org.distributedactors.handshake;

import org.distributedactors.handshake.HandshakeMessage.Challenge;
import org.distributedactors.handshake.HandshakeMessage.ChallengeAck;
import org.distributedactors.handshake.HandshakeMessage.ChallengeReply;
import org.distributedactors.handshake.HandshakeMessage.OldSendName;
import org.distributedactors.handshake.HandshakeMessage.SendName;
import org.distributedactors.term.NodeName;

/// The two nodes of a handshake that was captured between two nodes of OTP 25, with the cookie `k`.
final class HandshakeFixture {

    static final NodeName A = NodeName.of("a@vm");
    static final NodeName B = NodeName.of("b@vm");
    static final DistributionFlags FLAGS = new DistributionFlags(0xD_07DF_7FBDL);

    /// Every name is `47XDO84K@...`, every creation 77.
    static final DynamicNames NAMES = new DynamicNames(() -> 77L << Integer.SIZE | 36);

    static final LocalNode NODE_A = new LocalNode(A, 0x66, FLAGS);
    static final LocalNode NODE_B = new LocalNode(B, 0x65, FLAGS);
    static final Cookie COOKIE = Cookie.of("k");
    static final int CHALLENGE_A = 58825555;
    static final int CHALLENGE_B = 0xc5abd647;

    static final SendName SEND_NAME = new SendName(FLAGS, 0x66, "a@vm");
    static final OldSendName OLD_SEND_NAME =
            new OldSendName(new DistributionFlags(FLAGS.bits() & 0xFFFF_FFFFL), "a@vm");
    static final Challenge CHALLENGE = new Challenge(FLAGS, CHALLENGE_B, 0x65, "b@vm");
    static final ChallengeReply REPLY = new ChallengeReply(CHALLENGE_A, COOKIE.digest(CHALLENGE_B));
    static final ChallengeAck ACK = new ChallengeAck(COOKIE.digest(CHALLENGE_A));

    private HandshakeFixture() {}

    static Challenges always(int challenge) {
        return new Challenges(() -> (long) challenge << Integer.SIZE);
    }

    static OutgoingHandshake outgoing() {
        return new OutgoingHandshake(NODE_A, B, COOKIE, always(CHALLENGE_A));
    }

    static IncomingHandshake incoming() {
        return new IncomingHandshake(NODE_B, COOKIE, always(CHALLENGE_B), NAMES);
    }
}
