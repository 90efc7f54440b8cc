package org.distributedactors.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Nodes by the addresses that a name has, such as a headless service of Kubernetes: one node at each, all with the same
/// part before the `@`.
///
/// A name without an address is no error: the first pod of a service finds it so. The JVM keeps what it looked up, for 30
/// seconds unless the security property `networkaddress.cache.ttl` says otherwise.
public final class DnsDiscovery implements NodeDiscovery {

    private static final Logger log = LoggerFactory.getLogger(DnsDiscovery.class);

    private final String name;
    private final String alive;
    private final int port;
    private final Resolver resolver;

    /// Finds the addresses of a name.
    @FunctionalInterface
    public interface Resolver {

        /// All addresses.
        ///
        /// @throws UnknownHostException when there is none
        InetAddress[] resolve(String name) throws UnknownHostException;
    }

    /// @param name whose addresses are looked up
    /// @param alive the part of the nodes' names before the `@`
    /// @param port where each node listens; 0 asks the port mapper of its host
    public DnsDiscovery(String name, String alive, int port, Resolver resolver) {
        this.name = name;
        this.alive = alive;
        this.port = port;
        this.resolver = resolver;
    }

    /// Looks up by the JVM's own means.
    public DnsDiscovery(String name, String alive, int port) {
        this(name, alive, port, InetAddress::getAllByName);
    }

    @Override
    public Collection<Seed> nodes() {
        try {
            return Stream.of(resolver.resolve(name)).map(this::seed).toList();
        } catch (UnknownHostException none) {
            log.debug("{} has no address", name);
            return List.of();
        }
    }

    private Seed seed(InetAddress address) {
        @Nullable InetSocketAddress where = port == 0 ? null : new InetSocketAddress(address, port);
        return new Seed(new NodeName(alive, address.getHostAddress()), where);
    }
}
