package org.distributedactors.boot.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.distributedactors.boot.autoconfigure.DistributedActorsProperties.Discovery.Mode;
import org.distributedactors.boot.autoconfigure.DistributedActorsProperties.Registry;
import org.distributedactors.discovery.NodeDiscovery;
import org.distributedactors.discovery.Seed;
import org.distributedactors.global.ConflictMethod;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.migration.MigrationSettings;
import org.distributedactors.migration.rebalance.RebalanceSettings;
import org.distributedactors.rpc.Grant;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.distributedactors.transport.netty.Tls;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.ConfigurableEnvironment;

/// From properties to the kernel's own configuration. Opens nothing.
final class KernelSetup {

    private final DistributedActorsProperties properties;
    private final ConfigurableEnvironment environment;
    private final NodeSslBundles bundles;
    private final @Nullable NodeDiscovery found;

    /// @param found where peers are beside the seeds; null for nowhere
    KernelSetup(
            DistributedActorsProperties properties,
            ConfigurableEnvironment environment,
            NodeSslBundles bundles,
            @Nullable NodeDiscovery found) {
        this.found = found;
        this.properties = properties;
        this.environment = environment;
        this.bundles = bundles;
    }

    /// @throws NodeConfigurationException when the properties make no node together
    /// @throws org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException when one makes no
    ///     sense by itself
    KernelConfig.Builder builder(DistributedActorsConnectionDetails details) {
        PropertiesCheck.check(properties);
        String cookie = details.cookie();
        KernelConfig.Builder builder =
                cookie == null ? local() : distributed(cookie, details.seeds()).tls(tls(details));
        return builder.callTimeout(properties.actor().callTimeout())
                .mailboxWarning(properties.actor().mailboxWarning())
                .firedMonitors(properties.monitors().historySize());
    }

    private KernelConfig.Builder local() {
        CookieRules.checkLocal(ClusterProperties.setIn(environment));
        return KernelConfig.local();
    }

    private KernelConfig.Builder distributed(String cookie, List<Seed> seeds) {
        NodeName name =
                NodeNaming.nameOf(
                        properties.node(), environment.getProperty("spring.application.name"));
        DistributedActorsProperties.Transport transport = properties.transport();
        InetAddress bindAddress = bindAddress();
        CookieRules.checkStrength(cookie, bindAddress, properties.allowWeakCookie());
        DistributedActorsProperties.Discovery discovery = properties.discovery();
        return KernelConfig.builder(name)
                .cookie(cookieOf(cookie))
                .hidden(properties.node().hidden())
                .bindAddress(bindAddress)
                .port(transport.port())
                .setupTime(transport.connectTimeout())
                .netTickTime(transport.netTickTime())
                .suspicionTime(transport.suspicionTime())
                .maxFrameBytes(Math.toIntExact(transport.maxFrameSize().toBytes()))
                .maxMessageBytes(Math.toIntExact(transport.maxMessageSize().toBytes()))
                .busyBytes(transport.bufferBusyLimit().toBytes())
                .busyPolicy(transport.busyPolicy())
                .busyTimeout(transport.busyTimeout())
                .portMapper(mode(properties.epmd().mode()), portMapper())
                .remoteSpawn(granted(properties.remoteSpawn()))
                .migration(migration(properties.migration()))
                .rebalance(rebalance(properties.rebalance()))
                .spawnLimit(properties.remoteSpawn().maxActors())
                .discovery(nodes(discovery.mode(), seeds), discovery.interval())
                .preventOverlappingPartitions(properties.registry().preventOverlappingPartitions())
                .conflictMethod(conflictMethod(properties.registry().conflict()));
    }

    private static MigrationSettings migration(DistributedActorsProperties.Migration properties) {
        return new MigrationSettings(
                Math.toIntExact(properties.maxSize().toBytes()),
                properties.maxLeaving(),
                properties.maxComing(),
                MigrationSettings.defaults().mostProcesses(),
                properties.timeout(),
                properties.doubtLimit());
    }

    private static RebalanceSettings rebalance(DistributedActorsProperties.Rebalance properties) {
        return new RebalanceSettings(
                properties.enabled(),
                properties.measure(),
                properties.perSecond(),
                properties.tolerance(),
                properties.interval());
    }

    private static Grant granted(DistributedActorsProperties.RemoteSpawn remoteSpawn) {
        return remoteSpawn.enabled() ? Grant.to(remoteSpawn.peers()) : Grant.NOBODY;
    }

    /// @throws NodeConfigurationException when the mode needs what is not there
    private NodeDiscovery nodes(Mode mode, List<Seed> seeds) {
        if (mode == Mode.NONE) {
            return List::of;
        }
        if (found == null) {
            if (mode == Mode.DISCOVERY_CLIENT) {
                throw new NodeConfigurationException(
                        "distributed-actors.discovery.mode is discovery-client, and the application"
                                + " has no DiscoveryClient.",
                        "Add a Spring Cloud starter of a registry, such as"
                                + " spring-cloud-starter-kubernetes-client, or choose another mode.");
            }
            return () -> seeds;
        }
        NodeDiscovery other = found;
        return () -> Stream.concat(seeds.stream(), other.nodes().stream()).toList();
    }

    private static ConflictMethod conflictMethod(Registry.Conflict conflict) {
        return switch (conflict) {
            case RANDOM_EXIT -> ConflictMethod.RANDOM_EXIT_NAME;
            case KEEP_OLDER -> ConflictMethod.KEEP_OLDER;
            case NOTIFY -> ConflictMethod.NOTIFY_ALL_NAME;
        };
    }

    /// The bundle that stands in the properties is watched; whoever brings his own brings no name to watch.
    private @Nullable Tls tls(DistributedActorsConnectionDetails details) {
        SslBundle bundle = details.sslBundle();
        if (bundle == null) {
            return null;
        }
        Tls tls = NodeTls.of(bundle, properties.ssl());
        String name = properties.ssl().bundle();
        if (name != null && details instanceof PropertiesDistributedActorsConnectionDetails) {
            bundles.onUpdate(name, changed -> NodeTls.update(tls, changed));
        }
        return tls;
    }

    private static Cookie cookieOf(String cookie) {
        try {
            return Cookie.of(cookie);
        } catch (IllegalArgumentException unusable) {
            throw new NodeConfigurationException(
                    "The cookie cannot be used: %s.".formatted(unusable.getMessage()),
                    "Set distributed-actors.cookie to 1 to 255 letters and digits, the same on"
                            + " every node.");
        }
    }

    private InetAddress bindAddress() {
        InetAddress address = properties.transport().bindAddress();
        return address == null
                ? resolve(properties.node().host(), "distributed-actors.node.host")
                : address;
    }

    private InetSocketAddress portMapper() {
        DistributedActorsProperties.Epmd epmd = properties.epmd();
        return new InetSocketAddress(
                resolve(epmd.host(), "distributed-actors.epmd.host"), epmd.port());
    }

    private static InetAddress resolve(String host, String property) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new NodeConfigurationException(
                    "The host '%s' has no address that this machine can find out.".formatted(host),
                    "Set %s to an address, or to a host name that resolves here."
                            .formatted(property));
        }
    }

    private static PortMapperMode mode(DistributedActorsProperties.Epmd.Mode mode) {
        return switch (mode) {
            case AUTO -> PortMapperMode.AUTO;
            case EXTERNAL -> PortMapperMode.EXTERNAL;
            case EMBEDDED -> PortMapperMode.EMBEDDED;
            case NONE -> PortMapperMode.NONE;
        };
    }
}
