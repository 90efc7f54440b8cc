package org.distributedactors.transport.netty;

import java.time.Duration;
import java.time.InstantSource;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.transport.SendBudget;

/// What every connection of a node has in common.
///
/// @param setupTime the longest that opening a connection may take, to the end of its handshake
/// @param netTickTime the silence after which a peer counts as down
/// @param limits what a peer may send
/// @param budget what may wait to be sent
/// @param pads where messages are turned to bytes
/// @param clock for the time a peer was last heard of
record LinkSettings(
        Duration setupTime,
        Duration netTickTime,
        FrameLimits limits,
        SendBudget budget,
        MessagePads pads,
        InstantSource clock) {}
