package org.distributedactors.transport.netty;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.distributedactors.dist.OutgoingMessage;

/// Places to turn messages to bytes, used again and again. Any thread may take one; there is always another.
///
/// No thread has one of its own: virtual threads are many, and come and go.
final class MessagePads {

    /// A power of two.
    private static final int KEPT = 16;

    private final AtomicReferenceArray<OutgoingMessage> free = new AtomicReferenceArray<>(KEPT);

    OutgoingMessage take() {
        int place = place();
        OutgoingMessage pad = free.getPlain(place) == null ? null : free.getAndSet(place, null);
        return pad == null ? new OutgoingMessage() : pad;
    }

    void give(OutgoingMessage pad) {
        pad.clear();
        free.lazySet(place(), pad);
    }

    private static int place() {
        return (int) Thread.currentThread().threadId() & (KEPT - 1);
    }
}
