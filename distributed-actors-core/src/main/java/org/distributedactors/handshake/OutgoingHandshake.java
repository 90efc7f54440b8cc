package org.distributedactors.handshake;

import java.util.List;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.distributedactors.handshake.HandshakeMessage.Answer;
import org.distributedactors.handshake.HandshakeMessage.Challenge;
import org.distributedactors.handshake.HandshakeMessage.ChallengeAck;
import org.distributedactors.handshake.HandshakeMessage.ChallengeReply;
import org.distributedactors.handshake.HandshakeMessage.SendName;
import org.distributedactors.handshake.HandshakeStep.Await;
import org.distributedactors.handshake.HandshakeStep.Complete;
import org.distributedactors.handshake.HandshakeStep.GiveWay;
import org.distributedactors.handshake.HandshakeStep.Refuse;
import org.distributedactors.handshake.HandshakeStep.Send;
import org.distributedactors.term.NodeName;

/// The side of the handshake that opened the connection. No I/O, no clock, no thread; one thread at a time.
///
/// | State           | Receives                          | Next            | Step                              |
/// |-----------------|-----------------------------------|-----------------|-----------------------------------|
/// | NEW             | {@link #start}                    | AWAIT_STATUS    | send send_name                    |
/// | AWAIT_STATUS    | `ok`, `ok_simultaneous`           | AWAIT_CHALLENGE | await                             |
/// | AWAIT_STATUS    | `nok`                             | ENDED           | give way                          |
/// | AWAIT_STATUS    | `not_allowed`                     | ENDED           | refuse, NOT_ALLOWED               |
/// | AWAIT_STATUS    | `alive`                           | ASKING_ALIVE    | ask alive                         |
/// | ASKING_ALIVE    | {@link #answerAlive} with true    | AWAIT_CHALLENGE | send `true`                       |
/// | ASKING_ALIVE    | {@link #answerAlive} with false   | ENDED           | refuse, WITHDRAWN, sending `false` |
/// | AWAIT_CHALLENGE | challenge of the node dialled     | AWAIT_ACK       | send challenge_reply              |
/// | AWAIT_CHALLENGE | challenge of another node         | ENDED           | refuse, NAME                      |
/// | AWAIT_CHALLENGE | challenge without mandatory flags | ENDED           | refuse, FLAGS                     |
/// | AWAIT_CHALLENGE | challenge that is one of ours      | ENDED           | refuse, COOKIE                    |
/// | AWAIT_ACK       | matching challenge_ack            | ENDED           | complete                          |
/// | AWAIT_ACK       | other challenge_ack               | ENDED           | refuse, COOKIE                    |
/// | any             | any other message                 | ENDED           | refuse, PROTOCOL                  |
public final class OutgoingHandshake {

    private enum State {
        NEW,
        AWAIT_STATUS,
        ASKING_ALIVE,
        AWAIT_CHALLENGE,
        AWAIT_ACK,
        ENDED
    }

    private final LocalNode us;
    private final NodeName peer;
    private final Cookie cookie;
    private final Challenges challenges;
    private final int challenge;

    private State state = State.NEW;
    private DistributionFlags peerFlags = DistributionFlags.NONE;
    private int peerCreation;
    private boolean replacesOld;

    /// @param challenges those of all handshakes of this node
    public OutgoingHandshake(LocalNode us, NodeName peer, Cookie cookie, Challenges challenges) {
        this.us = us;
        this.peer = peer;
        this.cookie = cookie;
        this.challenges = challenges;
        this.challenge = challenges.toAcceptor();
    }

    /// The first step, once the socket is open.
    public HandshakeStep start() {
        require(State.NEW);
        state = State.AWAIT_STATUS;
        return Send.of(new SendName(us.flags(), us.creation(), us.name().toString()));
    }

    /// The step that follows from a message of the peer.
    public HandshakeStep receive(HandshakeMessage message) {
        State before = state;
        state = State.ENDED;
        return switch (message) {
            case Answer answer when before == State.AWAIT_STATUS -> status(answer);
            case Challenge theirs when before == State.AWAIT_CHALLENGE -> challenge(theirs);
            case ChallengeAck ack when before == State.AWAIT_ACK -> ack(ack);
            default -> Refuse.unexpected(message, before);
        };
    }

    /// Answers {@link HandshakeStep.AskAlive}.
    ///
    /// @param continueAttempt whether this attempt is still the node's current one, so that the peer's old
    ///     connection is dead
    public HandshakeStep answerAlive(boolean continueAttempt) {
        require(State.ASKING_ALIVE);
        if (continueAttempt) {
            state = State.AWAIT_CHALLENGE;
            replacesOld = true;
            return Send.of(Answer.TRUE);
        }
        state = State.ENDED;
        return Refuse.saying(
                Answer.FALSE,
                RefusalReason.WITHDRAWN,
                "the connection " + peer + " already has with us stays");
    }

    private HandshakeStep status(Answer answer) {
        return switch (answer) {
            case OK, OK_SIMULTANEOUS -> next(State.AWAIT_CHALLENGE, new Await());
            case ALIVE -> next(State.ASKING_ALIVE, new HandshakeStep.AskAlive());
            case NOK -> new GiveWay();
            case NOT_ALLOWED -> Refuse.silently(RefusalReason.NOT_ALLOWED, notAllowed());
            case TRUE, FALSE -> Refuse.unexpected(answer, State.AWAIT_STATUS);
        };
    }

    private String notAllowed() {
        List<Flag> missing = us.flags().missingMandatory();
        return missing.isEmpty()
                ? peer
                        + " does not allow us: its list of allowed nodes lacks our name, or another"
                        + " node with our name lives"
                : peer + " does not allow us: " + Refuse.lacks(us.name(), missing);
    }

    private HandshakeStep challenge(Challenge theirs) {
        if (!theirs.name().equals(peer.toString())) {
            return Refuse.silently(
                    RefusalReason.NAME, "another node than " + peer + " answered for it");
        }
        peerFlags = theirs.flags().expanded();
        peerCreation = theirs.creation();
        List<Flag> missing = peerFlags.missingMandatory();
        if (!missing.isEmpty()) {
            return Refuse.silently(RefusalReason.FLAGS, Refuse.lacks(peer, missing));
        }
        if (challenges.isOurs(theirs.challenge())) {
            return Refuse.silently(
                    RefusalReason.COOKIE, peer + " wants to know what we asked of somebody");
        }
        Digest proof = cookie.digest(theirs.challenge());
        return next(State.AWAIT_ACK, Send.of(new ChallengeReply(challenge, proof)));
    }

    private HandshakeStep ack(ChallengeAck ack) {
        if (!ack.digest().equals(cookie.digest(challenge))) {
            return Refuse.silently(
                    RefusalReason.COOKIE, peer + " did not prove our cookie; " + Cookie.COMPARE);
        }
        PeerInfo info = PeerInfo.of(peer, peerCreation, us.flags(), peerFlags);
        return new Complete(List.of(), info, replacesOld);
    }

    private HandshakeStep next(State next, HandshakeStep step) {
        state = next;
        return step;
    }

    private void require(State required) {
        if (state != required) {
            throw new IllegalStateException(
                    "the handshake is in state " + state + ", not " + required);
        }
    }
}
