package org.distributedactors.node;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.distributedactors.process.Ticker;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Attempt;
import org.distributedactors.transport.LinkListener;
import org.distributedactors.transport.SendBudget;
import org.jspecify.annotations.Nullable;

/// What a peer needs of the node around it.
interface PeerEnvironment {

    NodeName us();

    InstantSource clock();

    Ticker ticker();

    NodeCounters counters();

    /// How much may wait to be sent to one peer.
    SendBudget budget();

    /// Runs what must not run while a lock is held.
    Executor callbacks();

    Attempt dial(NodeName peer, @Nullable InetSocketAddress address, LinkListener listener);

    /// Runs something once the longest time for setting up a connection has passed.
    void afterSetupTime(Runnable action);
}
