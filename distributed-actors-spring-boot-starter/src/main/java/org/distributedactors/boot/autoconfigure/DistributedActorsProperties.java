package org.distributedactors.boot.autoconfigure;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

/// What a user may say of the node in the application's properties. Names, defaults and texts are API. What makes no sense
/// is refused by {@link PropertiesCheck}, not here: there the message can name the property and where it was set.
///
/// @param enabled Whether to start an actor node with the application.
/// @param cookie Secret shared by every node of the cluster. Without it the node is local and listens nowhere.
/// @param allowWeakCookie Whether to listen beyond loopback with a cookie shorter than 16 characters.
/// @param cookieFile File with the cookie in its first line, readable by its owner alone.
/// @param node Who this node is.
/// @param transport How it uses the network.
/// @param epmd How peers learn its port.
/// @param discovery How it finds peers.
/// @param remoteSpawn What peers may start here.
/// @param registry How global names behave.
/// @param actor Defaults for all actors.
/// @param monitors What is remembered of monitors.
@ConfigurationProperties("distributed-actors")
public record DistributedActorsProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String cookie,
        @DefaultValue("false") boolean allowWeakCookie,
        @Nullable Resource cookieFile,
        @DefaultValue Node node,
        @DefaultValue Transport transport,
        @DefaultValue Epmd epmd,
        @DefaultValue Discovery discovery,
        @DefaultValue RemoteSpawn remoteSpawn,
        @DefaultValue Registry registry,
        @DefaultValue Actor actor,
        @DefaultValue Monitors monitors) {

    /// Says all but the cookie.
    @Override
    public String toString() {
        return "DistributedActorsProperties[enabled=%s, allowWeakCookie=%s, cookieFile=%s, node=%s, transport=%s, epmd=%s, discovery=%s, remoteSpawn=%s, registry=%s, actor=%s, monitors=%s]"
                .formatted(
                        enabled,
                        allowWeakCookie,
                        cookieFile,
                        node,
                        transport,
                        epmd,
                        discovery,
                        remoteSpawn,
                        registry,
                        actor,
                        monitors);
    }

    /// Who this node is.
    ///
    /// @param name Part of the node's name before the '@'. Default is the value of 'spring.application.name'.
    /// @param host Part of the node's name after the '@', an address or a host name with a dot. Also the address to listen on
    ///     unless 'distributed-actors.transport.bind-address' is set.
    /// @param shortNames Whether the cluster uses short host names, those without a dot.
    /// @param hidden Whether the node stays out of other nodes' lists and of their global names.
    public record Node(
            @Nullable String name,
            @DefaultValue("127.0.0.1") String host,
            @DefaultValue("false") boolean shortNames,
            @DefaultValue("false") boolean hidden) {}

    /// How this node uses the network.
    ///
    /// @param bindAddress Address to listen on. Default is that of the node's host.
    /// @param port Port to listen on. Use 0 to take a free one.
    /// @param connectTimeout Time for opening a connection, and for each step of its handshake. If a duration suffix is not
    ///     specified, seconds are used.
    /// @param netTickTime Silence after which a peer counts as down. Should be equal on all nodes. If a duration suffix is not
    ///     specified, seconds are used.
    /// @param maxFrameSize Largest frame accepted from a peer.
    /// @param maxMessageSize Largest message that is put together from a peer's fragments.
    public record Transport(
            @Nullable InetAddress bindAddress,
            @DefaultValue("0") int port,
            @DefaultValue("7s") @DurationUnit(SECONDS) Duration connectTimeout,
            @DefaultValue("60s") @DurationUnit(SECONDS) Duration netTickTime,
            @DefaultValue("16MB") DataSize maxFrameSize,
            @DefaultValue("64MB") DataSize maxMessageSize) {}

    /// How peers learn this node's port from its name.
    ///
    /// @param mode Which port mapper is used.
    /// @param host Host of this node's port mapper.
    /// @param port Port of the port mapper, on this node's host and on those of its peers.
    public record Epmd(
            @DefaultValue("auto") Mode mode,
            @DefaultValue("127.0.0.1") String host,
            @DefaultValue("4369") int port) {

        /// Which port mapper is used.
        public enum Mode {
            /// The one that runs on this host, else one inside this application.
            AUTO,
            /// One that something else runs.
            EXTERNAL,
            /// One inside this application.
            EMBEDDED,
            /// None. Peers must be told the port.
            NONE
        }
    }

    /// How this node finds peers.
    ///
    /// @param mode How peers are found.
    /// @param seeds Comma-separated list of nodes to connect to, as name@host, or as name@host:port to ask no port mapper.
    /// @param interval Time between two looks for peers that are not connected. If a duration suffix is not specified, seconds
    ///     are used.
    public record Discovery(
            @DefaultValue("static") Mode mode,
            @DefaultValue List<String> seeds,
            @DefaultValue("10s") @DurationUnit(SECONDS) Duration interval) {

        /// How peers are found.
        public enum Mode {
            /// Not at all. Peers connect to this node, or the application connects by itself.
            NONE,
            /// By the list of seeds.
            STATIC
        }
    }

    /// What peers may start here.
    ///
    /// @param enabled Whether other nodes may start actors here. Even then only those marked as spawnable.
    public record RemoteSpawn(@DefaultValue("false") boolean enabled) {}

    /// How global names behave.
    ///
    /// @param preventOverlappingPartitions Whether nodes that lost each other make the rest of the cluster part as well, as the
    ///     kernel parameter of that name in Erlang. Must be equal on all nodes.
    public record Registry(@DefaultValue("true") boolean preventOverlappingPartitions) {}

    /// Defaults for all actors.
    ///
    /// @param callTimeout Time a caller waits for a reply. If a duration suffix is not specified, seconds are used.
    /// @param shutdownTimeout Time an actor has for an orderly end. If a duration suffix is not specified, seconds are used.
    public record Actor(
            @DefaultValue("5s") @DurationUnit(SECONDS) Duration callTimeout,
            @DefaultValue("5s") @DurationUnit(SECONDS) Duration shutdownTimeout) {}

    /// What is remembered of monitors.
    ///
    /// @param historySize Ended monitors that the endpoint 'actormonitors' remembers.
    public record Monitors(@DefaultValue("100") int historySize) {}
}
