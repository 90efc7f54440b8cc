package org.distributedactors.global;

import java.util.Locale;
import java.util.Optional;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ExternalFun;
import org.distributedactors.term.Fun;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// What happens when two partitions meet and each has an owner of the same name. `global` of Erlang names these
/// three; they are known to every node.
public enum ConflictMethod {

    /// The process on the node whose name is greater is killed, the other keeps the name. The default.
    RANDOM_EXIT_NAME,

    /// The process on the node whose name is greater loses the name and is sent
    /// `{global_name_conflict, Name}`.
    RANDOM_NOTIFY_NAME,

    /// Both lose the name, and each is sent `{global_name_conflict, Name, OtherPid}`.
    NOTIFY_ALL_NAME;

    private static final int ARITY = 3;

    /// The method as it is stored on all nodes: a fun that names a function, which needs no code in common.
    Term asFun() {
        return new ExternalFun(GlobalAtoms.GLOBAL, Atom.of(name().toLowerCase(Locale.ROOT)), ARITY);
    }

    /// The method a fun stands for. A fun with an environment that the module `global` made is the default of
    /// some release. Other funs cannot run here.
    static Optional<ConflictMethod> of(Term fun) {
        if (fun instanceof ExternalFun external) {
            for (ConflictMethod method : values()) {
                if (method.asFun().equals(external)) {
                    return Optional.of(method);
                }
            }
        }
        boolean isDefault = fun instanceof Fun made && made.module().equals(GlobalAtoms.GLOBAL);
        return isDefault ? Optional.of(RANDOM_EXIT_NAME) : Optional.empty();
    }

    /// Runs the resolver of a conflict, as far as it can run here.
    ///
    /// @param resolver in whose name signals are sent
    /// @return the owner to keep, `none`, or `undef` when the resolver cannot run here
    static Term resolve(Conflict conflict, Pid resolver, Outbox outbox) {
        return of(conflict.method())
                .map(method -> method.decide(conflict, resolver, outbox))
                .orElse(GlobalAtoms.UNDEF);
    }

    private Term decide(Conflict conflict, Pid resolver, Outbox outbox) {
        boolean hisIsLess = conflict.his().node().compareTo(conflict.ours().node()) < 0;
        Pid less = hisIsLess ? conflict.his() : conflict.ours();
        Pid greater = hisIsLess ? conflict.ours() : conflict.his();
        return switch (this) {
            case RANDOM_EXIT_NAME -> {
                outbox.add(new GlobalEffect.Exit(resolver, greater, GlobalAtoms.KILL));
                yield less;
            }
            case RANDOM_NOTIFY_NAME -> {
                outbox.send(greater, Tuple.of(GlobalAtoms.GLOBAL_NAME_CONFLICT, conflict.name()));
                yield less;
            }
            case NOTIFY_ALL_NAME -> {
                outbox.send(conflict.his(), lost(conflict, conflict.ours()));
                outbox.send(conflict.ours(), lost(conflict, conflict.his()));
                yield GlobalAtoms.NONE;
            }
        };
    }

    private static Term lost(Conflict conflict, Pid other) {
        return Tuple.of(GlobalAtoms.GLOBAL_NAME_CONFLICT, conflict.name(), other);
    }
}
