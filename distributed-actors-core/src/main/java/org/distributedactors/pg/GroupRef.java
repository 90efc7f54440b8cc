package org.distributedactors.pg;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.distributedactors.behaviour.GenCast;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// A typed sender to the members of a group. Looked up at each use, so it follows who joins and leaves. Any thread may use
/// it.
///
/// @param <M> the protocol of the members
public final class GroupRef<M> {

    private static final Atom PG = Atom.of("pg");

    private final PgScope scope;
    private final Term group;

    GroupRef(PgScope scope, Term group) {
        this.scope = scope;
        this.group = group;
    }

    /// The group's name.
    public Term group() {
        return group;
    }

    /// The members this node knows now, as {@link PgScope#members}.
    public List<Pid> members() {
        return scope.members(group);
    }

    /// Sends each member a message that is not answered, `$gen_cast`, once, however often it joined. Never fails and never
    /// waits.
    ///
    /// During a partition it goes to the members of this side.
    ///
    /// @return to how many; not how many it reached
    public int broadcast(M message) {
        GenCast cast = new GenCast(message);
        Set<Pid> receivers = Set.copyOf(members());
        ProcessRuntime processes = scope.node().processes();
        if (processes.tracing() == null) {
            receivers.forEach(pid -> processes.send(pid, cast));
        } else {
            receivers.forEach(pid -> ServerRef.<M>of(processes, pid).cast(message));
        }
        return receivers.size();
    }

    /// One member: of this node if there is one, else any. Picked anew at each use; a call to an empty group fails at once
    /// as one to a process that is not there.
    public ServerRef<M> pickLocalFirst() {
        return one("local_first", () -> scope.pickLocalFirst(group));
    }

    /// One member at random, picked anew at each use.
    public ServerRef<M> pickRandom() {
        return one("random", () -> scope.pickRandom(group));
    }

    /// The member that is responsible for the key, as {@link PgScope#pickByKey}; looked up anew at each use.
    public ServerRef<M> pickByKey(Object key) {
        Term term = scope.node().toTerm(key);
        return one("key", () -> scope.pickByKey(group, term));
    }

    private ServerRef<M> one(String how, Supplier<Optional<Pid>> pick) {
        Term address = Tuple.of(PG, scope.name(), group, Atom.of(how));
        return ServerRef.of(
                () -> scope.node().processes(), address, () -> pick.get().map(Destination::of));
    }

    /// Whether both are senders to the same group of the same scope.
    @Override
    public boolean equals(Object other) {
        return other instanceof GroupRef<?> that
                && that.group.equals(group)
                && that.scope.equals(scope);
    }

    @Override
    public int hashCode() {
        return group.hashCode();
    }

    @Override
    public String toString() {
        return "GroupRef[" + scope.name() + ", " + group + "]";
    }
}
