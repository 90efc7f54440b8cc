package org.distributedactors.transport.netty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.transport.SendBudget;
import org.jspecify.annotations.Nullable;

/// How a node uses the network.
///
/// @param bindAddress where to listen
/// @param port the port to listen on; 0 takes a free one
/// @param setupTime the longest that opening a connection may take: finding its address, the socket, TLS and the handshake
/// @param netTickTime the silence after which a peer counts as down
/// @param limits what a peer may send
/// @param budget what may wait to be sent on one connection
/// @param portMapperMode whether and how a port mapper is used
/// @param portMapper where the port mapper of this host listens; peers' hosts are asked on the same port
/// @param tls what all connections speak; null for plain ones
public record NettyTransportConfig(
        InetAddress bindAddress,
        int port,
        Duration setupTime,
        Duration netTickTime,
        FrameLimits limits,
        SendBudget budget,
        PortMapperMode portMapperMode,
        InetSocketAddress portMapper,
        @Nullable Tls tls) {

    /// How many ticks fall into the net tick time, as `net_tickintensity` of OTP's kernel.
    static final int TICK_INTENSITY = 4;

    /// Whether and how a port mapper is used.
    public enum PortMapperMode {
        /// The one that runs on this host, else one inside this JVM.
        AUTO,
        /// One that something else runs.
        EXTERNAL,
        /// One inside this JVM.
        EMBEDDED,
        /// None: peers must know the port.
        NONE
    }
}
