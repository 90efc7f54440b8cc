package org.distributedactors.boot.discovery;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Nodes by the addresses of a name.
///
/// @param name Name with one address record per node, such as that of a headless service.
/// @param nodeName Part of the nodes' names before the '@'. Default is that of this node.
/// @param port Port the nodes listen on. Default is 'distributed-actors.transport.port'. Use 0 to ask their port mappers.
@ConfigurationProperties("distributed-actors.discovery.dns")
public record DnsDiscoveryProperties(
        @Nullable String name, @Nullable String nodeName, @Nullable Integer port) {}
