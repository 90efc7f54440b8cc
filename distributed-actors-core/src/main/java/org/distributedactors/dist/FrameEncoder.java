package org.distributedactors.dist;

import io.netty.buffer.ByteBuf;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// Messages to frames of one connection, in the order in which they are sent.
///
/// A header names the atoms of its message. Those that the peer has in its cache from an earlier frame are not spelled
/// again, so what is written here must be sent in this order. A message of more than 64 KiB goes out in fragments where
/// the peer takes them: the control message and the beginning of the payload in the first, then the pieces in order.
/// Other messages may come between the pieces.
///
/// Not safe for use by several threads.
public final class FrameEncoder {

    private static final int NEW_ENTRY = 8;
    private static final int ENTRY_BYTES = 2 + 255;

    private final FrameForm form;
    private final @Nullable Atom[] cache = new @Nullable Atom[AtomCache.SLOTS];
    private long lastSequence;

    public FrameEncoder(FrameForm form) {
        this.form = form;
    }

    public FrameForm form() {
        return form;
    }

    /// Appends a tick: a frame of no bytes.
    public static void encodeTick(ByteBuf out) {
        out.writeInt(0);
    }

    /// Whether the message goes out in fragments.
    public boolean isCut(OutgoingMessage message) {
        return form.hasFragments() && message.size() > firstPiece(message);
    }

    private static int firstPiece(OutgoingMessage message) {
        return Math.max(message.controlBytes(), FrameFormat.FRAGMENT_BYTES);
    }

    /// Appends a message in one frame, its length in front, and returns how many bytes that were. When the buffer cannot
    /// grow, it is left as it was.
    ///
    /// @throws IllegalArgumentException when the message is longer than a frame can be
    public int write(OutgoingMessage message, ByteBuf out) {
        long most = Integer.BYTES + FrameFormat.FIRST_FRAGMENT_HEADER + headerBytes(message);
        if (message.size() > Integer.MAX_VALUE - most) {
            throw new IllegalArgumentException("a message of " + message.size() + " bytes");
        }
        out.ensureWritable((int) (most + message.size()));
        int start = out.writerIndex();
        out.writeInt(0);
        if (form.isPassThrough()) {
            out.writeByte(FrameFormat.PASS_THROUGH).writeByte(FrameFormat.VERSION);
        } else {
            out.writeByte(FrameFormat.VERSION).writeByte(FrameFormat.HEADER);
            writeHeader(message, out);
        }
        if (message.shared().isEmpty()) {
            out.writeBytes(message.bytes(), 0, message.bytes().writerIndex());
        } else {
            new Fragments(message, 0, 1).writePiece((int) message.size(), out);
        }
        return endFrame(start, out);
    }

    /// Appends the first frame of a message that is cut, and returns what is left of it. The message is read until all of
    /// it is written.
    public Fragments begin(OutgoingMessage message, ByteBuf out) {
        int firstPiece = firstPiece(message);
        long more = Math.ceilDiv(message.size() - firstPiece, FrameFormat.FRAGMENT_BYTES);
        Fragments fragments = new Fragments(message, nextSequence(), 1 + more);
        out.ensureWritable(
                Integer.BYTES
                        + FrameFormat.FIRST_FRAGMENT_HEADER
                        + headerBytes(message)
                        + firstPiece);
        int start = out.writerIndex();
        out.writeInt(0);
        out.writeByte(FrameFormat.VERSION).writeByte(FrameFormat.FIRST_FRAGMENT);
        out.writeLong(fragments.sequence()).writeLong(fragments.number());
        writeHeader(message, out);
        fragments.writePiece(firstPiece, out);
        endFrame(start, out);
        return fragments;
    }

    private static int endFrame(int start, ByteBuf out) {
        int length = out.writerIndex() - start;
        out.setInt(start, length - Integer.BYTES);
        return length;
    }

    private static int headerBytes(OutgoingMessage message) {
        return message.atomCount() * ENTRY_BYTES + message.atomCount() / 2 + 1;
    }

    /// The picture is at {@link AtomCache}.
    private void writeHeader(OutgoingMessage message, ByteBuf out) {
        int count = message.atomCount();
        out.writeByte(count);
        if (count == 0) {
            return;
        }
        int flagsIndex = out.writerIndex();
        out.writeZero(count / 2 + 1);
        int flags = 0;
        for (int i = 0; i < count; i++) {
            flags |= writeEntry(message.atom(i), out) << (i % 2 * 4);
            if (i % 2 == 1) {
                out.setByte(flagsIndex + i / 2, flags);
                flags = 0;
            }
        }
        out.setByte(flagsIndex + count / 2, flags);
    }

    /// Returns the half byte of flags that belongs to the entry.
    @SuppressWarnings("ReferenceEquality") // most are the same object
    private int writeEntry(Atom atom, ByteBuf out) {
        int slot = OutgoingMessage.slotOf(atom);
        out.writeByte(slot);
        int segment = slot >>> Byte.SIZE;
        Atom known = cache[slot];
        if (known != null && (known == atom || known.equals(atom))) {
            return segment;
        }
        cache[slot] = atom;
        out.writeByte(atom.utf8Length()).writeBytes(atom.utf8());
        return segment | NEW_ENTRY;
    }

    /// Never 0, which means to Erlang that there are no fragments.
    private long nextSequence() {
        lastSequence++;
        if (lastSequence == 0) {
            lastSequence = 1;
        }
        return lastSequence;
    }
}
