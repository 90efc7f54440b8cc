package org.distributedactors.boot.discovery;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Nodes by Spring Cloud's DiscoveryClient.
///
/// @param serviceId Service whose instances are nodes. Default is the value of 'spring.application.name'.
@ConfigurationProperties("distributed-actors.discovery.client")
public record ClientDiscoveryProperties(@Nullable String serviceId) {}
