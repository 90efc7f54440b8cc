package org.distributedactors.node;

import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.process.RemoteMessage;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// A message of which the receiver must know the node it came from, whatever the message itself says.
///
/// @param peer the node at the other end of the connection
public record PeerMessage(Atom peer, Term content) {

    /// Still in bytes.
    ///
    /// @param mostBytes a message with more of them is a dead letter
    record InBytes(Atom peer, EncodedTerm bytes, int mostBytes, MessageCodec codec)
            implements RemoteMessage {

        @Override
        public Object decode(@Nullable Object protocol) {
            if (bytes.size() > mostBytes) {
                throw codec.unreadable(bytes.size() + " bytes, at most " + mostBytes);
            }
            return new PeerMessage(peer, (Term) codec.decode(bytes, null));
        }

        @Override
        public int size() {
            return bytes.size();
        }
    }
}
