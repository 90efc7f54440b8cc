package org.distributedactors.etf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;

/// Stand-alone terms, what `term_to_binary/1` and `binary_to_term/1` write and read: 131 and then the term.
///
/// ```
///  1     1    4                  N
/// +-----+----+------------------+------------------+
/// | 131 | 80 | UncompressedSize | Zlib-compressed  |
/// +-----+----+------------------+------------------+
/// ```
///
/// The compressed form is read here and nowhere else; inside distribution messages it is not allowed.
public final class ExternalTermFormat {

    private static final Atom[] NO_ATOMS = {};

    /// Deflate makes at most 1032 bytes out of one.
    private static final long BEST_RATIO = 1032;

    private ExternalTermFormat() {}

    /// The term's bytes, uncompressed.
    public static byte[] encode(Term term) {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(Tags.VERSION);
        new TermWriter(out).writeTerm(term);
        return ByteBufUtil.getBytes(out);
    }

    /// The term these bytes begin with. Bytes behind it are ignored, as `binary_to_term/1` does.
    ///
    /// @throws MalformedTermException when they are no term, or over a limit
    public static Term decode(byte[] bytes, TermLimits limits) {
        Input in = new ArrayInput(bytes);
        if (in.u8() != Tags.VERSION) {
            throw new MalformedTermException("a stand-alone term begins with " + Tags.VERSION);
        }
        if (in.peekU8(0) != Tags.COMPRESSED) {
            return new TermReader(in, NO_ATOMS, limits).readTerm();
        }
        in.tag();
        byte[] inflated = inflate(in, limits);
        return new TermReader(inflated, NO_ATOMS, limits).readTerm();
    }

    private static byte[] inflate(Input in, TermLimits limits) {
        long size = in.u32();
        if (size > limits.inflatedBytes()) {
            throw in.malformed(size + " bytes inflated, at most " + limits.inflatedBytes());
        }
        if (size > in.remaining() * BEST_RATIO) {
            throw in.malformed(size + " bytes cannot come out of " + in.remaining());
        }
        byte[] inflated = new byte[(int) size];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(in.bytes(in.remaining()));
            if (inflater.inflate(inflated) != size || !isFinished(inflater)) {
                throw in.malformed("the inflated bytes are not the " + size + " announced");
            }
            return inflated;
        } catch (DataFormatException e) {
            throw in.malformed("the compressed bytes are damaged");
        } finally {
            inflater.end();
        }
    }

    /// Whether nothing is left to inflate. The end mark may lie behind the last byte, so one more byte is asked for.
    private static boolean isFinished(Inflater inflater) throws DataFormatException {
        return inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished());
    }
}
