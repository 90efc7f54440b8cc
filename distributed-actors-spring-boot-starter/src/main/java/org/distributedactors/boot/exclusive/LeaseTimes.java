package org.distributedactors.boot.exclusive;

import java.time.Duration;

/// How a lease is spent. All is counted on this node's monotonic clock, from the moment in which the call that took or
/// renewed the lease began: the store cannot have counted from an earlier one.
///
/// ```
/// 0           1/3                  0.6             0.8              1
/// ├────────────┼────────────────────┼───────────────┼───────────────┤
/// taken,       renewed, and tried   the actor is    it is killed    the store may give
/// renewed      again if that fails  told to end                     it to another
/// ```
///
/// The last fifth is for a clock that runs differently, for a pause of the JVM, and for a message that is just being handled.
///
/// @param lease the whole of it
record LeaseTimes(Duration lease) {

    static final Duration SHORTEST = Duration.ofSeconds(1);

    LeaseTimes {
        if (lease.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("a lease of less than " + SHORTEST + ": " + lease);
        }
    }

    Duration renewEvery() {
        return lease.dividedBy(3);
    }

    /// After a failure.
    Duration retryEvery() {
        return lease.dividedBy(20);
    }

    /// The longest that one attempt to take it may wait for another owner.
    Duration poll() {
        return lease.dividedBy(10);
    }

    /// From when on the actor is told to end.
    Duration endAfter() {
        return lease.multipliedBy(6).dividedBy(10);
    }

    /// From when on it is killed.
    Duration killAfter() {
        return lease.multipliedBy(8).dividedBy(10);
    }
}
