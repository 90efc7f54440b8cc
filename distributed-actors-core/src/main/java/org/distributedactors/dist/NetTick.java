package org.distributedactors.dist;

import java.time.Duration;

/// Decides when a quiet connection needs a tick and when a silent peer is given up. No I/O, no clock, no thread: the
/// owner of the connection asks once every {@link #interval}.
///
/// | Read since the last check? | Checks without a byte read, this one included | Written, or still queued? | Step      |
/// |----------------------------|-----------------------------------------------|---------------------------|-----------|
/// | yes                        | 0, the count begins anew                      | yes                       | NOTHING   |
/// | yes                        | 0, the count begins anew                      | no                        | SEND_TICK |
/// | no                         | fewer than the intensity                      | yes                       | NOTHING, towards a hidden peer SEND_TICK |
/// | no                         | fewer than the intensity                      | no                        | SEND_TICK |
/// | no                         | the intensity                                 | either                    | DOWN      |
///
/// Any byte that was read counts, ticks too; a tick is never answered. A silent peer is noticed after the net tick
/// time, give or take one interval (the kernel application, `net_ticktime` and `net_tickintensity`).
///
/// Not safe for use by several threads: it belongs to the thread that owns the connection.
public final class NetTick {

    /// What the owner of the connection has to do now.
    public enum Step {
        NOTHING,
        SEND_TICK,
        /// Close the connection, the reason is `net_tick_timeout`.
        DOWN
    }

    /// The least and the most that `net_tickintensity` may be.
    private static final int MIN_INTENSITY = 4;

    private static final int MAX_INTENSITY = 1000;

    private final Duration interval;
    private final int intensity;
    private final boolean hiddenPeer;
    private int silentChecks;

    /// The tick towards a visible peer.
    ///
    /// @param netTickTime how long a peer may be silent, 60 s by default everywhere
    /// @param intensity how often to check in that time, 4 by default
    /// @throws IllegalArgumentException when the time is not positive or the intensity not within 4 and 1000
    public NetTick(Duration netTickTime, int intensity) {
        this(netTickTime, intensity, false);
    }

    /// The tick towards any peer. A hidden one gets a tick also when it was silent itself, for it may be a program
    /// that only answers ticks.
    public NetTick(Duration netTickTime, int intensity, boolean hiddenPeer) {
        if (!netTickTime.isPositive() || intensity < MIN_INTENSITY || intensity > MAX_INTENSITY) {
            throw new IllegalArgumentException(
                    "no tick with a time of " + netTickTime + " and an intensity of " + intensity);
        }
        this.interval = netTickTime.dividedBy(intensity);
        this.intensity = intensity;
        this.hiddenPeer = hiddenPeer;
    }

    /// The time between two checks.
    public Duration interval() {
        return interval;
    }

    /// @param wroteSinceLast whether bytes reached the socket since the check before
    /// @param readSinceLast whether bytes came from the socket since then
    /// @param writeQueueEmpty whether nothing waits to be written; what waits will do as a tick
    public Step check(boolean wroteSinceLast, boolean readSinceLast, boolean writeQueueEmpty) {
        silentChecks = readSinceLast ? 0 : Math.min(silentChecks + 1, intensity);
        if (silentChecks == intensity) {
            return Step.DOWN;
        }
        boolean quiet = !wroteSinceLast && writeQueueEmpty;
        return quiet || (hiddenPeer && !readSinceLast) ? Step.SEND_TICK : Step.NOTHING;
    }
}
