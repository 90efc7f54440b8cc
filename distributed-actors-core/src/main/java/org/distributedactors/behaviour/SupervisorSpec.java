package org.distributedactors.behaviour;

import java.time.Duration;
import java.util.List;

/// What a supervisor looks after.
///
/// @param intensity how many restarts within `period` are too many by one
/// @param children started in this order, stopped in reverse
public record SupervisorSpec(int intensity, Duration period, List<ChildSpec> children) {

    private static final int INTENSITY = 3;
    private static final Duration PERIOD = Duration.ofSeconds(5);

    public SupervisorSpec {
        children = List.copyOf(children);
    }

    /// Three restarts in five seconds are allowed.
    public static SupervisorSpec of(ChildSpec... children) {
        return new SupervisorSpec(INTENSITY, PERIOD, List.of(children));
    }

    public SupervisorSpec withIntensity(int newIntensity, Duration newPeriod) {
        return new SupervisorSpec(newIntensity, newPeriod, children);
    }
}
