package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import org.distributedactors.handshake.HandshakeCodec;
import org.distributedactors.handshake.HandshakeMessage;
import org.distributedactors.handshake.HandshakeStep;
import org.distributedactors.handshake.IncomingHandshake;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.Link.Direction;
import org.distributedactors.transport.LinkAcceptor;
import org.distributedactors.transport.LinkListener;
import org.jspecify.annotations.Nullable;

/// The part of a handshake that differs between the side that dialled and the side that accepted.
sealed interface HandshakeSide {

    Direction direction();

    HandshakeStep start();

    /// Reads a message of the other side.
    HandshakeMessage decode(ByteBuf body);

    HandshakeStep receive(HandshakeMessage message);

    /// Answers a step that asks the node something.
    HandshakeStep answer(HandshakeStep question);

    /// Who hears that the connection is up.
    LinkListener listener();

    void failed(String remoteAddress, Closed why);

    /// The handshake is over, whatever its end.
    void ended();

    /// The side that opened the connection.
    record Dialling(OutgoingHandshake handshake, LinkListener listener) implements HandshakeSide {

        @Override
        public Direction direction() {
            return Direction.OUT;
        }

        @Override
        public HandshakeStep start() {
            return handshake.start();
        }

        @Override
        public HandshakeMessage decode(ByteBuf body) {
            return HandshakeCodec.decodeFromAcceptor(body);
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
        public void failed(String remoteAddress, Closed why) {
            listener.failed(why);
        }

        @Override
        public void ended() {}
    }

    /// The side that was dialled. It has a listener of its own only once the peer was admitted.
    final class Accepting implements HandshakeSide {

        private final LinkAcceptor acceptor;
        private final IncomingHandshake handshake;
        private final Runnable ended;
        private @Nullable LinkListener listener;

        /// @param ended called once, when the handshake is over
        Accepting(LinkAcceptor acceptor, Runnable ended) {
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
        public HandshakeMessage decode(ByteBuf body) {
            return HandshakeCodec.decodeFromInitiator(body);
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
            LinkAcceptor.Decision decision = acceptor.admit(ask.peer());
            HandshakeStep step = handshake.decide(decision.admission());
            if (!(step instanceof HandshakeStep.Refuse)) {
                listener = decision.listener();
            }
            return step;
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
