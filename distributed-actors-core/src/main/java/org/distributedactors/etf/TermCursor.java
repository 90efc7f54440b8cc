package org.distributedactors.etf;

import org.distributedactors.term.Atom;

/// Where the reading of terms stands: the bytes, the elements that open headers still owe, and the place inside a
/// STRING_EXT, whose bytes are served as the integers they stand for.
///
/// Every element takes at least one byte. So the elements all open headers still owe may never be more than the bytes
/// left, and whoever allocates what a header says never allocates more places than there are bytes.
final class TermCursor {

    private static final int NOT_IN_STRING = -1;

    final Input in;
    Atom[] atoms;
    final TermLimits limits;

    private long owed;
    private long elements;
    private int stringLeft = NOT_IN_STRING;

    TermCursor(Input in, Atom[] atoms, TermLimits limits) {
        this.in = in;
        this.atoms = atoms;
        this.limits = limits;
    }

    /// The tag of the next term. A list header of no elements is passed over: what follows it is the term.
    int nextTag() {
        if (stringLeft != NOT_IN_STRING) {
            return nextOfString();
        }
        int tag = in.tag();
        while (tag == Tags.LIST_EXT && in.peekU32(0) == 0) {
            in.skip(4);
            tag = in.tag();
        }
        countTerm();
        return tag;
    }

    private int nextOfString() {
        requireStringElement();
        stringLeft--;
        countTerm();
        return Tags.SMALL_INTEGER_EXT;
    }

    void countTerm() {
        if (owed > 0) {
            owed--;
        }
    }

    /// Begins anew, with what atom cache references in the new bytes stand for.
    @SuppressWarnings("ReferenceEquality") // no store where there is nothing new
    void restart(Atom[] newAtoms) {
        if (atoms != newAtoms) {
            atoms = newAtoms;
        }
        owed = 0;
        elements = 0;
        stringLeft = NOT_IN_STRING;
    }

    /// Takes integers of 32 bits into an array as long as nothing else comes.
    ///
    /// @return where in `into` the first one goes that was not taken
    int integers(int[] into, int from) {
        if (stringLeft != NOT_IN_STRING) {
            return from;
        }
        int next = in.integers(into, from);
        owed = Math.max(0, owed - (next - from));
        return next;
    }

    /// The tag that {@link #nextTag} will return, without moving past it.
    int peekTag() {
        if (stringLeft != NOT_IN_STRING) {
            requireStringElement();
            return Tags.SMALL_INTEGER_EXT;
        }
        int tag = in.peekU8(0);
        while (tag == Tags.LIST_EXT && in.peekU32(1) == 0) {
            in.skip(5);
            tag = in.peekU8(0);
        }
        return tag;
    }

    /// Notes that `count` more terms are to follow, and refuses it when the bytes cannot hold them.
    void claim(long count) {
        if (owed + count > in.remaining()) {
            throw in.malformed(
                    owed + count + " elements to come, " + in.remaining() + " bytes left");
        }
        countElements(count);
        owed += count;
    }

    void countElements(long count) {
        elements += count;
        if (elements > limits.elements()) {
            throw in.malformed("more than " + limits.elements() + " elements in one message");
        }
    }

    /// The number of elements of the tuple whose tag was read last, claimed.
    int tupleArity(int tag) {
        long arity =
                switch (tag) {
                    case Tags.SMALL_TUPLE_EXT -> in.u8();
                    case Tags.LARGE_TUPLE_EXT -> in.u32();
                    default -> throw in.malformed("a tuple was expected");
                };
        claim(arity);
        return (int) arity;
    }

    /// The number of elements of the LIST_EXT whose tag was read last; these and the tail are claimed.
    int listLength() {
        long length = in.u32();
        claim(length + 1);
        return (int) length;
    }

    /// The number of pairs of the map whose tag was read last, claimed.
    int mapSize(int tag) {
        if (tag != Tags.MAP_EXT) {
            throw in.malformed("a map was expected");
        }
        long size = in.u32();
        claim(2 * size);
        return (int) size;
    }

    /// The number of elements of the STRING_EXT whose tag was read last; they are served one by one from here on.
    int openString() {
        int length = in.u16();
        claim(length);
        if (length > 0) {
            stringLeft = length;
        }
        return length;
    }

    /// Whether the last element of a STRING_EXT was just read; such a list has no tail.
    boolean closeString() {
        if (stringLeft > 0) {
            throw new IllegalStateException(stringLeft + " elements of the list were not read");
        }
        boolean ended = stringLeft == 0;
        stringLeft = NOT_IN_STRING;
        return ended;
    }

    boolean isInString() {
        return stringLeft != NOT_IN_STRING;
    }

    private void requireStringElement() {
        if (stringLeft == 0) {
            throw new IllegalStateException("all elements of the list were read");
        }
    }

    /// The bytes of the BINARY_EXT, or of the BIT_BINARY_EXT of whole bytes, whose tag was read last.
    byte[] binary(int tag) {
        return switch (tag) {
            case Tags.BINARY_EXT -> in.bytes(binaryLength());
            case Tags.BIT_BINARY_EXT -> {
                int length = binaryLength();
                if (bits(length) % Byte.SIZE != 0) {
                    throw in.malformed("a binary was expected, not a bitstring");
                }
                yield in.bytes(length);
            }
            default -> throw in.malformed("a binary was expected");
        };
    }

    int binaryLength() {
        long length = in.u32();
        if (length > limits.binaryBytes()) {
            throw in.malformed("a binary of " + length + " bytes, at most " + limits.binaryBytes());
        }
        in.need(length);
        return (int) length;
    }

    /// The text of the BINARY_EXT, or of the BIT_BINARY_EXT of whole bytes, whose tag was read last.
    String utf8(int tag) {
        if (tag == Tags.BINARY_EXT) {
            return in.utf8(binaryLength());
        }
        byte[] bytes = binary(tag);
        return in.utf8(bytes, 0, bytes.length);
    }

    /// How many bits of the last byte count; 0 only when there is none.
    int bits(int length) {
        int bits = in.u8();
        if (bits > Byte.SIZE || (bits == 0) != (length == 0)) {
            throw in.malformed(bits + " bits in the last of " + length + " bytes");
        }
        return bits;
    }

    /// An atom that is part of another term, as the node in a pid.
    Atom innerAtom() {
        return AtomDecoder.read(in, in.tag(), atoms);
    }

    Position position() {
        return new Position(in.index(), owed, elements, stringLeft);
    }

    void moveTo(Position position) {
        in.moveTo(position.index);
        owed = position.owed;
        elements = position.elements;
        stringLeft = position.stringLeft;
    }

    record Position(int index, long owed, long elements, int stringLeft) {}
}
