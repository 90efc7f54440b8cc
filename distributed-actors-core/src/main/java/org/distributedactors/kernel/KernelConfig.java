package org.distributedactors.kernel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.distributedactors.discovery.NodeDiscovery;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.mapping.Mapping;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.jspecify.annotations.Nullable;

/// How a node is set up. Made with {@link #builder}; every value has a default.
///
/// @param name the node's name; without a cookie it is {@link NodeName#NONODE}
/// @param cookie the secret of the cluster; null for a node without distribution
/// @param hidden whether the node stays out of other nodes' lists
/// @param bindAddress where to listen
/// @param port the port to listen on; 0 takes a free one
/// @param setupTime the longest a connect, and then each step of a handshake, may take
/// @param netTickTime the silence after which a peer counts as down
/// @param maxFrameBytes the longest frame accepted
/// @param maxMessageBytes the longest message put together from fragments, for each connection
/// @param portMapperMode whether and how a port mapper is used
/// @param portMapper where the port mapper of this host listens
/// @param discovery where other nodes may be
/// @param discoveryInterval the time between two looks at it
/// @param remoteSpawn whether other nodes may start actors here; even then only those marked so
/// @param preventOverlappingPartitions as the parameter of OTP's kernel; must be equal on all nodes
/// @param callTimeout the longest a spawn on another node is waited for
/// @param firedMonitors how many monitors that fired are remembered
/// @param mapping the application's message types
public record KernelConfig(
        NodeName name,
        @Nullable Cookie cookie,
        boolean hidden,
        InetAddress bindAddress,
        int port,
        Duration setupTime,
        Duration netTickTime,
        int maxFrameBytes,
        int maxMessageBytes,
        PortMapperMode portMapperMode,
        InetSocketAddress portMapper,
        NodeDiscovery discovery,
        Duration discoveryInterval,
        boolean remoteSpawn,
        boolean preventOverlappingPartitions,
        Duration callTimeout,
        int firedMonitors,
        Mapping mapping) {

    /// Whether the node has a network at all.
    public boolean distributed() {
        return cookie != null;
    }

    /// A node of this name. Without a cookie the name does not matter.
    public static Builder builder(NodeName name) {
        return new Builder(name);
    }

    /// A node without distribution.
    public static Builder local() {
        return new Builder(NodeName.NONODE);
    }

    /// Collects what differs from the defaults. Used by one thread.
    public static final class Builder {

        private static final int MEBIBYTE = 1 << 20;
        private static final int EPMD_PORT = 4369;

        private final NodeName name;
        private @Nullable Cookie cookie;
        private boolean hidden;
        private InetAddress bindAddress = InetAddress.getLoopbackAddress();
        private int port;
        private Duration setupTime = Duration.ofSeconds(7);
        private Duration netTickTime = Duration.ofSeconds(60);
        private int maxFrameBytes = 16 * MEBIBYTE;
        private int maxMessageBytes = 64 * MEBIBYTE;
        private PortMapperMode portMapperMode = PortMapperMode.AUTO;
        private InetSocketAddress portMapper =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), EPMD_PORT);
        private NodeDiscovery discovery = List::of;
        private Duration discoveryInterval = Duration.ofSeconds(10);
        private boolean remoteSpawn;
        private boolean preventOverlappingPartitions = true;
        private Duration callTimeout = Duration.ofSeconds(5);
        private int firedMonitors = 100;
        private Mapping mapping = new Mapping();

        private Builder(NodeName name) {
            this.name = name;
        }

        /// The secret of the cluster; null for a node without distribution.
        public Builder cookie(@Nullable Cookie value) {
            cookie = value;
            return this;
        }

        /// Whether the node stays out of other nodes' lists.
        public Builder hidden(boolean value) {
            hidden = value;
            return this;
        }

        /// Where to listen; loopback by default.
        public Builder bindAddress(InetAddress value) {
            bindAddress = value;
            return this;
        }

        /// The port to listen on; 0, the default, takes a free one.
        public Builder port(int value) {
            port = value;
            return this;
        }

        /// The longest a connect, and then each step of a handshake, may take; 7 s.
        public Builder setupTime(Duration value) {
            setupTime = value;
            return this;
        }

        /// The silence after which a peer counts as down; 60 s.
        public Builder netTickTime(Duration value) {
            netTickTime = value;
            return this;
        }

        /// The longest frame accepted; 16 MiB.
        public Builder maxFrameBytes(int value) {
            maxFrameBytes = value;
            return this;
        }

        /// The longest message put together from fragments; 64 MiB.
        public Builder maxMessageBytes(int value) {
            maxMessageBytes = value;
            return this;
        }

        /// Whether and how a port mapper is used, and where that of this host listens; `AUTO` on loopback 4369.
        public Builder portMapper(PortMapperMode mode, InetSocketAddress address) {
            portMapperMode = mode;
            portMapper = address;
            return this;
        }

        /// Where other nodes may be, and the time between two looks; nowhere, and 10 s.
        public Builder discovery(NodeDiscovery value, Duration interval) {
            discovery = value;
            discoveryInterval = interval;
            return this;
        }

        /// Whether other nodes may start actors here; false.
        public Builder remoteSpawn(boolean value) {
            remoteSpawn = value;
            return this;
        }

        /// Whether connections that leave partitions overlapping are closed; true, as OTP.
        public Builder preventOverlappingPartitions(boolean value) {
            preventOverlappingPartitions = value;
            return this;
        }

        /// The longest a spawn on another node is waited for; 5 s.
        public Builder callTimeout(Duration value) {
            callTimeout = value;
            return this;
        }

        /// How many monitors that fired are remembered; 100.
        public Builder firedMonitors(int value) {
            firedMonitors = value;
            return this;
        }

        /// The application's message types; the built-in mapping.
        public Builder mapping(Mapping value) {
            mapping = value;
            return this;
        }

        public KernelConfig build() {
            return new KernelConfig(
                    cookie == null ? NodeName.NONODE : name,
                    cookie,
                    hidden,
                    bindAddress,
                    port,
                    setupTime,
                    netTickTime,
                    maxFrameBytes,
                    maxMessageBytes,
                    portMapperMode,
                    portMapper,
                    discovery,
                    discoveryInterval,
                    remoteSpawn,
                    preventOverlappingPartitions,
                    callTimeout,
                    firedMonitors,
                    mapping);
        }
    }
}
