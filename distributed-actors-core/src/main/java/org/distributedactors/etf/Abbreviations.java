package org.distributedactors.etf;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;

/// What a {@link TermWriter} need not write, because whoever sends the bytes adds it from elsewhere.
public interface Abbreviations {

    /// The number under which the message's header names the atom; negative when the atom is to be spelled.
    int indexOf(Atom atom);

    /// Whether the bytes of the binary are put in at this place later. The writer then writes only the binary's header.
    boolean takes(Binary binary);
}
