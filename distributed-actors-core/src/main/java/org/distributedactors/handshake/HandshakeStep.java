package org.distributedactors.handshake;

import java.util.List;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.distributedactors.term.NodeName;

/// What the owner of the socket does next. {@link Complete}, {@link Refuse} and {@link GiveWay} end the
/// handshake.
public sealed interface HandshakeStep {

    /// Wait for the peer's next message.
    record Await() implements HandshakeStep {}

    /// Send these, then wait for the peer's next message.
    record Send(List<HandshakeMessage> messages) implements HandshakeStep {

        public Send {
            messages = List.copyOf(messages);
        }

        static Send of(HandshakeMessage... messages) {
            return new Send(List.of(messages));
        }
    }

    /// Ask the node about this peer and hand its answer to {@link IncomingHandshake#decide}.
    record AskAdmission(NodeName peer, int creation) implements HandshakeStep {}

    /// The peer still has a connection with our name. Ask the node whether this attempt is still its current one
    /// and hand its answer to {@link OutgoingHandshake#answerAlive}.
    record AskAlive() implements HandshakeStep {}

    /// Send the last messages; then the connection stands.
    ///
    /// @param last what is to be sent before anything else goes over the connection
    /// @param replacesOld whether a connection with this peer stood, which is to be closed before this one is used
    record Complete(List<HandshakeMessage> last, PeerInfo peer, boolean replacesOld)
            implements HandshakeStep {

        public Complete {
            last = List.copyOf(last);
        }
    }

    /// Send the last messages and close the socket.
    ///
    /// @param text one sentence for the log, without a secret and without bytes that were not checked
    record Refuse(List<HandshakeMessage> last, RefusalReason reason, String text)
            implements HandshakeStep {

        public Refuse {
            last = List.copyOf(last);
        }

        static Refuse silently(RefusalReason reason, String text) {
            return new Refuse(List.of(), reason, text);
        }

        static Refuse saying(HandshakeMessage last, RefusalReason reason, String text) {
            return new Refuse(List.of(last), reason, text);
        }

        static Refuse unexpected(HandshakeMessage message, Enum<?> state) {
            return silently(
                    RefusalReason.PROTOCOL, "unexpected " + message.label() + " in state " + state);
        }

        static String lacks(NodeName peer, List<Flag> missing) {
            StringBuilder text = new StringBuilder(peer + " lacks ");
            for (int i = 0; i < missing.size(); i++) {
                Flag flag = missing.get(i);
                text.append(i == 0 ? "" : ", ").append(flag).append(" (mandatory since OTP ");
                text.append(flag.mandatorySince()).append(')');
            }
            return text.toString();
        }
    }

    /// Close the socket: the peer is dialling us at the same time, and its connection goes first. Whoever waits
    /// for this connection waits for that one; nothing is wrong.
    record GiveWay() implements HandshakeStep {}
}
