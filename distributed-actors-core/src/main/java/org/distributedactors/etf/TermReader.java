package org.distributedactors.etf;

import io.netty.buffer.ByteBuf;
import java.math.BigInteger;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Port;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;

/// A cursor over encoded terms, without the 131 that stands in front of a stand-alone term.
///
/// Terms are read whole with {@link #readTerm}, or piece by piece: each method reads one value of its kind, or one
/// header, and moves the buffer's reader index behind it. Whatever is not as expected, be it another kind of term, a
/// length that lies or a limit, ends in {@link MalformedTermException}; the place of the cursor is undefined then,
/// until {@link #reset}. Other exceptions mean that the caller did not follow the rules below.
///
/// A header promises as many elements as it says, and a map's header twice as many; the caller reads or skips exactly
/// these. The elements that all headers promise together are never more than the bytes left, so the caller may
/// allocate what a header says. A list has its own loop, because a list may be written in pieces:
///
/// ```
/// for (int more = in.readListHeader(); more > 0; more = in.readListTail()) {
///     for (int i = 0; i < more; i++) {
///         list.add(element.read(in));
///     }
/// }
/// ```
///
/// Used by one thread at a time.
public final class TermReader {

    private static final Atom[] NO_ATOMS = {};
    private static final byte[] NO_BYTES = {};

    private final TermCursor cursor;
    private final Input in;
    private final boolean reusable;
    private int depth;

    /// A reader of the buffer's readable bytes. The buffer is neither copied nor released, and nothing that was read
    /// refers to it.
    ///
    /// @param atoms what the atom cache references in the bytes stand for
    public TermReader(ByteBuf in, Atom[] atoms, TermLimits limits) {
        this(new BufferInput(in), atoms, limits);
    }

    /// A reader of these bytes, which nobody changes while they are read.
    ///
    /// @param atoms what the atom cache references in the bytes stand for
    public TermReader(byte[] bytes, Atom[] atoms, TermLimits limits) {
        this(new ArrayInput(bytes), atoms, limits);
    }

    TermReader(Input in, Atom[] atoms, TermLimits limits) {
        this(in, atoms, limits, false);
    }

    private TermReader(Input in, Atom[] atoms, TermLimits limits, boolean reusable) {
        this.reusable = reusable;
        this.in = in;
        this.cursor = new TermCursor(in, atoms, limits);
    }

    /// A reader that is used again and again: of nothing yet, see {@link EncodedTerm#fill}.
    public static TermReader reusable(TermLimits limits) {
        return new TermReader(new ArrayInput(NO_BYTES), NO_ATOMS, limits, true);
    }

    /// Whether it may be used again.
    public boolean isReusable() {
        return reusable;
    }

    /// Forgets what it has read, and what was left to read. Only for a reusable one.
    public void clear() {
        restart(NO_BYTES, cursor.atoms);
    }

    /// Begins anew, with other bytes. Only for a reusable one.
    void restart(byte[] bytes, Atom[] atoms) {
        in.restart(bytes);
        cursor.restart(atoms);
        depth = 0;
    }

    /// The kind of the next term, which stays the next term.
    public TermKind peek() {
        int tag = cursor.peekTag();
        TermKind kind = TermKind.ofTag(tag);
        if (kind == null) {
            throw malformed("no term has tag " + tag);
        }
        return kind == TermKind.BITSTRING && in.peekU8(5) % Byte.SIZE == 0 ? TermKind.BINARY : kind;
    }

    /// The next term, whole. Nesting is limited and costs no stack.
    public Term readTerm() {
        return new TermTree(cursor).read(depth);
    }

    public Atom readAtom() {
        return AtomDecoder.read(in, cursor.nextTag(), cursor.atoms);
    }

    /// The next atom, as {@link #readAtom()}: nothing is made for one that is known.
    public Atom readAtom(KnownAtoms known) {
        return AtomDecoder.read(in, cursor.nextTag(), cursor.atoms, known);
    }

    /// The next integer, which must fit 64 bits.
    public long readLong() {
        return NumberDecoder.longValue(in, cursor.nextTag(), cursor.limits);
    }

    /// The next integer, which must fit 32 bits.
    public int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw malformed("an integer of 32 bits was expected");
        }
        return (int) value;
    }

    /// Reads elements of a list whose header was read, as integers of 32 bits, and stops early where another integer comes, or
    /// where they are not written in the usual form: those are for {@link #readInt}.
    ///
    /// @param from where in `into` the first one goes; no more are read than fit
    /// @return where the next one goes
    public int readInts(int[] into, int from) {
        return cursor.integers(into, from);
    }

    public BigInteger readBigInteger() {
        return NumberDecoder.integer(in, cursor.nextTag(), cursor.limits).bigIntegerValue();
    }

    /// The next float. An integer is no float.
    public double readDouble() {
        return NumberDecoder.floating(in, cursor.nextTag());
    }

    /// The next atom, which must be `true` or `false`.
    public boolean readBoolean() {
        Atom atom = readAtom();
        if (atom.equals(Atom.TRUE)) {
            return true;
        }
        if (atom.equals(Atom.FALSE)) {
            return false;
        }
        throw malformed("true or false was expected");
    }

    public Pid readPid() {
        return IdentifierDecoder.pid(in, cursor.nextTag(), cursor.atoms);
    }

    public Reference readReference() {
        return IdentifierDecoder.reference(in, cursor.nextTag(), cursor.atoms);
    }

    public Port readPort() {
        return IdentifierDecoder.port(in, cursor.nextTag(), cursor.atoms);
    }

    /// The bytes of the next binary, a copy that belongs to the caller.
    public byte[] readBinary() {
        return cursor.binary(cursor.nextTag());
    }

    /// The text of the next binary, which must be UTF-8.
    public String readUtf8() {
        return cursor.utf8(cursor.nextTag());
    }

    /// Begins a tuple and says how many elements follow.
    public int readTupleHeader() {
        return cursor.tupleArity(cursor.nextTag());
    }

    /// Begins a map and says how many pairs follow, each a key and a value. That no key comes twice is for the caller
    /// to see to.
    public int readMapHeader() {
        return cursor.mapSize(cursor.nextTag());
    }

    /// Begins a list and says how many elements follow; none for `[]`. After these comes {@link #readListTail}, unless
    /// there were none. The bytes of a STRING_EXT are read as the integers they stand for.
    public int readListHeader() {
        return listPiece(cursor.nextTag(), "a list was expected");
    }

    /// Ends the elements a list's header or the last tail promised, and says how many more follow: almost always none,
    /// and then the list has ended. An improper list is refused here; {@link #readTerm} reads it.
    public int readListTail() {
        return cursor.closeString()
                ? 0
                : listPiece(cursor.nextTag(), "a list that ends in [] was expected");
    }

    private int listPiece(int tag, String otherwise) {
        return switch (tag) {
            case Tags.NIL_EXT -> 0;
            case Tags.LIST_EXT -> cursor.listLength();
            case Tags.STRING_EXT -> cursor.openString();
            default -> throw malformed(otherwise);
        };
    }

    /// Passes over one whole term. It looks at lengths only.
    public void skip() {
        if (cursor.isInString()) {
            cursor.nextTag();
            in.skip(1);
            return;
        }
        TermSkipper.skip(in);
        cursor.countTerm();
    }

    /// Goes one level deeper. Who reads a type that may contain itself calls this first and {@link #leave} at the end,
    /// so that bytes cannot make it recurse further than {@link TermLimits#depth()}.
    public void enter() {
        if (++depth > cursor.limits.depth()) {
            throw malformed("more than " + cursor.limits.depth() + " terms inside each other");
        }
    }

    /// Ends what {@link #enter} began.
    public void leave() {
        depth--;
    }

    /// The place of the cursor, to come back to.
    public Mark mark() {
        return new Mark(cursor.position(), depth);
    }

    /// Goes back to a place of this reader.
    public void reset(Mark mark) {
        cursor.moveTo(mark.position);
        depth = mark.depth;
    }

    /// Whether bytes are left.
    public boolean hasMore() {
        return in.remaining() > 0;
    }

    /// How many bytes are left.
    public int remaining() {
        return in.remaining();
    }

    /// A complaint about the term that was read last, with its place, for callers that expected another value.
    public MalformedTermException malformed(String reason) {
        return in.malformed(reason);
    }

    /// A place in the bytes of one reader.
    public static final class Mark {

        private final TermCursor.Position position;
        private final int depth;

        private Mark(TermCursor.Position position, int depth) {
            this.position = position;
            this.depth = depth;
        }
    }
}
