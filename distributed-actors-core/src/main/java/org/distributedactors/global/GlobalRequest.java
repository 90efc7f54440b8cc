package org.distributedactors.global;

import java.util.List;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;

/// What one name server asks another with `gen_server:call`. Each member of a partition asks every other
/// member for each change, and waits without end, so each request is answered at once.
sealed interface GlobalRequest {

    /// Answered `true` when the lock is free or held for the same requester.
    record SetLock(LockId lock) implements GlobalRequest {}

    /// Answered `true`.
    record DelLock(LockId lock) implements GlobalRequest {}

    /// Answered `yes`. The caller holds the lock on the table of names.
    record Register(GlobalName entry) implements GlobalRequest {}

    /// Registers a process of a node without a name server (a C node) on behalf of `registeredBy`.
    record RegisterExternal(GlobalName entry, Atom registeredBy) implements GlobalRequest {}

    /// Answered `ok`. The caller holds the lock on the table of names.
    record Unregister(Term name) implements GlobalRequest {}

    /// Answered with the nodes of this partition without this one.
    record GetKnown() implements GlobalRequest {}

    /// Answered with the nodes whose names are the same as ours.
    record GetSynced() implements GlobalRequest {}

    /// Answered with the version of this protocol.
    record GetProtocolVersion() implements GlobalRequest {}

    /// Answered with the names of processes on nodes without a name server: none here.
    record GetNamesExternal() implements GlobalRequest {}

    /// Asked of nodes that run this library only. Answered with {@link NameTable#digest}, or `busy` while the lock on names is
    /// set.
    record GetDigest() implements GlobalRequest {}

    /// Asked of nodes that run this library only. Answered with all names as `{Name, Pid, Method}`.
    record GetTable() implements GlobalRequest {}

    /// Answered `ok` as soon as each of the nodes is synchronised with us or lost. The one request that waits.
    record Sync(List<Atom> nodes) implements GlobalRequest {}

    /// Anything else, answered `{error, unknown_call}` so that the caller does not wait.
    record Unknown(Term request) implements GlobalRequest {}
}
