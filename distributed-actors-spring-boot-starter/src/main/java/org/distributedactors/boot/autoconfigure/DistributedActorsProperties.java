package org.distributedactors.boot.autoconfigure;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.distributedactors.migration.rebalance.RebalanceSettings;
import org.distributedactors.node.BusyPolicy;
import org.distributedactors.process.MailboxBound.Overflow;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.StringUtils;
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
/// @param ssl Whether and how connections between nodes are encrypted.
/// @param discovery How it finds peers.
/// @param remoteSpawn What peers may start here.
/// @param migration Limits of actors that move between nodes.
/// @param rebalance Whether and how processes are spread over the nodes.
/// @param registry How global names behave.
/// @param actor Defaults for all actors.
/// @param shutdown How it leaves.
/// @param monitors What is remembered of monitors.
@ConfigurationProperties("distributed-actors")
public record DistributedActorsProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String cookie,
        @DefaultValue("false") boolean allowWeakCookie,
        @Nullable String cookieFile,
        @DefaultValue Node node,
        @DefaultValue Transport transport,
        @DefaultValue Epmd epmd,
        @DefaultValue Ssl ssl,
        @DefaultValue Discovery discovery,
        @DefaultValue RemoteSpawn remoteSpawn,
        @DefaultValue Migration migration,
        @DefaultValue Rebalance rebalance,
        @DefaultValue Registry registry,
        @DefaultValue Actor actor,
        @DefaultValue Shutdown shutdown,
        @DefaultValue Monitors monitors) {

    /// Says all but the cookie.
    @Override
    public String toString() {
        return "DistributedActorsProperties[enabled=%s, allowWeakCookie=%s, cookieFile=%s, node=%s, transport=%s, epmd=%s, ssl=%s, discovery=%s, remoteSpawn=%s, migration=%s, rebalance=%s, registry=%s, actor=%s, shutdown=%s, monitors=%s]"
                .formatted(
                        enabled,
                        allowWeakCookie,
                        cookieFile,
                        node,
                        transport,
                        epmd,
                        ssl,
                        discovery,
                        remoteSpawn,
                        migration,
                        rebalance,
                        registry,
                        actor,
                        shutdown,
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
    /// @param connectTimeout Time for opening a connection, with its handshakes and the port mapper's answer. If a duration suffix
    ///     is not specified, seconds are used.
    /// @param netTickTime Silence after which a peer counts as down. Should be equal on all nodes. If a duration suffix is not
    ///     specified, seconds are used.
    /// @param suspicionTime Silence after which a peer that runs this library is down, unless other nodes hear it. Use 0 for the
    ///     net tick alone. If a duration suffix is not specified, seconds are used.
    /// @param maxFrameSize Largest frame accepted from a peer.
    /// @param maxMessageSize Largest message that is sent, or put together from a peer's fragments.
    /// @param bufferBusyLimit Bytes waiting to be sent to a peer from which on senders wait. Message handlers finish and get no
    ///     further message; beyond twice the limit their sends fail.
    /// @param busyPolicy What a thread of the application meets that sends to a peer over the limit. Processes and virtual
    ///     threads wait always.
    /// @param busyTimeout Time in which a peer has to take half of the limit, or all that waits, before it is disconnected. If
    ///     a duration suffix is not specified, seconds are used.
    public record Transport(
            @Nullable InetAddress bindAddress,
            @DefaultValue("0") int port,
            @DefaultValue("7s") @DurationUnit(SECONDS) Duration connectTimeout,
            @DefaultValue("60s") @DurationUnit(SECONDS) Duration netTickTime,
            @DefaultValue("8s") @DurationUnit(SECONDS) Duration suspicionTime,
            @DefaultValue("16MB") DataSize maxFrameSize,
            @DefaultValue("64MB") DataSize maxMessageSize,
            @DefaultValue("1MB") DataSize bufferBusyLimit,
            @DefaultValue("wait") BusyPolicy busyPolicy,
            @DefaultValue("60s") @DurationUnit(SECONDS) Duration busyTimeout) {}

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

    /// Whether and how connections between nodes are encrypted.
    ///
    /// @param enabled Whether to encrypt connections between nodes. Default is whether a bundle is set.
    /// @param bundle Name of the SSL bundle with this node's certificate and key, and with the authorities it trusts.
    /// @param clientAuth Whether a node that connects to this one shows a certificate.
    /// @param verifyPeer What the certificate of another node names, beside being of a trusted authority.
    public record Ssl(
            @Nullable Boolean enabled,
            @Nullable String bundle,
            @DefaultValue("need") ClientAuth clientAuth,
            @DefaultValue("host") VerifyPeer verifyPeer) {

        /// Whether connections are encrypted.
        public boolean isEnabled() {
            return enabled == null ? StringUtils.hasText(bundle) : enabled;
        }

        /// Whether a node that connects to this one shows a certificate.
        public enum ClientAuth {
            /// It is not asked for one. The cookie alone lets it in.
            NONE,
            /// It is asked for one, and one that it shows must be good.
            WANT,
            /// It must show a good one.
            NEED
        }

        /// What the certificate of another node names.
        public enum VerifyPeer {
            /// Nothing in particular. Each certificate of the authority may be any node.
            NONE,
            /// The host of the node.
            HOST,
            /// The whole name of the node.
            NODE
        }
    }

    /// How this node finds peers.
    ///
    /// @param mode How peers are found.
    /// @param seeds Comma-separated list of nodes to connect to, as name@host, or as name@host:port to ask no port mapper. In
    ///     the other modes they are looked for as well.
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
            STATIC,
            /// By the addresses of a name, such as a headless service of Kubernetes.
            DNS,
            /// By the port mappers of some hosts, as the net_adm world of Erlang.
            EPMD,
            /// By the DiscoveryClient of Spring Cloud.
            DISCOVERY_CLIENT
        }
    }

    /// What peers may start here.
    ///
    /// @param enabled Whether other nodes may start actors here. Even then only those marked as spawnable.
    /// @param peers Comma-separated list of nodes that may, as their names with '*' for any characters.
    /// @param maxActors Most spawned actors at a time. With as many, a spawn here fails.
    public record RemoteSpawn(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("*") List<String> peers,
            @DefaultValue("1000000") int maxActors) {}

    /// Limits of actors that move between nodes.
    ///
    /// @param maxSize Largest that an actor may be with its state and its queue. It stays where it is beyond that.
    /// @param maxLeaving Most actors on their way from this node at a time. Others wait.
    /// @param maxComing Most actors on their way to this node at a time. Others are refused.
    /// @param timeout Time for each phase of a move before it is called off. If a duration suffix is not specified, seconds are
    ///     used.
    /// @param doubtLimit Time to wait for a node that was lost while it took over or gave away an actor, before this node goes on
    ///     alone. Use 0 to wait for ever. If a duration suffix is not specified, seconds are used.
    public record Migration(
            @DefaultValue("16MB") DataSize maxSize,
            @DefaultValue("64") int maxLeaving,
            @DefaultValue("256") int maxComing,
            @DefaultValue("5s") @DurationUnit(SECONDS) Duration timeout,
            @DefaultValue("60s") @DurationUnit(SECONDS) Duration doubtLimit) {}

    /// Whether and how processes are spread over the nodes.
    ///
    /// @param enabled Whether processes that may move do so by themselves, when nodes come and go and when one has too much.
    /// @param measure What is levelled.
    /// @param perSecond Most processes that leave this node in a second.
    /// @param tolerance Difference from the mean, as a part of it, up to which nobody moves.
    /// @param interval Time between two looks. If a duration suffix is not specified, seconds are used.
    public record Rebalance(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("actors") RebalanceSettings.Measure measure,
            @DefaultValue("50") int perSecond,
            @DefaultValue("0.1") double tolerance,
            @DefaultValue("10s") @DurationUnit(SECONDS) Duration interval) {}

    /// How global names behave.
    ///
    /// @param preventOverlappingPartitions Whether nodes that lost each other make the rest of the cluster part as well, as the
    ///     kernel parameter of that name in Erlang. Must be equal on all nodes.
    /// @param conflict What happens when two partitions meet and each has a process under the same global name.
    /// @param minority What a node does about its global actors when it is not connected with most of the seeds.
    /// @param exclusiveLease How long the lock of an exclusive actor lasts without renewal. If a duration suffix is not specified,
    ///     seconds are used.
    public record Registry(
            @DefaultValue("true") boolean preventOverlappingPartitions,
            @DefaultValue("random-exit") Conflict conflict,
            @DefaultValue("keep") Minority minority,
            @DefaultValue("15s") @DurationUnit(SECONDS) Duration exclusiveLease) {

        /// Who keeps a name that two processes have.
        public enum Conflict {
            /// The process on the node with the greater name is killed, as in Erlang.
            RANDOM_EXIT,
            /// The process that has had the name for less long is killed.
            KEEP_OLDER,
            /// Nobody keeps it; both processes live and are told.
            NOTIFY
        }

        /// What the side of a partition does that has not most of the seeds.
        public enum Minority {
            /// Goes on, as Erlang does.
            KEEP,
            /// Stops actors with a global name until it has most of the seeds again.
            STOP_GLOBAL
        }
    }

    /// Defaults for all actors.
    ///
    /// @param startTimeout Time the application's start waits for the actors that start with it, and for their global names to have
    ///     an owner somewhere. Use 0 to not wait. If a duration suffix is not specified, seconds are used.
    /// @param callTimeout Time a caller waits for a reply. If a duration suffix is not specified, seconds are used.
    /// @param shutdownTimeout Time an actor has for an orderly end. If a duration suffix is not specified, seconds are used.
    /// @param mailboxWarning Messages waiting for one process above which that is logged and counted. Use 0 to never warn.
    /// @param mailbox How many messages may wait for an actor that says nothing itself.
    public record Actor(
            @DefaultValue("10s") @DurationUnit(SECONDS) Duration startTimeout,
            @DefaultValue("5s") @DurationUnit(SECONDS) Duration callTimeout,
            @DefaultValue("5s") @DurationUnit(SECONDS) Duration shutdownTimeout,
            @DefaultValue("10000") int mailboxWarning,
            @DefaultValue Mailbox mailbox) {

        /// How many messages may wait for an actor that says nothing itself.
        ///
        /// @param limit Most messages that wait for one actor. Use 0 for any number.
        /// @param overflow What becomes of a message that finds the mailbox full.
        public record Mailbox(
                @DefaultValue("0") int limit, @DefaultValue("fail") Overflow overflow) {}
    }

    /// How this node leaves.
    ///
    /// @param gracePeriod Time to give processes to other nodes and to end the rest, before connections close. If a duration suffix is
    ///     not specified, seconds are used.
    public record Shutdown(@DefaultValue("10s") @DurationUnit(SECONDS) Duration gracePeriod) {}

    /// What is remembered of monitors.
    ///
    /// @param historySize Ended monitors that the endpoint 'actormonitors' remembers.
    public record Monitors(@DefaultValue("100") int historySize) {}
}
