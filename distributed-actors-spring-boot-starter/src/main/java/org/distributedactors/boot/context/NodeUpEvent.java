package org.distributedactors.boot.context;

import org.distributedactors.term.NodeName;

/// Another node is connected.
///
/// @param node the other node
public record NodeUpEvent(NodeName node) {}
