package org.distributedactors.boot.actor;

import java.time.Duration;

/// Defaults for all actors and their clients.
///
/// @param callTimeout how long a call waits for its answer
/// @param shutdownTimeout how long an actor may take to end
public record ActorSettings(Duration callTimeout, Duration shutdownTimeout) {}
