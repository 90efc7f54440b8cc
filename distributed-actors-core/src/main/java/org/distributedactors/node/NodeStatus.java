package org.distributedactors.node;

import java.net.InetSocketAddress;
import java.time.Instant;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Listening;
import org.distributedactors.transport.Listening.PortMapper;
import org.jspecify.annotations.Nullable;

/// What a node says of itself.
///
/// @param name its name
/// @param creation its incarnation, 32 bits unsigned; 0 without distribution
/// @param hidden whether it stays out of other nodes' lists
/// @param listening where it listens; null without distribution
/// @param portMapper what makes its port known; null without distribution
/// @param tls whether its connections speak TLS
/// @param reachability whether others can get to it; null without distribution
/// @param since when it came up
public record NodeStatus(
        NodeName name,
        int creation,
        boolean hidden,
        @Nullable InetSocketAddress listening,
        @Nullable PortMapper portMapper,
        boolean tls,
        Listening.@Nullable State reachability,
        Instant since) {}
