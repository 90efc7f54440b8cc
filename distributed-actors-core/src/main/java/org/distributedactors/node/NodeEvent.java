package org.distributedactors.node;

import org.distributedactors.term.NodeName;
import org.distributedactors.transport.CloseReason;

/// A connection to another node came or went. A process that asked for it gets these as messages, as after
/// `net_kernel:monitor_nodes/1`; a listener of the node is called with them.
public sealed interface NodeEvent {

    /// The other node.
    NodeName node();

    /// Whether it is visible: listed in `nodes()` and part of `global`.
    boolean visible();

    /// A connection stands. Comes before any message of that connection.
    ///
    /// @param connection tells this connection apart from earlier and later ones, for {@link Node#sendOver}
    record NodeUp(NodeName node, boolean visible, long connection) implements NodeEvent {}

    /// The connection is gone. Comes after every message of that connection, and before a later `NodeUp`.
    ///
    /// @param reason the kind of end
    /// @param detail one clause for people
    record NodeDown(NodeName node, boolean visible, CloseReason reason, String detail)
            implements NodeEvent {}
}
