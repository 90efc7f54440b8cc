package org.distributedactors.node;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.mapping.Mapping;
import org.distributedactors.process.Activator;
import org.distributedactors.process.MessageTracing;
import org.distributedactors.process.Ticker;
import org.distributedactors.process.Timers;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.SendBudget;
import org.distributedactors.transport.Transport;
import org.jspecify.annotations.Nullable;

/// What a node is given from outside.
///
/// @param name its name; {@link NodeName#NONODE} without distribution
/// @param distribution how it reaches others; null for a node without distribution
/// @param mapping the application's message types
/// @param limits what a message of another node may hold
/// @param environment clocks, threads and chance
/// @param firedMonitors how many monitors that fired are remembered
/// @param tracing looks at calls and messages; null for nobody
public record NodeConfig(
        NodeName name,
        @Nullable Distribution distribution,
        Mapping mapping,
        TermLimits limits,
        Environment environment,
        int firedMonitors,
        @Nullable MessageTracing tracing) {

    /// How a node reaches others.
    ///
    /// @param cookie the secret all nodes of the cluster share
    /// @param hidden whether the node stays out of other nodes' lists
    /// @param setupTime the longest that opening a connection takes
    /// @param budget how much may wait to be sent to one peer
    /// @param busyPolicy what threads of the application meet beyond that
    /// @param transport makes the network for one life of the node
    public record Distribution(
            Cookie cookie,
            boolean hidden,
            Duration setupTime,
            SendBudget budget,
            BusyPolicy busyPolicy,
            Supplier<Transport> transport) {}

    /// Everything a simulation would replace.
    ///
    /// @param activator runs the processes of users
    /// @param kernelActivator runs the kernel's own services, where users cannot hold them up
    /// @param ticker measures durations
    /// @param clock what time it is
    /// @param timers runs things later
    /// @param random for challenges; must not be guessable outside of tests
    /// @param callbacks runs listeners and completes what callers wait for; one at a time, in order
    /// @param logLines writes lines of the log for threads that may not wait for a log that stands still, such as those of the
    ///     network; one at a time, in order, and drops what is too much
    public record Environment(
            Activator activator,
            Activator kernelActivator,
            Ticker ticker,
            InstantSource clock,
            Timers timers,
            RandomGenerator random,
            Executor callbacks,
            Executor logLines) {}
}
