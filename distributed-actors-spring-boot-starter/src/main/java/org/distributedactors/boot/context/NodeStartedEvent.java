package org.distributedactors.boot.context;

import org.distributedactors.term.NodeName;

/// This node came up: with the application, or again after a pause. Application events come one after the other on a thread
/// of their own, in the order in which things happened; they are for convenience and no guarantee, unlike a monitor.
///
/// @param node this node
public record NodeStartedEvent(NodeName node) {}
