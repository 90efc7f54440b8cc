package org.distributedactors.dist;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.distributedactors.term.Binary;

/// The pieces of a message that are still to be sent, the first frame being written.
///
/// Not safe for use by several threads.
public final class Fragments {

    private final OutgoingMessage message;
    private final long sequence;
    private long next;
    private int index;
    private int sharedIndex;
    private int sharedOffset;
    private long left;

    Fragments(OutgoingMessage message, long sequence, long fragments) {
        this.message = message;
        this.sequence = sequence;
        this.next = fragments;
        this.left = message.size();
    }

    long sequence() {
        return sequence;
    }

    /// How many bytes of the message are not in a frame yet.
    public long bytesLeft() {
        return left;
    }

    /// Whether everything is in a frame.
    public boolean isDone() {
        return left == 0;
    }

    /// How many bytes the next frame has.
    public int nextFrameBytes() {
        return FrameFormat.NEXT_FRAGMENT_HEADER + nextPieceBytes();
    }

    /// How many bytes of the message the next frame has.
    public int nextPieceBytes() {
        return (int) Math.min(left, FrameFormat.FRAGMENT_BYTES);
    }

    /// Appends the next frame, its length in front.
    public void writeNext(ByteBuf out) {
        int piece = nextPieceBytes();
        out.writeInt(FrameFormat.NEXT_FRAGMENT_HEADER - Integer.BYTES + piece);
        out.writeByte(FrameFormat.VERSION).writeByte(FrameFormat.NEXT_FRAGMENT);
        out.writeLong(sequence).writeLong(number());
        writePiece(piece, out);
    }

    /// The number of the frame that is being written.
    long number() {
        return next--;
    }

    /// Appends so many bytes of the message.
    void writePiece(int length, ByteBuf out) {
        int wanted = length;
        List<OutgoingMessage.SharedBinary> shared = message.shared();
        while (wanted > 0) {
            OutgoingMessage.SharedBinary ahead =
                    sharedIndex < shared.size() ? shared.get(sharedIndex) : null;
            if (ahead != null && ahead.index() == index) {
                wanted -= writeShared(ahead.binary(), wanted, out);
            } else {
                int end = ahead == null ? message.bytes().writerIndex() : ahead.index();
                int count = Math.min(wanted, end - index);
                out.writeBytes(message.bytes(), index, count);
                index += count;
                wanted -= count;
            }
        }
        left -= length;
    }

    private int writeShared(Binary binary, int wanted, ByteBuf out) {
        int count = Math.min(wanted, binary.size() - sharedOffset);
        out.ensureWritable(count);
        binary.copyTo(sharedOffset, count, out.internalNioBuffer(out.writerIndex(), count));
        out.writerIndex(out.writerIndex() + count);
        sharedOffset += count;
        if (sharedOffset == binary.size()) {
            sharedOffset = 0;
            sharedIndex++;
        }
        return count;
    }
}
