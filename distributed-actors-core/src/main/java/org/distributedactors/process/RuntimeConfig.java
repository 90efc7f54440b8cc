package org.distributedactors.process;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;

/// What a runtime is given from outside: who it is, how time passes, where processes run.
///
/// @param node the name that stands in every pid
/// @param creation the incarnation that stands in every pid
/// @param activator runs processes that have no activator of their own
/// @param ticker measures durations
/// @param clock what time it is, for lists that people read
/// @param timers runs things later
/// @param processLimit the most processes alive at one time
/// @param firedMonitors how many fired monitors {@link MonitorBook} keeps
/// @param tracing looks at calls and messages; null for nobody
/// @param random for references; must not be guessable outside of tests
public record RuntimeConfig(
        Atom node,
        int creation,
        Activator activator,
        Ticker ticker,
        InstantSource clock,
        Timers timers,
        int processLimit,
        int firedMonitors,
        @Nullable MessageTracing tracing,
        RandomGenerator random) {

    private static final int DEFAULT_PROCESS_LIMIT = 1 << 24;
    private static final int DEFAULT_FIRED_MONITORS = 100;

    /// Nobody looks at calls and messages; references are made with the system's source of randomness.
    public RuntimeConfig(
            Atom node,
            int creation,
            Activator activator,
            Ticker ticker,
            InstantSource clock,
            Timers timers,
            int processLimit,
            int firedMonitors) {
        this(
                node,
                creation,
                activator,
                ticker,
                clock,
                timers,
                processLimit,
                firedMonitors,
                null,
                new SecureRandom());
    }

    /// With the system's clocks, virtual threads and the usual limits.
    public static RuntimeConfig of(NodeName node, int creation, Timers timers) {
        return new RuntimeConfig(
                node.atom(),
                creation,
                Activator.virtualThreads(),
                Ticker.system(),
                InstantSource.system(),
                timers,
                DEFAULT_PROCESS_LIMIT,
                DEFAULT_FIRED_MONITORS);
    }

    public RuntimeConfig withActivator(Activator newActivator) {
        return new RuntimeConfig(
                node,
                creation,
                newActivator,
                ticker,
                clock,
                timers,
                processLimit,
                firedMonitors,
                tracing,
                random);
    }

    public RuntimeConfig withTicker(Ticker newTicker) {
        return new RuntimeConfig(
                node,
                creation,
                activator,
                newTicker,
                clock,
                timers,
                processLimit,
                firedMonitors,
                tracing,
                random);
    }

    public RuntimeConfig withClock(InstantSource newClock) {
        return new RuntimeConfig(
                node,
                creation,
                activator,
                ticker,
                newClock,
                timers,
                processLimit,
                firedMonitors,
                tracing,
                random);
    }

    public RuntimeConfig withProcessLimit(int limit) {
        return new RuntimeConfig(
                node,
                creation,
                activator,
                ticker,
                clock,
                timers,
                limit,
                firedMonitors,
                tracing,
                random);
    }

    public RuntimeConfig withFiredMonitors(int limit) {
        return new RuntimeConfig(
                node,
                creation,
                activator,
                ticker,
                clock,
                timers,
                processLimit,
                limit,
                tracing,
                random);
    }
}
