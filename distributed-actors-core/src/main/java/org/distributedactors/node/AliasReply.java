package org.distributedactors.node;

import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.MalformedTermException;
import org.distributedactors.etf.TermKind;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.etf.TermReader;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// Finds the answers to calls that come to the caller's pid although the tag says where they belong:
/// `{[alias|Alias], Reply}`. Servers that know no aliases answer so, such as those of JInterface and the `net_kernel` of
/// OTP 25.
final class AliasReply {

    private static final Atom ALIAS = Atom.of("alias");

    /// A SMALL_TUPLE_EXT of 2 elements, of which the first is a LIST_EXT of one element and a tail.
    private static final int[] START = {104, 2, 108, 0, 0, 0, 1};

    private AliasReply() {}

    /// The alias that the message is an answer to, or null.
    static @Nullable Reference aliasOf(EncodedTerm payload, TermLimits limits) {
        if (!payload.startsWith(START)) {
            return null;
        }
        try {
            return aliasOf(payload.reader(limits));
        } catch (MalformedTermException noReply) {
            return null;
        }
    }

    private static @Nullable Reference aliasOf(TermReader in) {
        in.readTupleHeader();
        in.readListHeader();
        return in.peek() == TermKind.ATOM
                        && in.readAtom().equals(ALIAS)
                        && in.peek() == TermKind.REFERENCE
                ? in.readReference()
                : null;
    }
}
