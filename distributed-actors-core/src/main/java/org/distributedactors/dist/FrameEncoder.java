package org.distributedactors.dist;

import io.netty.buffer.ByteBuf;
import org.distributedactors.etf.TermWriter;
import org.jspecify.annotations.Nullable;

/// Messages to frames of one connection, in the order in which they are to be sent.
///
/// Every frame has an empty header and spells its atoms, which any peer understands. A message of more than 64 KiB
/// goes out in fragments where the peer takes them: the control message and the beginning of the payload in the
/// first, then the pieces in order. Nothing comes between them.
///
/// Not safe for use by several threads.
public final class FrameEncoder {

    private enum Form {
        HEADER,
        FRAGMENTS,
        PASS_THROUGH
    }

    private static final byte[] EMPTY_HEADER = {(byte) FrameFormat.VERSION, FrameFormat.HEADER, 0};
    private static final byte[] PASS_THROUGH = {
        FrameFormat.PASS_THROUGH, (byte) FrameFormat.VERSION
    };

    private final Form form;
    private @Nullable TermWriter writer;
    private long lastSequence;

    /// The encoder towards a peer that understands headers.
    ///
    /// @param fragments whether FRAGMENTS was negotiated
    public FrameEncoder(boolean fragments) {
        this(fragments ? Form.FRAGMENTS : Form.HEADER);
    }

    private FrameEncoder(Form form) {
        this.form = form;
    }

    /// The encoder towards a peer that offered neither DIST_HDR_ATOM_CACHE nor FRAGMENTS, as programs in C do.
    public static FrameEncoder passThrough() {
        return new FrameEncoder(Form.PASS_THROUGH);
    }

    /// Appends a tick: a frame of no bytes.
    public void encodeTick(ByteBuf out) {
        out.writeInt(0);
    }

    /// Appends one message, in one frame or in several, each with its length in front.
    ///
    /// If the payload throws, or the buffer cannot grow, `out` is left as it was and the exception goes up.
    ///
    /// @param payload present exactly when `control` is a {@link ControlMessage.WithPayload}
    /// @throws IllegalArgumentException when there is a payload too many or too few
    public void encode(ControlMessage control, @Nullable Payload payload, ByteBuf out) {
        if (control instanceof ControlMessage.WithPayload != (payload != null)) {
            throw new IllegalArgumentException(
                    control.getClass().getSimpleName()
                            + (payload == null ? " has" : " has no")
                            + " payload");
        }
        int start = out.writerIndex();
        boolean written = false;
        try {
            write(control, payload, out);
            written = true;
        } finally {
            if (!written) {
                out.writerIndex(start);
            }
        }
    }

    private void write(ControlMessage control, @Nullable Payload payload, ByteBuf out) {
        int start = out.writerIndex();
        out.writeInt(0);
        out.writeBytes(form == Form.PASS_THROUGH ? PASS_THROUGH : EMPTY_HEADER);
        int body = out.writerIndex();
        TermWriter terms = writerOf(out);
        ControlMessageCodec.write(control, terms);
        int controlBytes = out.writerIndex() - body;
        if (payload != null) {
            if (form == Form.PASS_THROUGH) {
                out.writeByte(FrameFormat.VERSION);
            }
            payload.writeTo(terms);
        }
        int firstPiece = Math.max(controlBytes, FrameFormat.FRAGMENT_BYTES);
        if (form == Form.FRAGMENTS && out.writerIndex() - body > firstPiece) {
            split(out, start, body, firstPiece);
        } else {
            out.setInt(start, out.writerIndex() - start - Integer.BYTES);
        }
    }

    /// Writes the frame that begins at `start` again, as fragments.
    private void split(ByteBuf out, int start, int body, int firstPiece) {
        int length = out.writerIndex() - body;
        ByteBuf whole = out.alloc().buffer(length);
        try {
            whole.writeBytes(out, body, length);
            out.writerIndex(start);
            long sequence = nextSequence();
            int fragments = 1 + Math.ceilDiv(length - firstPiece, FrameFormat.FRAGMENT_BYTES);
            writeFragment(
                    out,
                    FrameFormat.FIRST_FRAGMENT,
                    sequence,
                    fragments,
                    whole.readSlice(firstPiece));
            for (int fragment = fragments - 1; fragment > 0; fragment--) {
                int piece = Math.min(whole.readableBytes(), FrameFormat.FRAGMENT_BYTES);
                writeFragment(
                        out, FrameFormat.NEXT_FRAGMENT, sequence, fragment, whole.readSlice(piece));
            }
        } finally {
            whole.release();
        }
    }

    private static void writeFragment(
            ByteBuf out, int kind, long sequence, int fragment, ByteBuf piece) {
        int start = out.writerIndex();
        out.writeInt(0);
        out.writeByte(FrameFormat.VERSION);
        out.writeByte(kind);
        out.writeLong(sequence);
        out.writeLong(fragment);
        if (kind == FrameFormat.FIRST_FRAGMENT) {
            out.writeByte(0);
        }
        out.writeBytes(piece);
        out.setInt(start, out.writerIndex() - start - Integer.BYTES);
    }

    /// Never 0, which means to Erlang that there are no fragments.
    private long nextSequence() {
        lastSequence++;
        if (lastSequence == 0) {
            lastSequence = 1;
        }
        return lastSequence;
    }

    /// The writer of this buffer. Many frames go to the same one, so the last writer is kept.
    @SuppressWarnings("ReferenceEquality")
    private TermWriter writerOf(ByteBuf out) {
        TermWriter current = writer;
        if (current == null || current.buffer() != out) {
            current = new TermWriter(out);
            writer = current;
        }
        return current;
    }
}
