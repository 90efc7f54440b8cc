package org.distributedactors.transport;

/// Why a connection ended.
///
/// @param reason the kind, for counters and programs
/// @param detail one clause for people; never a cookie, never the content of a message
public record Closed(CloseReason reason, String detail) {

    public static final Closed HERE =
            new Closed(CloseReason.CLOSED_HERE, "disconnected on request");
    public static final Closed SHUTDOWN = new Closed(CloseReason.SHUTDOWN, "this node stops");
    public static final Closed BY_PEER =
            new Closed(CloseReason.CLOSED_BY_PEER, "closed by the peer");

    @Override
    public String toString() {
        return detail;
    }
}
