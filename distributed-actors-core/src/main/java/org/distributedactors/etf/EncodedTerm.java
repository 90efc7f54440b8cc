package org.distributedactors.etf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Term;

/// The bytes of one term that was not decoded yet, with the atoms its atom cache references stand for.
///
/// Immutable, and independent of the buffer the bytes came in. Bytes behind the term are ignored, as Erlang does.
public final class EncodedTerm {

    /// How much room a term gets of which nothing is known.
    public static final int USUAL_BYTES = 256;

    private static final Atom[] NO_ATOMS = {};

    private final byte[] bytes;
    private final Atom[] atoms;

    /// The caller gives both arrays away and never writes to them again.
    ///
    /// @param bytes a term without 131 in front
    /// @param atoms what the references stand for, by index
    public EncodedTerm(byte[] bytes, Atom[] atoms) {
        this.bytes = bytes;
        this.atoms = atoms;
    }

    /// The term's bytes as a {@link TermWriter} writes them.
    public static EncodedTerm of(Term term) {
        return written(out -> out.writeTerm(term));
    }

    /// The bytes of one term that something writes piece by piece.
    public static EncodedTerm written(Consumer<TermWriter> term) {
        return written(USUAL_BYTES, term);
    }

    /// The same of a term that probably has about so many bytes. A larger one is copied while it grows.
    public static EncodedTerm written(int expected, Consumer<TermWriter> term) {
        ByteBuf out = Unpooled.buffer(expected);
        term.accept(new TermWriter(out));
        return new EncodedTerm(ByteBufUtil.getBytes(out), NO_ATOMS);
    }

    /// How many bytes there are.
    public int size() {
        return bytes.length;
    }

    /// Whether the first bytes are these. Looks at nothing else, so it costs next to nothing.
    public boolean startsWith(int... first) {
        if (bytes.length < first.length) {
            return false;
        }
        for (int i = 0; i < first.length; i++) {
            if ((bytes[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }

    /// Writes the term as it is. Only for one whose atoms are all spelled, as those that were written here.
    public void writeTo(TermWriter out) {
        if (atoms.length > 0) {
            throw new IllegalStateException("a term whose atoms are named in a header");
        }
        out.buffer().writeBytes(bytes);
    }

    /// Writes the term, with all of its atoms spelled.
    ///
    /// @throws MalformedTermException when the bytes are no term, or over a limit
    public void copyTo(TermWriter out, TermLimits limits) {
        if (atoms.length > 0) {
            out.writeTerm(decode(limits));
        } else {
            out.buffer().writeBytes(bytes);
        }
    }

    /// The term in bytes that need nothing else, as {@link #ofBytes} takes them.
    ///
    /// @throws MalformedTermException when the bytes are no term, or over a limit
    public Binary toBytes(TermLimits limits) {
        return Binary.wrap(atoms.length > 0 ? of(decode(limits)).bytes : bytes);
    }

    /// A term of which only the bytes are known, all of its atoms spelled. The caller gives the array away.
    public static EncodedTerm ofBytes(byte[] bytes) {
        return new EncodedTerm(bytes, NO_ATOMS);
    }

    /// A new reader that stands at the term's beginning.
    public TermReader reader(TermLimits limits) {
        return new TermReader(bytes, atoms, limits);
    }

    /// Has a reader that is used again begin anew, with this term.
    ///
    /// @throws IndexOutOfBoundsException when it is longer than what the reader has room for
    public void fill(TermReader reader) {
        reader.restart(bytes, atoms);
    }

    /// The term.
    ///
    /// @throws MalformedTermException when the bytes are none, or over a limit
    public Term decode(TermLimits limits) {
        return reader(limits).readTerm();
    }

    @Override
    public String toString() {
        return "EncodedTerm[" + bytes.length + " bytes]";
    }
}
