package org.distributedactors.boot.discovery;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Nodes by the port mappers of some hosts.
///
/// @param hosts Comma-separated list of hosts whose port mappers are asked for nodes. Default is this node's host.
@ConfigurationProperties("distributed-actors.discovery.epmd")
public record EpmdDiscoveryProperties(@DefaultValue List<String> hosts) {}
