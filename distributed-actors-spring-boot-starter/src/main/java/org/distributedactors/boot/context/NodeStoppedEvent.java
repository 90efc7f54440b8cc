package org.distributedactors.boot.context;

import org.distributedactors.term.NodeName;

/// This node left the cluster and ended its processes. The last event of one life of the node.
///
/// @param node this node
public record NodeStoppedEvent(NodeName node) {}
