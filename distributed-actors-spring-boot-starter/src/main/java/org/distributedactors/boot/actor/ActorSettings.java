package org.distributedactors.boot.actor;

import java.time.Duration;
import org.distributedactors.process.MailboxBound;
import org.jspecify.annotations.Nullable;

/// Defaults for all actors and their clients.
///
/// @param startTimeout how long the application's start waits for those that start with it
/// @param callTimeout how long a call waits for its answer
/// @param shutdownTimeout how long an actor may take to end
/// @param gracePeriod how long all of them may take together
/// @param mailbox how many messages may wait for one that says nothing itself; null for any number
public record ActorSettings(
        Duration startTimeout,
        Duration callTimeout,
        Duration shutdownTimeout,
        Duration gracePeriod,
        @Nullable MailboxBound mailbox) {}
