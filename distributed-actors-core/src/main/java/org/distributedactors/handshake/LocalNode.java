package org.distributedactors.handshake;

import org.distributedactors.term.NodeName;

/// What this node says of itself in a handshake.
///
/// @param name the name it goes by
/// @param creation its incarnation, see {@link Creation}
/// @param flags what it offers
public record LocalNode(NodeName name, int creation, DistributionFlags flags) {}
