package org.distributedactors.transport;

import org.distributedactors.handshake.Admission;
import org.distributedactors.handshake.IncomingHandshake;
import org.distributedactors.term.NodeName;

/// The node's side of connections that others open.
public interface LinkAcceptor {

    /// The handshake for a connection that was just accepted.
    IncomingHandshake handshake();

    /// Whether the peer that gave this name may go on. Called once in a handshake, before the peer has proved anything,
    /// so nothing may be kept for it that is not bounded by the number of open connections.
    ///
    /// @param creation which life of it; 0 when that is not known yet
    Decision admit(NodeName peer, int creation);

    /// Counts and logs a connection that was opened by another and did not come up.
    ///
    /// @param from the address it came from
    void refused(String from, Closed why);

    /// Whether a peer may go on, and who hears of its connection if it does.
    record Decision(Admission admission, LinkListener listener) {}
}
