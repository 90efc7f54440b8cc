package org.distributedactors.fuzz;

import java.util.Arrays;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.ExternalTermFormat;
import org.distributedactors.etf.MalformedTermException;
import org.distributedactors.etf.TermReader;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;

/// What was read is written to bytes that are read as an equal term, and written to the same bytes again.
public final class EtfRoundTripTarget {

    private EtfRoundTripTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Term term;
        try {
            term = new TermReader(data, new Atom[0], EtfDecodeTarget.LIMITS).readTerm();
        } catch (MalformedTermException refused) {
            return;
        }
        byte[] written = ExternalTermFormat.encode(term);
        Term back = ExternalTermFormat.decode(written, EtfDecodeTarget.LIMITS);
        if (!back.equals(term) || back.hashCode() != term.hashCode()) {
            throw new AssertionError(back + " is not " + term);
        }
        if (!Arrays.equals(ExternalTermFormat.encode(back), written)) {
            throw new AssertionError("written differently: " + back);
        }
        if (!EncodedTerm.of(term).decode(EtfDecodeTarget.LIMITS).equals(term)) {
            throw new AssertionError("as a payload: " + term);
        }
    }
}
