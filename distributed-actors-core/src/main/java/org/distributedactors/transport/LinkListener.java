package org.distributedactors.transport;

import org.distributedactors.dist.DistributionMessage;

/// What the node hears of one connection. Calls come one at a time, in order, on the connection's own thread, and must
/// neither block nor run user code.
public interface LinkListener {

    /// The peer answered `alive`: it believes a connection to us stands. Whether this attempt is meant to replace it.
    boolean replacesOldConnection();

    /// The handshake is done. Nothing is read before {@link Link#start()}.
    void up(Link link);

    /// The connection ended before it was up.
    void failed(Closed why);

    /// A message arrived.
    void received(DistributionMessage message);

    /// All messages of one read of the socket were handed over: what they started may now run on this thread, within a
    /// budget. Comes after each run of {@link #received}, also when there was none, and not after {@link #closed}.
    void readComplete();

    /// The connection ended after it was up; nothing follows.
    void closed(Closed why);
}
