package org.distributedactors.migration.rebalance;

import java.time.Duration;

/// How processes are spread.
///
/// @param automatic whether that happens by itself: when nodes come and go, and when the load differs
/// @param measure what is levelled
/// @param perSecond how many processes move from this node in a second at most
/// @param tolerance how far from the mean a node may be before anybody moves, such as 0.1
/// @param interval the time between two looks, when it happens by itself
public record RebalanceSettings(
        boolean automatic, Measure measure, int perSecond, double tolerance, Duration interval) {

    /// What is levelled.
    public enum Measure {
        /// How many spawned actors each node has.
        ACTORS,
        /// How many it has, how many messages wait there, and how busy its processors are. Nodes are level when none has more
        /// than one and a half times the mean.
        LOAD
    }

    private static final double LOAD_TOLERANCE = 0.4;

    /// @throws IllegalArgumentException when one of them makes no sense
    public RebalanceSettings {
        if (perSecond < 1 || tolerance <= 0 || !interval.isPositive()) {
            throw new IllegalArgumentException(
                    "no rebalancing with %d moves a second, tolerance %s, every %s"
                            .formatted(perSecond, tolerance, interval));
        }
    }

    /// Only when somebody asks for it: by actors, 50 a second, a tenth, every ten seconds.
    public static RebalanceSettings defaults() {
        return new RebalanceSettings(false, Measure.ACTORS, 50, 0.1, Duration.ofSeconds(10));
    }

    double tolerated() {
        return measure == Measure.LOAD ? Math.max(tolerance, LOAD_TOLERANCE) : tolerance;
    }
}
