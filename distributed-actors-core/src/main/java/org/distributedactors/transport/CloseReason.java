package org.distributedactors.transport;

import org.distributedactors.handshake.RefusalReason;

/// The kinds of ends a connection can have. The names are part of the endpoints and meters.
public enum CloseReason {
    /// The peer closed the connection or its process ended.
    CLOSED_BY_PEER,
    /// This node was asked to disconnect.
    CLOSED_HERE,
    /// Nothing arrived for the net tick time.
    NET_TICK_TIMEOUT,
    /// No connection could be opened, or its handshake did not end in time.
    CONNECT_FAILED,
    /// The cookies differ, or the peer does not want this node.
    AUTH_FAILED,
    /// The peer took too little of what waited for it, or more waited than there is room for.
    NOT_READING,
    /// Bytes arrived that the protocol does not allow.
    PROTOCOL_ERROR,
    /// Another connection with the same node stays in place of this one.
    NAME_CONFLICT,
    /// This node stops.
    SHUTDOWN;

    /// The kind of end that a refused handshake is.
    public static CloseReason of(RefusalReason refusal) {
        return switch (refusal) {
            case PROTOCOL -> PROTOCOL_ERROR;
            case SIMULTANEOUS, WITHDRAWN -> NAME_CONFLICT;
            case COOKIE, FLAGS, NAME, NOT_ALLOWED -> AUTH_FAILED;
        };
    }
}
