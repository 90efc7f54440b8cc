package org.distributedactors.global;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// A node to take the lock with, in one attempt to join.
///
/// @param locker his locker
/// @param ourTag our tag of the attempt
/// @param hisTag his tag of it
record Candidate(Pid locker, Term ourTag, Term hisTag) {

    Atom node() {
        return locker.node();
    }
}
