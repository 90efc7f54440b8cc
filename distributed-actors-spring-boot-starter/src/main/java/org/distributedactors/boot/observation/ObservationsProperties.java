package org.distributedactors.boot.observation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What is observed.
///
/// @param enabled Whether each handled message and each call is an observation, and traces go along with messages to nodes that do the same. Costs about a microsecond a message.
@ConfigurationProperties("distributed-actors.observations")
public record ObservationsProperties(@DefaultValue("false") boolean enabled) {}
