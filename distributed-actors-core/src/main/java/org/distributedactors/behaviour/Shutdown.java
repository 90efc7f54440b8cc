package org.distributedactors.behaviour;

import java.time.Duration;

/// How a supervisor ends a child, OTP's `shutdown` of a child specification.
public sealed interface Shutdown {

    /// Five seconds, OTP's default for a worker.
    Shutdown WORKER = new Within(Duration.ofSeconds(5));

    /// As long as it takes, OTP's default for a supervisor, which needs the time of its own children.
    Shutdown INFINITY = new Infinity();

    /// At once, without asking.
    Shutdown BRUTAL_KILL = new BrutalKill();

    /// The child gets `shutdown`, and `kill` when it still runs after this time.
    ///
    /// @param timeout zero kills at once
    static Shutdown within(Duration timeout) {
        return timeout.isPositive() ? new Within(timeout) : BRUTAL_KILL;
    }

    record BrutalKill() implements Shutdown {}

    record Within(Duration timeout) implements Shutdown {}

    record Infinity() implements Shutdown {}
}
