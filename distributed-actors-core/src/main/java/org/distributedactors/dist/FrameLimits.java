package org.distributedactors.dist;

import org.distributedactors.etf.TermLimits;

/// How much one connection may ask of us before it is closed.
///
/// @param frameBytes the longest frame, without its length field. A peer that does not fragment puts a whole
///     message into one frame
/// @param messageBytes the most bytes of all messages that are being put together from fragments on one connection,
///     and so also of one such message
/// @param openFragments the most messages being put together at one time. Each process of a peer may have one, and
///     their bytes are counted by `messageBytes`, so this bounds only the bookkeeping
/// @param terms what control messages may hold
public record FrameLimits(int frameBytes, int messageBytes, int openFragments, TermLimits terms) {

    private static final int MEBIBYTE = 1 << 20;

    /// @throws IllegalArgumentException when a limit is not positive
    public FrameLimits {
        if (frameBytes < 1 || messageBytes < 1 || openFragments < 1) {
            throw new IllegalArgumentException("the limits of frames must be positive");
        }
    }

    /// Frames of 16 MiB, 32 MiB in fragments, 1024 messages in fragments.
    public static FrameLimits defaults() {
        return new FrameLimits(16 * MEBIBYTE, 32 * MEBIBYTE, 1024, TermLimits.defaults());
    }
}
