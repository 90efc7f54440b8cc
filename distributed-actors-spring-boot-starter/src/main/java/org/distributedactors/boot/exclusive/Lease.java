package org.distributedactors.boot.exclusive;

import java.time.Duration;
import java.util.OptionalLong;
import org.distributedactors.process.Ticker;

/// The right of one instance of an exclusive actor to be the only one. An actor that wants it implements {@link LeaseAware}.
///
/// **Promised**, if the store gives a lock to one owner at a time and keeps it for the lease's time, and if clocks of nodes and
/// store run at nearly the same rate (a store that compares its owners' wall clocks, as Spring Integration's over JDBC does,
/// needs those within a fifth of a lease of each other as well): no two instances in the cluster handle a message at the same
/// time, in a partition neither. An instance is told to end when six tenths of a lease have passed without a renewal, and is
/// killed at eight tenths; a message is taken by it only before that.
///
/// **Not promised**: that a handler which is already running ends in time, or that a JVM which is paused for longer than the last
/// fifth of the lease knows it. What such a one writes elsewhere only a {@link #fencingToken} can keep out, and only where the
/// receiver checks it. And there may be nobody for a while: after a crash, until the lease has expired; and for as long as the
/// store cannot be reached.
///
/// Any thread may ask.
public final class Lease {

    private final String name;
    private final OptionalLong fencingToken;
    private final LeaseTimes times;
    private final Ticker ticker;
    private volatile long renewedNanos;
    private volatile boolean lost;

    Lease(
            String name,
            OptionalLong fencingToken,
            LeaseTimes times,
            Ticker ticker,
            long takenNanos) {
        this.name = name;
        this.fencingToken = fencingToken;
        this.times = times;
        this.ticker = ticker;
        this.renewedNanos = takenNanos;
    }

    /// The global name it is for.
    public String name() {
        return name;
    }

    /// A number that is higher than that of every owner before; empty when the application has no {@link FencingTokens}.
    public OptionalLong fencingToken() {
        return fencingToken;
    }

    /// Whether this is the only instance now, with a margin. A handler that takes long asks again before each step that
    /// counts.
    public boolean isValid() {
        return !remaining().isZero();
    }

    /// For how long that is so without a further renewal; zero when it is over.
    public Duration remaining() {
        Duration left = times.killAfter().minus(age());
        return lost || left.isNegative() ? Duration.ZERO : left;
    }

    /// The time since the last renewal.
    Duration age() {
        return Duration.ofNanos(ticker.nanos() - renewedNanos);
    }

    LeaseTimes times() {
        return times;
    }

    /// @param callNanos when the call began that renewed it
    void renewed(long callNanos) {
        renewedNanos = callNanos;
    }

    /// Whether the store can be believed to keep it for us still.
    boolean isOurs() {
        return !lost && age().compareTo(times.lease()) < 0;
    }

    /// The store says that it is not ours any more.
    void lost() {
        lost = true;
    }

    @Override
    public String toString() {
        return "Lease["
                + name
                + (fencingToken.isPresent() ? ", " + fencingToken.getAsLong() : "")
                + "]";
    }
}
