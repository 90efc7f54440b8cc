package org.distributedactors.boot.discovery;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.distributedactors.discovery.NodeDiscovery;
import org.distributedactors.discovery.Seed;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/// Nodes by the instances of a service in Spring Cloud's registry.
///
/// | Metadata | Meaning | Without it |
/// |---|---|---|
/// | `node` | the node's name, `name@host` | the name before the `@` of this node, at the instance's host |
/// | `node-port` | where it listens, on the instance's host | the port mapper of its host is asked |
public final class DiscoveryClientDiscovery implements NodeDiscovery {

    private static final Logger log = LoggerFactory.getLogger(DiscoveryClientDiscovery.class);

    private final DiscoveryClient client;
    private final String serviceId;
    private final String alive;

    /// @param alive the part of a node's name before the `@`, where the metadata does not say the name
    public DiscoveryClientDiscovery(DiscoveryClient client, String serviceId, String alive) {
        this.client = client;
        this.serviceId = serviceId;
        this.alive = alive;
    }

    /// An instance whose metadata make no sense is left out, with a line in the log at DEBUG.
    @Override
    public Collection<Seed> nodes() {
        List<Seed> seeds = new ArrayList<>();
        for (ServiceInstance instance : client.getInstances(serviceId)) {
            try {
                seeds.add(seed(instance));
            } catch (IllegalArgumentException noNode) {
                log.debug("{} is no node", instance.getInstanceId(), noNode);
            }
        }
        return seeds;
    }

    private Seed seed(ServiceInstance instance) {
        @Nullable Map<String, String> metadata = instance.getMetadata();
        String name = metadata == null ? null : metadata.get("node");
        String port = metadata == null ? null : metadata.get("node-port");
        return new Seed(
                name == null ? new NodeName(alive, instance.getHost()) : NodeName.of(name),
                port == null
                        ? null
                        : InetSocketAddress.createUnresolved(
                                instance.getHost(), Integer.parseInt(port)));
    }
}
