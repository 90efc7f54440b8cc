package org.distributedactors.transport;

import java.time.Duration;

/// How much may wait to be sent to one peer, and for how long. What is said of bytes counts messages as they go over the
/// wire; see `docs/decisions/0010-senders-encode-and-wait.md`.
///
/// @param busyBytes from here on senders wait; they go on when half of it is left
/// @param patience the longest that a peer may take next to nothing of what waits
/// @param messageBytes the largest message that is sent; a peer like this one would take no larger one
public record SendBudget(long busyBytes, Duration patience, int messageBytes) {

    private static final int OVERLOADED = 2;
    private static final int MOST = 32;

    /// @throws IllegalArgumentException when one of them is not positive
    public SendBudget {
        if (busyBytes < 1 || messageBytes < 1 || !patience.isPositive()) {
            throw new IllegalArgumentException(
                    "no budget of " + busyBytes + " bytes for " + patience);
        }
    }

    /// 1 MiB as in Erlang (`+zdbbl`), a minute, and messages of 64 MiB.
    public static SendBudget defaults() {
        return new SendBudget(1 << 20, Duration.ofSeconds(60), 64 << 20);
    }

    /// @throws MessageTooLargeException when a message of so many bytes is not sent
    public void requireSize(long bytes) {
        if (bytes > messageBytes) {
            throw new MessageTooLargeException(bytes, messageBytes);
        }
    }

    /// From here on even those fail that cannot wait.
    public long overloadedBytes() {
        return OVERLOADED * busyBytes;
    }

    /// The most that signals may add, which can neither wait nor fail: beyond it the connection ends.
    public long mostBytes() {
        return MOST * busyBytes;
    }

    /// Down to here a busy connection is free again.
    public long freeBytes() {
        return busyBytes / 2;
    }
}
