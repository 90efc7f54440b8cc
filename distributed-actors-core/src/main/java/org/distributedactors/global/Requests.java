package org.distributedactors.global;

import java.util.function.Consumer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Answers what name servers ask each other, at once.
final class Requests {

    private final KnownNodes nodes;
    private final NameTable names;
    private final LockTable locks;
    private final LateNews news;
    private Consumer<Atom> stranger = node -> {};

    Requests(KnownNodes nodes, NameTable names, LockTable locks, LateNews news) {
        this.news = news;
        this.nodes = nodes;
        this.names = names;
        this.locks = locks;
    }

    /// Says whom to tell of a node that counts itself to our partition and does not belong to it.
    void report(Consumer<Atom> newStranger) {
        stranger = newStranger;
    }

    /// @param caller who asks, and holds the lock if one is needed
    Term answer(Pid caller, GlobalRequest request) {
        return switch (request) {
            case GlobalRequest.SetLock set -> Atom.of(setLock(caller, set.lock()));
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
            case GlobalRequest.GetDigest _ ->
                    locks.isNamesLockSet() ? GlobalAtoms.BUSY : IntegerTerm.of(names.digest());
            case GlobalRequest.GetTable _ -> GlobalCodec.names(names.all());
            case GlobalRequest.Sync _, GlobalRequest.Unknown _ ->
                    Tuple.of(Atom.ERROR, GlobalAtoms.UNKNOWN_CALL);
        };
    }

    /// Who wants to change names counts us to its partition. As long as we do not count it to ours, it would change names
    /// here that our other members never hear of; it has to try again, until the two of us agree or have parted.
    private boolean setLock(Pid caller, LockId lock) {
        if (lock.isOfRegistrar() && !nodes.partition().contains(caller.node())) {
            stranger.accept(caller.node());
            return false;
        }
        return locks.set(lock, caller);
    }

    /// A registration that its lock no longer covers is late: its node went down and came back meanwhile. Nodes that it did
    /// not reach keep what they had, and so do we.
    private Term register(Pid caller, GlobalName entry) {
        if (locks.coversChangeBy(caller)) {
            locks.changed(entry.name(), ownerOf(entry.name()), entry.pid());
            names.insert(entry);
            news.changed(entry.name());
        }
        return GlobalAtoms.YES;
    }

    private @Nullable Pid ownerOf(Term name) {
        GlobalName present = names.find(name);
        return present == null ? null : present.pid();
    }

    private Term unregister(Pid caller, Term name) {
        if (locks.coversChangeBy(caller)) {
            locks.changed(name, ownerOf(name), null);
            names.delete(name);
            news.changed(name);
        }
        return Atom.OK;
    }
}
