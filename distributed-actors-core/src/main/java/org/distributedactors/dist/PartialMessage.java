package org.distributedactors.dist;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.distributedactors.term.Atom;

/// A message of which some fragments are still to come.
final class PartialMessage {

    private static final int WORTH_A_COPY = 8;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - Long.BYTES;

    private final ControlMessage control;
    private final Atom[] atoms;
    private final int headBytes;
    private long fragmentsToCome;
    private byte[] bytes = {};
    private int size;

    /// @param fragments how many there are with the first, 64 bits unsigned
    /// @param headBytes how many bytes header and control message had
    /// @param piece the first piece of the message term, the rest of the frame
    /// @param trusted how many bytes may be allocated on the peer's word alone
    PartialMessage(
            ControlMessage control,
            Atom[] atoms,
            long fragments,
            int headBytes,
            ByteBuf piece,
            int trusted) {
        this.control = control;
        this.atoms = atoms;
        this.headBytes = headBytes;
        this.fragmentsToCome = fragments;
        append(fragments, piece, trusted);
    }

    /// Adds the next piece, the rest of `in`.
    ///
    /// @param fragment its number, which counts down to 1
    /// @param trusted how many bytes more than have come may be allocated on the peer's word alone
    void append(long fragment, ByteBuf in, int trusted) {
        if (fragment != fragmentsToCome) {
            throw new MalformedFrameException("fragment: a gap within a sequence");
        }
        fragmentsToCome--;
        int length = in.readableBytes();
        ensureCapacity(length, trusted);
        in.readBytes(bytes, size, length);
        size += length;
    }

    /// Grows to what the message will need if all its pieces are like this one, as they are when Erlang sends them,
    /// but beyond what is trusted never to more than twice of what has come: the number of fragments is only a claim.
    private void ensureCapacity(int length, int trusted) {
        int needed = size + length;
        if (needed <= bytes.length) {
            return;
        }
        long most = Math.min(2L * needed, LONGEST_ARRAY);
        boolean credible = fragmentsToCome >= 0 && fragmentsToCome <= Integer.MAX_VALUE;
        long expected = credible ? needed + fragmentsToCome * (length + headBytes) : most;
        boolean believed = expected >= needed && expected <= (long) needed + trusted;
        bytes =
                Arrays.copyOf(
                        bytes, (int) (believed ? expected : Math.clamp(expected, needed, most)));
    }

    boolean isComplete() {
        return fragmentsToCome == 0;
    }

    /// How many bytes of the peer's this keeps, those of header and control message too.
    int heldBytes() {
        return headBytes + size;
    }

    /// How many bytes are allocated.
    int capacity() {
        return bytes.length;
    }

    ControlMessage control() {
        return control;
    }

    Atom[] atoms() {
        return atoms;
    }

    /// The bytes of the message term so far, and perhaps some behind it that mean nothing: not worth to copy all of it. To
    /// be called once, at the end.
    byte[] bytes() {
        return bytes.length - size <= size / WORTH_A_COPY ? bytes : Arrays.copyOf(bytes, size);
    }
}
