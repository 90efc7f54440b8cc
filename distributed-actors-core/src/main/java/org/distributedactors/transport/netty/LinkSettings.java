package org.distributedactors.transport.netty;

import java.time.Duration;
import java.time.InstantSource;
import org.distributedactors.dist.FrameLimits;

/// What every connection of a node has in common.
///
/// @param setupTime the longest a step of a handshake may take
/// @param netTickTime the silence after which a peer counts as down
/// @param limits what a peer may send
/// @param clock for the time a peer was last heard of
record LinkSettings(
        Duration setupTime, Duration netTickTime, FrameLimits limits, InstantSource clock) {}
