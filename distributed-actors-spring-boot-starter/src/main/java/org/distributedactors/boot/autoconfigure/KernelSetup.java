package org.distributedactors.boot.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.distributedactors.discovery.Seed;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.springframework.core.env.ConfigurableEnvironment;

/// From properties to the kernel's own configuration. Opens nothing.
final class KernelSetup {

    private final DistributedActorsProperties properties;
    private final ConfigurableEnvironment environment;

    KernelSetup(DistributedActorsProperties properties, ConfigurableEnvironment environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /// @throws NodeConfigurationException when the properties make no node together
    /// @throws org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException when one makes no
    ///     sense by itself
    KernelConfig.Builder builder(DistributedActorsConnectionDetails details) {
        PropertiesCheck.check(properties);
        String cookie = details.cookie();
        KernelConfig.Builder builder =
                cookie == null ? local() : distributed(cookie, details.seeds());
        return builder.callTimeout(properties.actor().callTimeout())
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
        List<Seed> wanted =
                discovery.mode() == DistributedActorsProperties.Discovery.Mode.STATIC
                        ? seeds
                        : List.of();
        return KernelConfig.builder(name)
                .cookie(cookieOf(cookie))
                .hidden(properties.node().hidden())
                .bindAddress(bindAddress)
                .port(transport.port())
                .setupTime(transport.connectTimeout())
                .netTickTime(transport.netTickTime())
                .maxFrameBytes(Math.toIntExact(transport.maxFrameSize().toBytes()))
                .maxMessageBytes(Math.toIntExact(transport.maxMessageSize().toBytes()))
                .portMapper(mode(properties.epmd().mode()), portMapper())
                .discovery(() -> wanted, discovery.interval())
                .remoteSpawn(properties.remoteSpawn().enabled())
                .preventOverlappingPartitions(properties.registry().preventOverlappingPartitions());
    }

    private static Cookie cookieOf(String cookie) {
        try {
            return Cookie.of(cookie);
        } catch (IllegalArgumentException unusable) {
            throw new NodeConfigurationException(
                    "The cookie cannot be used: %s.".formatted(unusable.getMessage()),
                    "Set distributed-actors.cookie to 1 to 255 letters and digits, the same on every node.");
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
