package org.distributedactors.boot.health;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// When the node counts as healthy.
///
/// @param minConnectedNodes Connected nodes below which health is down.
@ConfigurationProperties("distributed-actors.health")
public record NodeHealthProperties(@DefaultValue("0") int minConnectedNodes) {}
