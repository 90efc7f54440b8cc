package org.distributedactors.transport;

import java.net.InetSocketAddress;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;

/// The network as a node sees it. All methods may be called by any thread.
public interface Transport {

    /// Opens the listener and makes the node known to the port mapper, if one is used. Connections of others wait until
    /// {@link #accept}.
    ///
    /// @param hidden whether the node asks others to keep it out of their lists
    /// @return where it listens, and the incarnation the port mapper gave
    /// @throws TransportException when the port is taken, the name is taken or the port mapper is out of reach
    Listening listen(NodeName us, boolean hidden);

    /// Where it listens now, after {@link #listen}. The address and the incarnation stay what they were; the port mapper may
    /// be another, or be lost.
    Listening listening();

    /// Takes connections of others from now on.
    void accept(LinkAcceptor acceptor);

    /// Begins to connect to a node. The outcome is told to the listener: `up`, or `failed`.
    ///
    /// @param address where the peer listens; null asks the port mapper of the peer's host
    Attempt dial(
            NodeName peer,
            @Nullable InetSocketAddress address,
            OutgoingHandshake handshake,
            LinkListener listener);

    /// Stops listening and closes every connection. Returns when all threads and sockets are given back.
    void close();
}
