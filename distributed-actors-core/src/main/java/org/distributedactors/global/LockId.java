package org.distributedactors.global;

import java.util.List;
import java.util.stream.Stream;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// What is locked, and on whose behalf. Several processes may hold one lock together, as long as they name the
/// same requester.
///
/// @param resource what is locked; `global` for the table of names itself
/// @param requester on whose behalf; compared as a value
record LockId(Term resource, Term requester) {

    /// The lock on the table of names for one process alone: a registration.
    static LockId ofNames(Pid registrar) {
        return new LockId(GlobalAtoms.GLOBAL, registrar);
    }

    /// The lock on the table of names that the lockers of two joining nodes share. Both find the same value.
    static LockId ofJoin(Pid locker, Pid otherLocker) {
        List<Pid> both = Stream.of(locker, otherLocker).sorted().toList();
        return new LockId(GlobalAtoms.GLOBAL, ListTerm.of(both));
    }

    /// Whether it is the lock on the table of names for a registration, and not for a join.
    boolean isOfRegistrar() {
        return isOfNames() && requester instanceof Pid;
    }

    boolean isOfNames() {
        return resource.equals(GlobalAtoms.GLOBAL);
    }
}
