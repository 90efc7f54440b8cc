package org.distributedactors.dist;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// The atoms a peer need not spell again on this connection, and the reader of the headers that refer to them.
///
/// ```
///   1      N/2 + 1       1               1 or 2    Len
/// +---+---------------+---------------+--------+----------+
/// | N | half-byte flags | InternalIndex | Len    | AtomText |   N entries; Len and AtomText only in new ones
/// +---+---------------+---------------+--------+----------+
/// ```
///
/// External Term Format, "Distribution Header". With N = 0 there is nothing behind it. Half byte i belongs to entry i,
/// the low half of a byte comes first: bit 3 says that the entry is new, the other three are the segment. One more
/// half byte behind the last says with its lowest bit that the lengths have two bytes.
///
/// A new entry takes the place of what was in its slot. There are 2048 slots and no table beyond them, so a peer that
/// sends ever new atoms fills nothing.
final class AtomCache {

    static final int SLOTS = 2048;

    private static final Atom[] NONE = {};
    private static final int NEW_ENTRY = 8;
    private static final int SEGMENT = 7;
    private static final int LONG_ATOMS = 1;

    private final @Nullable Atom[] slots = new @Nullable Atom[SLOTS];
    private Atom[] lastAtoms = NONE;
    private byte[] lastHeader = {};
    private ByteBuf lastHeaderBytes = Unpooled.EMPTY_BUFFER;

    /// Reads a header from N on, and updates the slots as it says.
    ///
    /// @return the atoms that references of this frame mean, in order
    /// @throws MalformedFrameException when the header is cut, refers to an empty slot or holds what is no atom
    Atom[] readHeader(ByteBuf in) {
        int count = FrameBytes.readByte(in);
        if (count == 0) {
            return NONE;
        }
        if (isLast(in, count)) {
            in.skipBytes(lastHeader.length);
            return lastAtoms;
        }
        int start = in.readerIndex();
        int flags = FrameBytes.skip(in, count / 2 + 1);
        boolean longAtoms = (halfByte(in, flags, count) & LONG_ATOMS) != 0;
        Atom[] atoms = new Atom[count];
        for (int i = 0; i < count; i++) {
            int flag = halfByte(in, flags, i);
            int slot = (flag & SEGMENT) << Byte.SIZE | FrameBytes.readByte(in);
            atoms[i] = (flag & NEW_ENTRY) == 0 ? cached(slot) : replace(slot, in, longAtoms);
        }
        int knownBytes = count / 2 + 1 + count;
        remember(atoms, in, start, in.readerIndex() - start == knownBytes ? knownBytes : 0);
        return atoms;
    }

    /// Most messages of a connection have the header of the one before, which names the same atoms then.
    private boolean isLast(ByteBuf in, int count) {
        return count == lastAtoms.length
                && in.readableBytes() >= lastHeader.length
                && ByteBufUtil.equals(in, in.readerIndex(), lastHeaderBytes, 0, lastHeader.length);
    }

    /// A header with a new atom changes what numbers mean, and is not the same twice.
    private void remember(Atom[] atoms, ByteBuf in, int start, int length) {
        lastAtoms = length == 0 ? NONE : atoms;
        lastHeader = new byte[length];
        in.getBytes(start, lastHeader);
        lastHeaderBytes = Unpooled.wrappedBuffer(lastHeader);
    }

    private static int halfByte(ByteBuf in, int flags, int position) {
        return in.getByte(flags + position / 2) >> (position % 2 * 4) & 0xF;
    }

    private Atom cached(int slot) {
        Atom atom = slots[slot];
        if (atom == null) {
            throw new MalformedFrameException("header: a reference to the empty slot " + slot);
        }
        return atom;
    }

    private Atom replace(int slot, ByteBuf in, boolean longAtoms) {
        int length = longAtoms ? FrameBytes.readShort(in) : FrameBytes.readByte(in);
        byte[] utf8 = FrameBytes.readBytes(in, length);
        Atom before = slots[slot];
        Atom atom = before != null && before.hasUtf8(utf8) ? before : atom(utf8);
        slots[slot] = atom;
        return atom;
    }

    private static Atom atom(byte[] utf8) {
        String name = new String(utf8, StandardCharsets.UTF_8);
        if (name.codePointCount(0, name.length()) > Atom.MAX_CHARACTERS) {
            throw new MalformedFrameException("header: an atom of more than 255 characters");
        }
        Atom atom = Atom.of(name);
        // Decoding replaces what is no UTF-8, and then the bytes are no longer the same.
        if (!atom.hasUtf8(utf8)) {
            throw new MalformedFrameException("header: an atom that is not UTF-8");
        }
        return atom;
    }
}
