package org.distributedactors.transport;

import java.time.Duration;
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

    /// Queues a message, which is turned to bytes at once, on this thread. What one process sends leaves in the order of
    /// the calls; a large message of one lets small ones of others pass. On a closed link messages vanish, as in Erlang.
    ///
    /// @param payload what follows the control message; what it throws goes up, and nothing is sent then
    void send(ControlMessage control, @Nullable Payload payload);

    /// How much waits here to be sent. It may be more than the budget allows: whoever sends has to look first.
    long pendingBytes();

    /// Runs something once, when at most half of what makes the link busy waits, or when the link is closed; at once when
    /// it is so now. Else on the connection's thread, so it must be short.
    void whenFree(Runnable action);

    /// From now on a tick leaves each time this interval is over, unless something waits to be sent anyway. The net tick goes on
    /// beside it. Doing so again
    /// replaces the interval.
    void beat(Duration interval);

    /// Closes the connection; the listener hears `closed` with this reason. Doing so again changes nothing.
    void close(Closed why);

    LinkStatistics statistics();

    /// Which side opened a connection.
    enum Direction {
        IN,
        OUT
    }
}
