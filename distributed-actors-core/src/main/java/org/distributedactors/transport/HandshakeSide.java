package org.distributedactors.transport;

import java.util.concurrent.atomic.AtomicBoolean;
import org.distributedactors.handshake.Admission;
import org.distributedactors.handshake.HandshakeMessage;
import org.distributedactors.handshake.HandshakeStep;
import org.distributedactors.handshake.IncomingHandshake;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Link.Direction;
import org.jspecify.annotations.Nullable;

/// The part of a handshake that differs between the side that dialled and the side that accepted, for whatever carries its
/// messages: a socket, or the simulated network. Each connection has a side of its own; calls come one at a time, but for
/// {@link #failed}, which any thread may call.
public sealed interface HandshakeSide {

    /// Who opened the connection.
    Direction direction();

    /// What to do when the connection is open.
    HandshakeStep start();

    /// What to do about a message of the other side.
    HandshakeStep receive(HandshakeMessage message);

    /// Answers a step that asks the node something. The answer may be another question.
    HandshakeStep answer(HandshakeStep question);

    /// Refuses a peer that the node is not even asked about. Only who was dialled can.
    HandshakeStep turnAway();

    /// The node that was dialled; null on the side that was.
    @Nullable NodeName dialled();

    /// Who hears that the connection is up.
    LinkListener listener();

    /// Tells the node that the connection did not come up.
    ///
    /// @param remoteAddress where the other side is, for the log of who was dialled
    void failed(String remoteAddress, Closed why);

    /// The handshake is over, whatever its end.
    void ended();

    /// The side that opened the connection. A failure may be seen by the socket and by the handshake; the listener hears of
    /// the first alone.
    final class Dialling implements HandshakeSide {

        private final NodeName peer;
        private final OutgoingHandshake handshake;
        private final LinkListener listener;
        private final Runnable ended;
        private final AtomicBoolean told = new AtomicBoolean();

        /// @param ended called when the handshake is over, or the attempt failed before it
        public Dialling(
                NodeName peer, OutgoingHandshake handshake, LinkListener listener, Runnable ended) {
            this.peer = peer;
            this.handshake = handshake;
            this.listener = listener;
            this.ended = ended;
        }

        @Override
        public Direction direction() {
            return Direction.OUT;
        }

        @Override
        public HandshakeStep start() {
            return handshake.start();
        }

        @Override
        public HandshakeStep receive(HandshakeMessage message) {
            return handshake.receive(message);
        }

        @Override
        public HandshakeStep answer(HandshakeStep question) {
            return handshake.answerAlive(listener.replacesOldConnection());
        }

        @Override
        public HandshakeStep turnAway() {
            throw new IllegalStateException("only who was dialled turns away");
        }

        @Override
        public NodeName dialled() {
            return peer;
        }

        @Override
        public LinkListener listener() {
            return listener;
        }

        @Override
        public void failed(String remoteAddress, Closed why) {
            if (told.compareAndSet(false, true)) {
                ended.run();
                listener.failed(why);
            }
        }

        @Override
        public void ended() {
            ended.run();
        }
    }

    /// The side that was dialled. It has a listener of its own only once the peer was admitted.
    final class Accepting implements HandshakeSide {

        private final LinkAcceptor acceptor;
        private final IncomingHandshake handshake;
        private final Runnable ended;
        private @Nullable LinkListener listener;

        /// @param ended called once, when the handshake is over
        public Accepting(LinkAcceptor acceptor, Runnable ended) {
            this.acceptor = acceptor;
            this.handshake = acceptor.handshake();
            this.ended = ended;
        }

        @Override
        public void ended() {
            ended.run();
        }

        @Override
        public Direction direction() {
            return Direction.IN;
        }

        @Override
        public HandshakeStep start() {
            return new HandshakeStep.Await();
        }

        @Override
        public HandshakeStep receive(HandshakeMessage message) {
            return handshake.receive(message);
        }

        @Override
        public HandshakeStep answer(HandshakeStep question) {
            if (!(question instanceof HandshakeStep.AskAdmission ask)) {
                throw new IllegalStateException(
                        "an accepted connection is asked for admission only");
            }
            LinkAcceptor.Decision decision = acceptor.admit(ask.peer(), ask.creation());
            HandshakeStep step = handshake.decide(decision.admission());
            if (!(step instanceof HandshakeStep.Refuse)) {
                listener = decision.listener();
            }
            return step;
        }

        @Override
        public HandshakeStep turnAway() {
            return handshake.decide(Admission.NOT_ALLOWED);
        }

        @Override
        public @Nullable NodeName dialled() {
            return null;
        }

        @Override
        public LinkListener listener() {
            if (listener == null) {
                throw new IllegalStateException(
                        "a handshake cannot end before the peer was admitted");
            }
            return listener;
        }

        @Override
        public void failed(String remoteAddress, Closed why) {
            acceptor.refused(remoteAddress, why);
            if (listener != null) {
                listener.failed(why);
            }
        }
    }
}
