package org.distributedactors.dist;

import org.distributedactors.etf.TermLimits;

/// How much one connection may ask of us before it is closed.
///
/// @param frameBytes the longest frame, without its length field. A peer that does not fragment puts a whole
///     message into one frame
/// @param messageBytes the most bytes of all messages that are being put together from fragments on one connection,
///     and so also of one such message; what stands in front of a message counts too
/// @param openFragments the most messages being put together at one time. Each process of a peer may have one, and
///     their bytes are counted by `messageBytes`, so this bounds only the bookkeeping
/// @param terms what control messages may hold
public record FrameLimits(int frameBytes, int messageBytes, int openFragments, TermLimits terms) {

    private static final int MEBIBYTE = 1 << 20;

    /// Above this the bytes would not fit one array with room to grow.
    private static final int MOST_BYTES = 1024 * MEBIBYTE;

    /// @throws IllegalArgumentException when a limit is not positive, or one of bytes above 1 GiB
    public FrameLimits {
        requireWithin("frameBytes", frameBytes, MOST_BYTES);
        requireWithin("messageBytes", messageBytes, MOST_BYTES);
        requireWithin("openFragments", openFragments, Integer.MAX_VALUE);
    }

    /// Frames of 16 MiB, 32 MiB in fragments, 1024 messages in fragments.
    public static FrameLimits defaults() {
        return new FrameLimits(16 * MEBIBYTE, 32 * MEBIBYTE, 1024, TermLimits.defaults());
    }

    private static void requireWithin(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " is 1 to " + most + ", not " + value);
        }
    }
}
