package org.distributedactors.handshake;

import org.distributedactors.term.NodeName;

/// What is known of the other node once the handshake is complete.
///
/// @param name its name, which it proved only by holding the cookie
/// @param creation its incarnation
/// @param flags what both sides can do; this governs the connection
/// @param hidden whether one of the two does not show itself: no part in `nodes()`, `global` and `pg`
public record PeerInfo(NodeName name, int creation, DistributionFlags flags, boolean hidden) {

    /// What follows from the flags of both.
    static PeerInfo of(
            NodeName name, int creation, DistributionFlags ours, DistributionFlags theirs) {
        DistributionFlags negotiated = ours.and(theirs);
        return new PeerInfo(name, creation, negotiated, negotiated.isHidden());
    }
}
