package org.distributedactors.global;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Random pauses that grow with each failure in a row, so that nodes that want the same lock get out of step.
final class Backoff {

    private final RandomGenerator random;
    private final long firstMillis;
    private final long longestMillis;
    private int failures;

    /// @param firstMillis the longest first pause
    /// @param longestMillis what the longest pause grows to, by doubling
    Backoff(RandomGenerator random, long firstMillis, long longestMillis) {
        this.random = random;
        this.firstMillis = firstMillis;
        this.longestMillis = longestMillis;
    }

    /// The pause after one more failure: from 1 ms to the present limit.
    Duration next() {
        long limit = Math.min(longestMillis, firstMillis << Math.min(failures, 20));
        failures++;
        return Duration.ofMillis(random.nextLong(1, limit + 1));
    }

    void reset() {
        failures = 0;
    }
}
