package org.distributedactors.boot.context;

import org.distributedactors.term.NodeName;
import org.distributedactors.transport.CloseReason;

/// The connection to another node is gone, whatever the node itself may be doing.
///
/// @param node the other node
/// @param reason why
public record NodeDownEvent(NodeName node, CloseReason reason) {}
