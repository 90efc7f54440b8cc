package org.distributedactors.mapping;

import java.util.Set;
import org.distributedactors.etf.TermReader;
import org.distributedactors.term.Atom;

/// A type whose values begin with an atom, so that a family can tell them apart.
interface Tagged {

    /// The atoms that its values begin with.
    Set<Atom> tags();

    /// The value that is the bare atom, which was read already.
    Object readBare(Atom tag, TermReader in, int levels);

    /// Reads the value that is a tuple, from behind its tag on.
    ///
    /// @param count how many elements are left
    Object readTuple(Atom tag, TermReader in, int count, int levels);
}
