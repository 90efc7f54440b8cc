package org.distributedactors.boot.overview;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What other nodes may see of this one.
///
/// @param enabled Whether other nodes of this library may ask for a summary of this node: names, types and numbers, no messages.
@ConfigurationProperties("distributed-actors.overview")
public record OverviewProperties(@DefaultValue("true") boolean enabled) {}
