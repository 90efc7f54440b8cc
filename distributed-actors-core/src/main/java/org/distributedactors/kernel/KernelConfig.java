package org.distributedactors.kernel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.distributedactors.discovery.NodeDiscovery;
import org.distributedactors.global.ConflictMethod;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.mapping.Mapping;
import org.distributedactors.migration.MigrationSettings;
import org.distributedactors.migration.rebalance.RebalanceSettings;
import org.distributedactors.node.BusyPolicy;
import org.distributedactors.process.MessageTracing;
import org.distributedactors.rpc.Grant;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.SendBudget;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.distributedactors.transport.netty.Tls;
import org.jspecify.annotations.Nullable;

/// How a node is set up. Made with {@link #builder}; every value has a default.
///
/// @param name the node's name; without a cookie it is {@link NodeName#NONODE}
/// @param cookie the secret of the cluster; null for a node without distribution
/// @param hidden whether the node stays out of other nodes' lists
/// @param bindAddress where to listen
/// @param port the port to listen on; 0 takes a free one
/// @param setupTime the longest that opening a connection may take: finding its address, the socket, TLS and the handshake
/// @param netTickTime the silence after which a peer counts as down
/// @param suspicionTime the silence after which a peer of this library does, unless others hear it; zero for the net tick alone
/// @param maxFrameBytes the longest frame accepted
/// @param maxMessageBytes the longest message put together from fragments, for each connection
/// @param busyBytes from how many waiting bytes on those wait who send to a peer
/// @param busyPolicy what threads of the application meet that send then
/// @param busyTimeout how long a peer may take next to nothing of what waits
/// @param portMapperMode whether and how a port mapper is used
/// @param portMapper where the port mapper of this host listens
/// @param tls what all connections speak; null for plain ones
/// @param discovery where other nodes may be
/// @param discoveryInterval the time between two looks at it
/// @param remoteSpawn which other nodes may start actors here; even then only those marked so
/// @param spawnLimit how many spawned actors there may be at a time
/// @param preventOverlappingPartitions as the parameter of OTP's kernel; must be equal on all nodes
/// @param conflictMethod what happens when two partitions meet with different owners of a name that was registered without
///     saying so
/// @param callTimeout the longest a spawn on another node is waited for
/// @param firedMonitors how many monitors that fired are remembered
/// @param mailboxWarning the most messages that wait for a process before that is logged and counted; 0 never is
/// @param migration limits of processes that move between nodes
/// @param rebalance how processes are spread over the nodes
/// @param mapping the application's message types
/// @param tracing looks at calls and messages; null for nobody
public record KernelConfig(
        NodeName name,
        @Nullable Cookie cookie,
        boolean hidden,
        InetAddress bindAddress,
        int port,
        Duration setupTime,
        Duration netTickTime,
        Duration suspicionTime,
        int maxFrameBytes,
        int maxMessageBytes,
        long busyBytes,
        BusyPolicy busyPolicy,
        Duration busyTimeout,
        PortMapperMode portMapperMode,
        InetSocketAddress portMapper,
        @Nullable Tls tls,
        NodeDiscovery discovery,
        Duration discoveryInterval,
        Grant remoteSpawn,
        int spawnLimit,
        boolean preventOverlappingPartitions,
        ConflictMethod conflictMethod,
        Duration callTimeout,
        int firedMonitors,
        int mailboxWarning,
        MigrationSettings migration,
        RebalanceSettings rebalance,
        Mapping mapping,
        @Nullable MessageTracing tracing) {

    /// How much may wait to be sent to one peer.
    SendBudget budget() {
        return new SendBudget(busyBytes, busyTimeout, maxMessageBytes);
    }

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
        private Duration suspicionTime = Duration.ofSeconds(8);
        private int maxFrameBytes = 16 * MEBIBYTE;
        private int maxMessageBytes = 64 * MEBIBYTE;
        private long busyBytes = MEBIBYTE;
        private BusyPolicy busyPolicy = BusyPolicy.WAIT;
        private Duration busyTimeout = Duration.ofSeconds(60);
        private PortMapperMode portMapperMode = PortMapperMode.AUTO;
        private InetSocketAddress portMapper =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), EPMD_PORT);
        private @Nullable Tls tls;
        private NodeDiscovery discovery = List::of;
        private Duration discoveryInterval = Duration.ofSeconds(10);
        private Grant remoteSpawn = Grant.NOBODY;
        private int spawnLimit = 1_000_000;
        private boolean preventOverlappingPartitions = true;
        private ConflictMethod conflictMethod = ConflictMethod.RANDOM_EXIT_NAME;
        private Duration callTimeout = Duration.ofSeconds(5);
        private int firedMonitors = 100;
        private int mailboxWarning = 10_000;
        private MigrationSettings migration = MigrationSettings.defaults();
        private RebalanceSettings rebalance = RebalanceSettings.defaults();
        private Mapping mapping = new Mapping();
        private @Nullable MessageTracing tracing;

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

        /// The longest that opening a connection may take, from finding its address to the end of its handshake; 7 s.
        public Builder setupTime(Duration value) {
            setupTime = value;
            return this;
        }

        /// The silence after which a peer counts as down; 60 s.
        public Builder netTickTime(Duration value) {
            netTickTime = value;
            return this;
        }

        /// The silence after which a peer of this library is down unless others hear it; 8 s. Zero leaves it to the net tick.
        public Builder suspicionTime(Duration value) {
            suspicionTime = value;
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

        /// From how many waiting bytes on those wait who send to a peer; 1 MiB.
        public Builder busyBytes(long value) {
            busyBytes = value;
            return this;
        }

        /// What threads of the application meet that send then; they wait.
        public Builder busyPolicy(BusyPolicy value) {
            busyPolicy = value;
            return this;
        }

        /// How long a peer may take next to nothing of what waits before its connection ends; 60 s.
        public Builder busyTimeout(Duration value) {
            busyTimeout = value;
            return this;
        }

        /// Whether and how a port mapper is used, and where that of this host listens; `AUTO` on loopback 4369.
        public Builder portMapper(PortMapperMode mode, InetSocketAddress address) {
            portMapperMode = mode;
            portMapper = address;
            return this;
        }

        /// What all connections speak, with every other node; null, the default, for plain ones.
        public Builder tls(@Nullable Tls value) {
            tls = value;
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
            return remoteSpawn(value ? Grant.ANYBODY : Grant.NOBODY);
        }

        public Builder spawnLimit(int value) {
            spawnLimit = value;
            return this;
        }

        public Builder remoteSpawn(Grant value) {
            remoteSpawn = value;
            return this;
        }

        /// Whether connections that leave partitions overlapping are closed; true, as OTP.
        public Builder preventOverlappingPartitions(boolean value) {
            preventOverlappingPartitions = value;
            return this;
        }

        /// What happens when two partitions meet with different owners of a name; {@link ConflictMethod#RANDOM_EXIT_NAME}, as
        /// OTP.
        public Builder conflictMethod(ConflictMethod value) {
            conflictMethod = value;
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

        /// The most messages that wait for a process before that is logged and counted; 10,000, and 0 never is.
        public Builder mailboxWarning(int value) {
            mailboxWarning = value;
            return this;
        }

        /// Limits of processes that move between nodes.
        public Builder rebalance(RebalanceSettings value) {
            rebalance = value;
            return this;
        }

        public Builder migration(MigrationSettings value) {
            migration = value;
            return this;
        }

        /// The application's message types; the built-in mapping.
        public Builder mapping(Mapping value) {
            mapping = value;
            return this;
        }

        /// Who looks at calls and messages, for observations and traces; null, the default, for nobody.
        public Builder tracing(@Nullable MessageTracing value) {
            tracing = value;
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
                    suspicionTime,
                    maxFrameBytes,
                    maxMessageBytes,
                    busyBytes,
                    busyPolicy,
                    busyTimeout,
                    portMapperMode,
                    portMapper,
                    tls,
                    discovery,
                    discoveryInterval,
                    remoteSpawn,
                    spawnLimit,
                    preventOverlappingPartitions,
                    conflictMethod,
                    callTimeout,
                    firedMonitors,
                    mailboxWarning,
                    migration,
                    rebalance,
                    mapping,
                    tracing);
        }
    }
}
