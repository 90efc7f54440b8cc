package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// Finds the frames in what the socket brings. A frame that came whole is handed on in place; only one whose end is still
/// to come is copied.
///
/// ```
///  4        Length
/// +--------+---------+
/// | Length | frame   |   a Length of 0 is a tick
/// +--------+---------+
/// ```
///
/// Memory grows with what has come, whatever a length claims, but for the first {@link #TRUSTED} bytes.
final class FrameSplitter {

    private static final int LENGTH_BYTES = 4;
    private static final int TRUSTED = 128 * 1024;

    private final ByteBufAllocator allocator;
    private final int mostBytes;
    private final Frames frames;
    private @Nullable ByteBuf begun;
    private boolean stopped;

    /// Who the frames are for.
    interface Frames {

        /// A frame, without its length: from the reader index to the writer index. Neither kept nor released.
        void frame(ByteBuf frame);

        /// A length above the limit. Nothing is read any more.
        void tooLong(long length);
    }

    /// @param mostBytes the longest frame, without its length
    FrameSplitter(ByteBufAllocator allocator, int mostBytes, Frames frames) {
        this.allocator = allocator;
        this.mostBytes = mostBytes;
        this.frames = frames;
    }

    /// Takes what was read, and releases it.
    void read(ByteBuf chunk) {
        try {
            if (begun != null) {
                goOn(begun, chunk);
            }
            if (begun == null) {
                readWhole(chunk);
            }
            if (!stopped && begun == null && chunk.isReadable()) {
                begun = begin(chunk);
            }
        } finally {
            chunk.release();
        }
    }

    private void readWhole(ByteBuf chunk) {
        int end = chunk.writerIndex();
        while (!stopped && chunk.readableBytes() >= LENGTH_BYTES) {
            int start = chunk.readerIndex();
            int length = length(chunk);
            if (stopped || chunk.readableBytes() - LENGTH_BYTES < length) {
                return;
            }
            int frameEnd = start + LENGTH_BYTES + length;
            chunk.setIndex(start + LENGTH_BYTES, frameEnd);
            try {
                frames.frame(chunk);
            } finally {
                chunk.setIndex(frameEnd, end);
            }
        }
    }

    /// The length at the reader index, which stays there.
    private int length(ByteBuf in) {
        long length = in.getUnsignedInt(in.readerIndex());
        if (length > mostBytes) {
            stop();
            frames.tooLong(length);
            return 0;
        }
        return (int) length;
    }

    private ByteBuf begin(ByteBuf chunk) {
        int known =
                chunk.readableBytes() < LENGTH_BYTES ? LENGTH_BYTES : LENGTH_BYTES + length(chunk);
        ByteBuf beginning =
                allocator.buffer(Math.max(chunk.readableBytes(), Math.min(known, TRUSTED)));
        return beginning.writeBytes(chunk);
    }

    /// Adds to the frame that is begun; once it is whole it is handed on.
    private void goOn(ByteBuf beginning, ByteBuf chunk) {
        move(chunk, beginning, LENGTH_BYTES - beginning.readableBytes());
        if (beginning.readableBytes() < LENGTH_BYTES) {
            return;
        }
        int whole = LENGTH_BYTES + length(beginning);
        move(chunk, beginning, whole - beginning.readableBytes());
        if (!stopped && beginning.readableBytes() == whole) {
            begun = null;
            try {
                frames.frame(beginning.skipBytes(LENGTH_BYTES));
            } finally {
                beginning.release();
            }
        }
    }

    private static void move(ByteBuf from, ByteBuf to, int most) {
        int count = Math.min(most, from.readableBytes());
        if (count > 0) {
            to.writeBytes(from, count);
        }
    }

    /// Looks at nothing that comes from now on.
    void stop() {
        stopped = true;
    }

    /// Gives back the memory of a frame that will never be whole.
    void close() {
        stop();
        ByteBuf beginning = begun;
        begun = null;
        if (beginning != null) {
            beginning.release();
        }
    }
}
