package org.distributedactors.node;

import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.Link;

/// What a peer's connection tells the rest of the node. Calls for one peer never overlap, and their order is Erlang's:
/// up before any message of the connection, lost after the last one and before the next up.
interface PeerEvents {

    /// @param connection a number that no other connection of this node has
    void up(PeerInfo peer, long connection);

    /// @param ties what the peer's processes hold here over the connection the message came on
    void received(Peer peer, RemoteTies ties, DistributionMessage message);

    /// The request was not sent: the peer starts no processes for others.
    void cannotSpawn(ControlMessage.SpawnRequest request);

    /// All that one read of a connection brought was received. On the thread that received it, and under no lock.
    void readComplete();

    /// The connection ended amid a read, so no `readComplete` follows. On the thread that received it; a lock may be held.
    void readBrokenOff();

    /// The connection that was up is gone.
    ///
    /// @param last that connection
    void lost(Peer peer, Link last, Closed why);

    /// No connection came about; what was asked of the peer meanwhile fails as if one had been lost.
    void unreachable(Peer peer, Closed why);
}
