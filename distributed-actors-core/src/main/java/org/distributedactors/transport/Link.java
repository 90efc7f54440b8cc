package org.distributedactors.transport;

import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.Payload;
import org.distributedactors.handshake.PeerInfo;
import org.jspecify.annotations.Nullable;

/// A connection to a peer that has proved the cookie. All methods may be called by any thread.
public interface Link {

    PeerInfo peer();

    /// Which side opened it.
    Direction direction();

    /// The peer's address as text, `host:port`.
    String address();

    /// Whether the connection is encrypted.
    boolean encrypted();

    /// Begins to read. Called once, by the node, when it is ready for what the peer sends.
    void start();

    /// Queues a message. Messages leave in the order of the calls; on a closed link they vanish, as in Erlang.
    ///
    /// @param payload what follows the control message, written when its turn comes, on the connection's thread
    void send(ControlMessage control, @Nullable Payload payload);

    /// Closes the connection; the listener hears `closed` with this reason. Doing so again changes nothing.
    void close(Closed why);

    LinkStatistics statistics();

    /// Which side opened a connection.
    enum Direction {
        IN,
        OUT
    }
}
