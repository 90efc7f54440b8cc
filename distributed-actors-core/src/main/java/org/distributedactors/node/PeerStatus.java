package org.distributedactors.node;

import java.time.Instant;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Link.Direction;
import org.distributedactors.transport.LinkStatistics;
import org.jspecify.annotations.Nullable;

/// What is known of another node at one moment.
///
/// @param name the node
/// @param state whether a connection stands
/// @param since when it came into this state
/// @param connection the connection, while there is one
/// @param reason why the last connection ended, when there is none
/// @param detail the same in one clause for people
/// @param drops what was to be sent to it and was not
/// @param capabilities what the node said of itself, while it is connected and if it runs this library
public record PeerStatus(
        NodeName name,
        State state,
        Instant since,
        @Nullable Connection connection,
        @Nullable CloseReason reason,
        @Nullable String detail,
        PeerDrops drops,
        @Nullable PeerCapabilities capabilities) {

    PeerStatus with(@Nullable PeerCapabilities said) {
        return connection == null || said == null
                ? this
                : new PeerStatus(name, state, since, connection, reason, detail, drops, said);
    }

    /// The states of a connection.
    public enum State {
        CONNECTING,
        CONNECTED,
        CLOSING,
        DOWN
    }

    /// A connection that stands.
    ///
    /// @param hidden whether the peer stays out of lists of nodes
    /// @param direction which side opened it
    /// @param address the peer's address, `host:port`
    /// @param encrypted whether it is encrypted
    /// @param statistics its counters
    public record Connection(
            boolean hidden,
            Direction direction,
            String address,
            boolean encrypted,
            LinkStatistics statistics) {}
}
