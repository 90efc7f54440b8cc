package org.distributedactors.global;

import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// Answers what name servers ask each other, at once.
final class Requests {

    private final KnownNodes nodes;
    private final NameTable names;
    private final LockTable locks;

    Requests(KnownNodes nodes, NameTable names, LockTable locks) {
        this.nodes = nodes;
        this.names = names;
        this.locks = locks;
    }

    /// @param caller who asks, and holds the lock if one is needed
    Term answer(Pid caller, GlobalRequest request) {
        return switch (request) {
            case GlobalRequest.SetLock set -> Atom.of(locks.set(set.lock(), caller));
            case GlobalRequest.DelLock delete -> {
                locks.delete(delete.lock(), caller);
                yield Atom.TRUE;
            }
            case GlobalRequest.Register register -> register(caller, register.entry());
            case GlobalRequest.RegisterExternal register -> register(caller, register.entry());
            case GlobalRequest.Unregister(Term name) -> unregister(caller, name);
            case GlobalRequest.GetKnown _ -> ListTerm.of(nodes.known());
            case GlobalRequest.GetSynced _ -> ListTerm.of(nodes.synced());
            case GlobalRequest.GetProtocolVersion _ -> IntegerTerm.of(GlobalCodec.VERSION);
            case GlobalRequest.GetNamesExternal _ -> ListTerm.EMPTY;
            case GlobalRequest.Sync _, GlobalRequest.Unknown _ ->
                    Tuple.of(Atom.ERROR, GlobalAtoms.UNKNOWN_CALL);
        };
    }

    /// A registration that its lock no longer covers is late: its node went down and came back meanwhile. The name
    /// is then nobody's.
    private Term register(Pid caller, GlobalName entry) {
        if (locks.coversChangeBy(caller)) {
            locks.changed(entry.name(), entry.pid());
            names.insert(entry);
        } else {
            names.delete(entry.name());
        }
        return GlobalAtoms.YES;
    }

    private Term unregister(Pid caller, Term name) {
        if (locks.coversChangeBy(caller)) {
            locks.changed(name, null);
            names.delete(name);
        }
        return Atom.OK;
    }
}
