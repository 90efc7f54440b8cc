package org.distributedactors.node;

/// Hears of connections as they come and go, in order, on the thread that found out and with the peer's lock held: it
/// must only pass the event on.
public interface NodeListener {

    void nodeEvent(NodeEvent event);
}
