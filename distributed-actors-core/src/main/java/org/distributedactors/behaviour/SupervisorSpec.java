package org.distributedactors.behaviour;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a supervisor looks after, OTP's supervisor flags and child specifications.
///
/// @param strategy whom it starts again when one child fails
/// @param intensity how many restarts within `period` it does; with one more it ends
/// @param autoShutdown whether it ends with its significant children
/// @param maxChildren how many children there may be at one time
/// @param children started in this order, stopped in reverse
/// @param listener hears of restarts
public record SupervisorSpec(
        Strategy strategy,
        int intensity,
        Duration period,
        AutoShutdown autoShutdown,
        int maxChildren,
        List<ChildSpec> children,
        SupervisorListener listener) {

    private static final int INTENSITY = 3;
    private static final Duration PERIOD = Duration.ofSeconds(5);

    /// @throws IllegalArgumentException when two children have one id, or one is significant and nothing comes of it
    public SupervisorSpec {
        children = List.copyOf(children);
        if (intensity < 0 || period.isNegative() || maxChildren < children.size()) {
            throw new IllegalArgumentException(
                    "no supervisor has intensity %d, period %s and at most %d of %d children"
                            .formatted(intensity, period, maxChildren, children.size()));
        }
        Set<String> ids = new HashSet<>();
        for (ChildSpec child : children) {
            if (strategy != Strategy.DYNAMIC && !ids.add(child.id())) {
                throw new IllegalArgumentException("two children have the id " + child.id());
            }
            refuseVainSignificance(child, autoShutdown);
        }
    }

    static void refuseVainSignificance(ChildSpec child, AutoShutdown autoShutdown) {
        if (child.significant() && autoShutdown == AutoShutdown.NEVER) {
            throw new IllegalArgumentException(
                    "child " + child.id() + " is significant to a supervisor that never minds");
        }
    }

    /// One for one; three restarts in five seconds are allowed.
    public static SupervisorSpec of(ChildSpec... children) {
        return new SupervisorSpec(
                Strategy.ONE_FOR_ONE,
                INTENSITY,
                PERIOD,
                AutoShutdown.NEVER,
                Integer.MAX_VALUE,
                List.of(children),
                SupervisorListener.LOG);
    }

    /// A supervisor of children that come later; three restarts in five seconds are allowed.
    public static SupervisorSpec dynamic() {
        return of().withStrategy(Strategy.DYNAMIC);
    }

    public SupervisorSpec withStrategy(Strategy value) {
        return new SupervisorSpec(
                value, intensity, period, autoShutdown, maxChildren, children, listener);
    }

    public SupervisorSpec withIntensity(int newIntensity, Duration newPeriod) {
        return new SupervisorSpec(
                strategy, newIntensity, newPeriod, autoShutdown, maxChildren, children, listener);
    }

    public SupervisorSpec withMaxChildren(int value) {
        return new SupervisorSpec(
                strategy, intensity, period, autoShutdown, value, children, listener);
    }

    public SupervisorSpec withListener(SupervisorListener value) {
        return new SupervisorSpec(
                strategy, intensity, period, autoShutdown, maxChildren, children, value);
    }

    /// Replaces the children and says what the end of the significant ones among them means.
    public SupervisorSpec withChildren(AutoShutdown value, ChildSpec... newChildren) {
        return new SupervisorSpec(
                strategy, intensity, period, value, maxChildren, List.of(newChildren), listener);
    }
}
