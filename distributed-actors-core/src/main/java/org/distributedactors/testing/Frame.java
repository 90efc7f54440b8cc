package org.distributedactors.testing;

import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.handshake.HandshakeMessage;

/// What travels over a simulated connection.
sealed interface Frame {

    /// The connection was accepted.
    record Accepted() implements Frame {}

    record Handshake(HandshakeMessage message) implements Frame {}

    record Message(DistributionMessage message) implements Frame {}

    /// The other end was closed; nothing follows.
    record End() implements Frame {}
}
