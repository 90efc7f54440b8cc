package org.distributedactors.node;

import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.Link;

/// What a peer's connection tells the rest of the node. Calls for one peer never overlap, and their order is Erlang's:
/// up before any message of the connection, lost after the last one and before the next up.
interface PeerEvents {

    void up(PeerInfo peer);

    void received(Peer peer, DistributionMessage message);

    /// The connection that was up is gone.
    ///
    /// @param last that connection
    void lost(Peer peer, Link last, Closed why);

    /// No connection came about; what was asked of the peer meanwhile fails as if one had been lost.
    void unreachable(Peer peer, Closed why);
}
