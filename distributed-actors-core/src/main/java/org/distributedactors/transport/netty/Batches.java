package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;

/// Frames in the order in which they are sent, in buffers that each go to the socket at once. One is open and takes what
/// comes next; it is closed when it is large enough, or when it is taken.
///
/// Guarded by the lock of the {@link SendQueue}.
final class Batches {

    /// An open batch of so many bytes is closed.
    private static final int ENOUGH = 64 * 1024;

    private static final int FIRST_CAPACITY = 1024;
    private static final int KEPT_CAPACITY = 4 * ENOUGH;
    private static final int CAPACITY = ENOUGH + FIRST_CAPACITY;
    private static final int MOST_SPARES = 16;

    private final ArrayDeque<ByteBuf> closed = new ArrayDeque<>();
    private ByteBuf open = Unpooled.buffer(FIRST_CAPACITY);
    private final ArrayDeque<ByteBuf> spares = new ArrayDeque<>(MOST_SPARES);
    private long openNumber = 1;
    private long closedBytes;

    /// Where the next frame is appended.
    ByteBuf open() {
        return open;
    }

    /// The number of the open batch. They are sent in the order of their numbers.
    long openNumber() {
        return openNumber;
    }

    /// To be called when something was appended.
    void appended() {
        if (open.readableBytes() >= ENOUGH) {
            closedBytes += open.readableBytes();
            closed.add(open);
            replaceOpen(CAPACITY);
        }
    }

    private void replaceOpen(int capacity) {
        openNumber++;
        ByteBuf spare = spares.poll();
        open = spare == null ? Unpooled.buffer(capacity) : spare;
    }

    boolean isEmpty() {
        return closed.isEmpty() && !open.isReadable();
    }

    /// How many bytes there are.
    long bytes() {
        return closedBytes + open.readableBytes();
    }

    /// The next batch to be sent, to be given back to {@link #recycle}.
    ByteBuf take() {
        ByteBuf next = closed.poll();
        if (next == null) {
            next = open;
            replaceOpen(FIRST_CAPACITY);
        } else {
            closedBytes -= next.readableBytes();
        }
        return next;
    }

    /// The number of the batch that was taken last.
    long takenNumber() {
        return openNumber - 1 - closed.size();
    }

    /// Keeps the memory of a batch for the next one.
    void recycle(ByteBuf batch) {
        if (spares.size() < MOST_SPARES && batch.capacity() <= KEPT_CAPACITY) {
            spares.push(batch.clear());
        }
    }

    /// Gives back memory that a quiet connection does not need.
    void shrink() {
        spares.clear();
        if (!open.isReadable() && open.capacity() > FIRST_CAPACITY) {
            open = Unpooled.buffer(FIRST_CAPACITY);
        }
    }

    void clear() {
        closed.clear();
        closedBytes = 0;
        spares.clear();
        open = Unpooled.EMPTY_BUFFER;
    }
}
