package org.distributedactors.etf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;

/// The bytes of one term that was not decoded yet, with the atoms its atom cache references stand for.
///
/// Immutable, and independent of the buffer the bytes came in. Bytes behind the term are ignored, as Erlang does.
public final class EncodedTerm {

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
        ByteBuf out = Unpooled.buffer();
        term.accept(new TermWriter(out));
        return new EncodedTerm(ByteBufUtil.getBytes(out), NO_ATOMS);
    }

    /// How many bytes there are.
    public int size() {
        return bytes.length;
    }

    /// A new reader that stands at the term's beginning.
    public TermReader reader(TermLimits limits) {
        return new TermReader(Unpooled.wrappedBuffer(bytes), atoms, limits);
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
