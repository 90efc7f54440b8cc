package org.distributedactors.global;

import java.util.List;
import java.util.Optional;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ExternalFun;
import org.distributedactors.term.Fun;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// What happens when two partitions meet and each has an owner of the same name. The name server with the lesser node
/// name decides for both partitions, by the method of the owner it knows.
///
/// The first three are those of Erlang's `global`, and every node can run them. {@link #KEEP_OLDER} and declared ones are
/// known to nodes of this library only: where an Erlang node has to run one, the name goes and both processes live on.
public final class ConflictMethod {

    /// The process on the node whose name is greater is killed, the other keeps the name. The default.
    public static final ConflictMethod RANDOM_EXIT_NAME =
            new ConflictMethod(GlobalAtoms.GLOBAL, "random_exit_name");

    /// The process on the node whose name is greater loses the name and is sent
    /// `{global_name_conflict, Name}`.
    public static final ConflictMethod RANDOM_NOTIFY_NAME =
            new ConflictMethod(GlobalAtoms.GLOBAL, "random_notify_name");

    /// Both lose the name, and each is sent `{global_name_conflict, Name, OtherPid}`.
    public static final ConflictMethod NOTIFY_ALL_NAME =
            new ConflictMethod(GlobalAtoms.GLOBAL, "notify_all_name");

    /// The process that has had the name for longer keeps it, the other is killed. Both nodes are asked; when one does not
    /// say within a second, or is an Erlang node, it is as with {@link #RANDOM_EXIT_NAME}. Ages are measured by each
    /// node's own clock, so two that differ by less than a heal takes are as good as equal.
    public static final ConflictMethod KEEP_OLDER =
            new ConflictMethod(GlobalAtoms.DISTRIBUTED_ACTORS, "keep_older");

    private static final List<ConflictMethod> STANDARD =
            List.of(RANDOM_EXIT_NAME, RANDOM_NOTIFY_NAME, NOTIFY_ALL_NAME, KEEP_OLDER);

    private static final int ARITY = 3;

    private final Atom module;
    private final String name;

    private ConflictMethod(Atom module, String name) {
        this.module = module;
        this.name = name;
    }

    /// The method that is declared under this name.
    static ConflictMethod declared(String name) {
        return new ConflictMethod(GlobalAtoms.DISTRIBUTED_ACTORS, "conflict_" + name);
    }

    /// The method as it is stored on all nodes: a fun that names a function, which needs no code in common.
    Term asFun() {
        return new ExternalFun(module, Atom.of(name), ARITY);
    }

    /// The method a fun stands for. A fun with an environment that the module `global` made is the default of
    /// some release. Other funs cannot run here.
    static Optional<ConflictMethod> of(Term fun) {
        if (fun instanceof ExternalFun external) {
            return STANDARD.stream().filter(method -> method.asFun().equals(external)).findFirst();
        }
        boolean isDefault = fun instanceof Fun made && made.module().equals(GlobalAtoms.GLOBAL);
        return isDefault ? Optional.of(RANDOM_EXIT_NAME) : Optional.empty();
    }

    static boolean isKeepOlder(Term fun) {
        return KEEP_OLDER.asFun().equals(fun);
    }

    /// Runs the resolver of a conflict, as far as it can run here.
    ///
    /// @param resolver in whose name signals are sent
    /// @return the owner to keep, `none`, or `undef` when the resolver cannot run here
    static Term resolve(
            Conflict conflict, Pid resolver, ConflictFunctions functions, Outbox outbox) {
        Optional<ConflictMethod> standard = of(conflict.method());
        if (standard.isPresent()) {
            return standard.get().decide(conflict, resolver, outbox);
        }
        ConflictFunction function = declared(conflict.method(), functions);
        return function == null
                ? GlobalAtoms.UNDEF
                : settle(
                        conflict,
                        function.keep(conflict.name(), conflict.his(), conflict.ours()),
                        resolver,
                        outbox);
    }

    private static @Nullable ConflictFunction declared(Term fun, ConflictFunctions functions) {
        String prefix = "conflict_";
        return fun instanceof ExternalFun external
                        && external.module().equals(GlobalAtoms.DISTRIBUTED_ACTORS)
                        && external.function().name().startsWith(prefix)
                ? functions.find(external.function().name().substring(prefix.length()))
                : null;
    }

    /// Without ages the older one is not known, and chance decides.
    private Term decide(Conflict conflict, Pid resolver, Outbox outbox) {
        boolean hisIsLess = conflict.his().node().compareTo(conflict.ours().node()) < 0;
        Pid less = hisIsLess ? conflict.his() : conflict.ours();
        Pid greater = hisIsLess ? conflict.ours() : conflict.his();
        if (equals(NOTIFY_ALL_NAME)) {
            return settle(conflict, null, resolver, outbox);
        }
        if (equals(RANDOM_NOTIFY_NAME)) {
            outbox.send(greater, Tuple.of(GlobalAtoms.GLOBAL_NAME_CONFLICT, conflict.name()));
            return less;
        }
        return settle(conflict, less, resolver, outbox);
    }

    /// One keeps the name and the other is killed, or both are told that they lost it.
    static Term settle(Conflict conflict, @Nullable Pid kept, Pid resolver, Outbox outbox) {
        if (kept == null) {
            outbox.send(conflict.his(), lost(conflict, conflict.ours()));
            outbox.send(conflict.ours(), lost(conflict, conflict.his()));
            return GlobalAtoms.NONE;
        }
        Pid loser = kept.equals(conflict.his()) ? conflict.ours() : conflict.his();
        outbox.add(new GlobalEffect.Exit(resolver, loser, GlobalAtoms.KILL));
        return kept;
    }

    private static Term lost(Conflict conflict, Pid other) {
        return Tuple.of(GlobalAtoms.GLOBAL_NAME_CONFLICT, conflict.name(), other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConflictMethod method && method.asFun().equals(asFun());
    }

    @Override
    public int hashCode() {
        return asFun().hashCode();
    }

    @Override
    public String toString() {
        return module + ":" + name;
    }
}
