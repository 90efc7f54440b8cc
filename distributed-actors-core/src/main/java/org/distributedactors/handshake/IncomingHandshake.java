package org.distributedactors.handshake;

import java.util.List;
import java.util.Optional;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.distributedactors.handshake.HandshakeMessage.Answer;
import org.distributedactors.handshake.HandshakeMessage.Challenge;
import org.distributedactors.handshake.HandshakeMessage.ChallengeAck;
import org.distributedactors.handshake.HandshakeMessage.ChallengeReply;
import org.distributedactors.handshake.HandshakeMessage.Complement;
import org.distributedactors.handshake.HandshakeMessage.Named;
import org.distributedactors.handshake.HandshakeMessage.OldSendName;
import org.distributedactors.handshake.HandshakeMessage.SendName;
import org.distributedactors.handshake.HandshakeMessage.Status;
import org.distributedactors.handshake.HandshakeStep.AskAdmission;
import org.distributedactors.handshake.HandshakeStep.Await;
import org.distributedactors.handshake.HandshakeStep.Complete;
import org.distributedactors.handshake.HandshakeStep.Refuse;
import org.distributedactors.handshake.HandshakeStep.Send;
import org.distributedactors.term.NodeName;

/// The side of the handshake that was dialled. No I/O, no clock, no thread; one thread at a time.
///
/// | State            | Receives                       | Next             | Step                                    |
/// |------------------|--------------------------------|------------------|-----------------------------------------|
/// | AWAIT_NAME       | send_name, old send_name       | ASKING_ADMISSION | ask admission                           |
/// | AWAIT_NAME       | name that is none              | ENDED            | refuse, NAME                            |
/// | AWAIT_NAME       | our own name                   | ENDED            | refuse, NAME, sending `nok`             |
/// | AWAIT_NAME       | without mandatory flags        | ENDED            | refuse, FLAGS, sending `not_allowed`    |
/// | AWAIT_NAME       | request for a name             | ASKING_ADMISSION | ask admission under a new name          |
/// | ASKING_ADMISSION | {@link Admission#OK}, {@link Admission#OK_SIMULTANEOUS} | AWAIT_COMPLEMENT or AWAIT_REPLY | send status and challenge |
/// | ASKING_ADMISSION | {@link Admission#OK} under a new name | AWAIT_REPLY | send `named:` and challenge            |
/// | ASKING_ADMISSION | {@link Admission#ALIVE}        | AWAIT_ALIVE      | send `alive`                            |
/// | ASKING_ADMISSION | any other {@link Admission}    | ENDED            | refuse, saying so but for ALREADY_PENDING; TWIN is `not_allowed` |
/// | AWAIT_ALIVE      | `true`                         | AWAIT_COMPLEMENT or AWAIT_REPLY | send challenge           |
/// | AWAIT_ALIVE      | `false`                        | ENDED            | refuse, WITHDRAWN                       |
/// | AWAIT_COMPLEMENT | complement                     | AWAIT_REPLY      | await                                   |
/// | AWAIT_COMPLEMENT | complement, flags still missing | ENDED           | refuse, FLAGS                           |
/// | AWAIT_REPLY      | matching challenge_reply       | ENDED            | complete, sending challenge_ack         |
/// | AWAIT_REPLY      | other challenge_reply          | ENDED            | refuse, COOKIE, without a word          |
/// | any              | any other message              | ENDED            | refuse, PROTOCOL                        |
///
/// AWAIT_COMPLEMENT is for those who began with the old send_name. A node that got its name here is a hidden one to us
/// and we to it ("Distribution Protocol, Dynamic Node Name").
public final class IncomingHandshake {

    private enum State {
        AWAIT_NAME,
        ASKING_ADMISSION,
        AWAIT_ALIVE,
        AWAIT_COMPLEMENT,
        AWAIT_REPLY,
        ENDED
    }

    private final LocalNode us;
    private final Cookie cookie;
    private final DynamicNames names;
    private final int challenge;

    private State state = State.AWAIT_NAME;
    private NodeName peer = NodeName.NONODE;
    private DistributionFlags peerFlags = DistributionFlags.NONE;
    private int peerCreation;
    private boolean oldForm;
    private boolean replacesOld;
    private boolean named;

    /// @param challenges those of all handshakes of this node
    /// @param names for peers that have none
    public IncomingHandshake(
            LocalNode us, Cookie cookie, Challenges challenges, DynamicNames names) {
        this.us = us;
        this.cookie = cookie;
        this.names = names;
        this.challenge = challenges.toInitiator();
    }

    /// The step that follows from a message of the peer.
    public HandshakeStep receive(HandshakeMessage message) {
        State before = state;
        state = State.ENDED;
        return switch (message) {
            case SendName name when before == State.AWAIT_NAME -> sendName(name);
            case OldSendName name when before == State.AWAIT_NAME -> oldSendName(name);
            case Answer answer when before == State.AWAIT_ALIVE -> alive(answer);
            case Complement complement when before == State.AWAIT_COMPLEMENT ->
                    complement(complement);
            case ChallengeReply reply when before == State.AWAIT_REPLY -> reply(reply);
            default -> Refuse.unexpected(message, before);
        };
    }

    /// Answers {@link AskAdmission}.
    public HandshakeStep decide(Admission admission) {
        if (state != State.ASKING_ADMISSION) {
            throw new IllegalStateException("nothing was asked in state " + state);
        }
        state = State.ENDED;
        return switch (admission) {
            case OK -> goOn(named ? grantedName() : Answer.OK);
            case OK_SIMULTANEOUS -> goOn(Answer.OK_SIMULTANEOUS);
            case ALIVE -> next(State.AWAIT_ALIVE, Send.of(Answer.ALIVE));
            case NOK ->
                    Refuse.saying(
                            Answer.NOK,
                            RefusalReason.SIMULTANEOUS,
                            "our own connection to " + peer + " goes first");
            case ALREADY_PENDING ->
                    Refuse.silently(
                            RefusalReason.SIMULTANEOUS,
                            "another connection of " + peer + " is being set up");
            case TWIN ->
                    Refuse.saying(
                            Answer.NOT_ALLOWED,
                            RefusalReason.NOT_ALLOWED,
                            "another node has the name " + peer + ", is connected and lives");
            case NOT_ALLOWED ->
                    Refuse.saying(
                            Answer.NOT_ALLOWED,
                            RefusalReason.NOT_ALLOWED,
                            peer + " is not allowed here");
        };
    }

    private HandshakeStep sendName(SendName message) {
        peerFlags = message.flags().expanded();
        peerCreation = message.creation();
        if (peerFlags.has(Flag.NAME_ME)) {
            named = true;
            peerCreation = names.creation().value();
            return introduced(names.on(message.name()), peerFlags.missingMandatory());
        }
        return introduced(nodeName(message.name()), peerFlags.missingMandatory());
    }

    private Named grantedName() {
        return new Named(peer.toString(), peerCreation);
    }

    private HandshakeStep oldSendName(OldSendName message) {
        peerFlags = message.flags().expanded();
        oldForm = true;
        return introduced(nodeName(message.name()), peerFlags.missingMandatoryInLowWord());
    }

    private HandshakeStep introduced(Optional<NodeName> parsed, List<Flag> missing) {
        if (parsed.isEmpty()) {
            return Refuse.silently(RefusalReason.NAME, "the peer's name is no node name");
        }
        peer = parsed.get();
        if (!missing.isEmpty()) {
            return Refuse.saying(
                    Answer.NOT_ALLOWED, RefusalReason.FLAGS, Refuse.lacks(peer, missing));
        }
        if (peer.equals(us.name())) {
            return Refuse.saying(
                    Answer.NOK, RefusalReason.NAME, "the peer calls itself " + peer + " as we do");
        }
        return next(State.ASKING_ADMISSION, new AskAdmission(peer, peerCreation));
    }

    /// Names are ASCII here: others write them in two ways, and controls beyond ASCII would reach the log.
    static Optional<NodeName> nodeName(String name) {
        if (name.chars().anyMatch(character -> character <= ' ' || character > '~')) {
            return Optional.empty();
        }
        try {
            return Optional.of(NodeName.of(name));
        } catch (IllegalArgumentException noNodeName) {
            return Optional.empty();
        }
    }

    private HandshakeStep alive(Answer answer) {
        return switch (answer) {
            case TRUE -> {
                replacesOld = true;
                yield next(afterChallenge(), Send.of(challenge()));
            }
            case FALSE ->
                    Refuse.silently(
                            RefusalReason.WITHDRAWN, peer + " keeps the connection it has with us");
            case OK, OK_SIMULTANEOUS, NOK, NOT_ALLOWED, ALIVE ->
                    Refuse.unexpected(answer, State.AWAIT_ALIVE);
        };
    }

    private HandshakeStep goOn(Status status) {
        return next(afterChallenge(), Send.of(status, challenge()));
    }

    private State afterChallenge() {
        return oldForm ? State.AWAIT_COMPLEMENT : State.AWAIT_REPLY;
    }

    private Challenge challenge() {
        DistributionFlags shown = named ? ourFlags().with(Flag.NAME_ME) : ourFlags();
        return new Challenge(shown, challenge, us.creation(), us.name().toString());
    }

    private DistributionFlags ourFlags() {
        return named ? us.flags().hidden() : us.flags();
    }

    private HandshakeStep complement(Complement complement) {
        peerFlags = peerFlags.withHighWord(complement.flagsHigh());
        peerCreation = complement.creation();
        List<Flag> missing = peerFlags.missingMandatory();
        return missing.isEmpty()
                ? next(State.AWAIT_REPLY, new Await())
                : Refuse.silently(RefusalReason.FLAGS, Refuse.lacks(peer, missing));
    }

    private HandshakeStep reply(ChallengeReply reply) {
        if (!reply.digest().equals(cookie.digest(challenge))) {
            return Refuse.silently(
                    RefusalReason.COOKIE, peer + " has another cookie than we; " + Cookie.COMPARE);
        }
        ChallengeAck proof = new ChallengeAck(cookie.digest(reply.challenge()));
        PeerInfo info = PeerInfo.of(peer, peerCreation, ourFlags(), peerFlags);
        return new Complete(List.of(proof), info, replacesOld);
    }

    private HandshakeStep next(State next, HandshakeStep step) {
        state = next;
        return step;
    }
}
