package org.distributedactors.transport;

import java.time.Instant;

/// Counters of one link, read at one moment.
///
/// @param messagesIn messages received, ticks not counted
/// @param messagesOut messages written, ticks not counted
/// @param bytesIn bytes received, ticks counted
/// @param bytesOut bytes written, ticks counted
/// @param pendingBytes bytes encoded but not yet taken by the socket
/// @param lastReceived when the last byte came in
public record LinkStatistics(
        long messagesIn,
        long messagesOut,
        long bytesIn,
        long bytesOut,
        long pendingBytes,
        Instant lastReceived) {}
