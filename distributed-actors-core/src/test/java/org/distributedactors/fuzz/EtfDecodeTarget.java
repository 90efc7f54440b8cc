package org.distributedactors.fuzz;

import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.distributedactors.etf.ExternalTermFormat;
import org.distributedactors.etf.MalformedTermException;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.etf.TermReader;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;

/// Any bytes as a term: a term or the one exception, and the same from an array as from a buffer. Skipping a term needs no more
/// than reading it.
public final class EtfDecodeTarget {

    static final TermLimits LIMITS = new TermLimits(64, 10_000, 100_000, 100_000, 1000);
    private static final Atom[] ATOMS = {Atom.of("a@b"), Atom.OK};

    private EtfDecodeTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Term fromArray = read(new TermReader(data, ATOMS, LIMITS));
        Term fromBuffer = read(new TermReader(Unpooled.wrappedBuffer(data), ATOMS, LIMITS));
        if (!Objects.equals(fromArray, fromBuffer)) {
            throw new AssertionError(fromArray + " is not " + fromBuffer);
        }
        if (fromArray != null) {
            check(fromArray);
            new TermReader(data, ATOMS, LIMITS).skip();
        }
        standsAlone(data);
    }

    private static Term read(TermReader reader) {
        try {
            return reader.readTerm();
        } catch (MalformedTermException refused) {
            return null;
        }
    }

    private static void check(Term term) {
        if (term.toString().length() > 4096
                || !term.equals(term)
                || term.hashCode() != term.hashCode()) {
            throw new AssertionError("text, equality or hash of " + term.getClass());
        }
    }

    private static void standsAlone(byte[] data) {
        try {
            ExternalTermFormat.decode(data, LIMITS);
        } catch (MalformedTermException refused) {
            // That is the one exception.
        }
    }
}
