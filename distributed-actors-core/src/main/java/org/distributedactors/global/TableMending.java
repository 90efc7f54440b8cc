package org.distributedactors.global;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// What has to change so that two tables of one partition are equal. Decided under the lock on names.
///
/// | Name                                                    | Done                                              |
/// |---------------------------------------------------------|---------------------------------------------------|
/// | of a dead process, or one of a node that is not ours    | freed on all                                      |
/// | only here, or only there                                | registered on all                                 |
/// | with two owners                                         | decided as when two partitions join, and registered on all |
final class TableMending {

    private final KnownNodes nodes;
    private final NameTable names;
    private final Predicate<Pid> isAliveHere;
    private final ConflictFunctions functions;
    private final Pid server;
    private final Outbox outbox;

    /// @param isAliveHere whether a process of this node lives
    TableMending(
            Pid server,
            KnownNodes nodes,
            NameTable names,
            Predicate<Pid> isAliveHere,
            ConflictFunctions functions,
            Outbox outbox) {
        this.server = server;
        this.nodes = nodes;
        this.names = names;
        this.isAliveHere = isAliveHere;
        this.functions = functions;
        this.outbox = outbox;
    }

    /// The changes that all members are to make.
    ///
    /// @param his the table of the other
    List<GlobalRequest> changes(List<GlobalName> his) {
        List<GlobalRequest> changes = new ArrayList<>();
        Map<Term, GlobalName> ours = new HashMap<>();
        names.all().forEach(entry -> ours.put(entry.name(), entry));
        for (GlobalName theirs : his) {
            GlobalName present = ours.remove(theirs.name());
            if (present == null) {
                changes.add(only(theirs));
            } else if (!present.pid().equals(theirs.pid())) {
                changes.add(decide(theirs, present));
            }
        }
        ours.values().forEach(entry -> changes.add(only(entry)));
        return changes;
    }

    private GlobalRequest only(GlobalName entry) {
        return canHaveNames(entry.pid())
                ? new GlobalRequest.Register(entry)
                : new GlobalRequest.Unregister(entry.name());
    }

    private boolean canHaveNames(Pid pid) {
        return pid.node().equals(nodes.self()) ? isAliveHere.test(pid) : nodes.isKnown(pid.node());
    }

    private GlobalRequest decide(GlobalName theirs, GlobalName present) {
        if (!canHaveNames(theirs.pid())) {
            return only(present);
        }
        if (!canHaveNames(present.pid())) {
            return only(theirs);
        }
        Conflict conflict =
                new Conflict(theirs.name(), present.method(), theirs.pid(), present.pid());
        Term kept = ConflictMethod.resolve(conflict, server, functions, outbox);
        Pid owner = kept instanceof Pid pid ? pid : null;
        outbox.notify(
                new GlobalEvent.NameConflict(theirs.name(), theirs.pid(), present.pid(), owner));
        if (theirs.pid().equals(kept)) {
            return new GlobalRequest.Register(theirs);
        }
        return present.pid().equals(kept)
                ? new GlobalRequest.Register(present)
                : new GlobalRequest.Unregister(theirs.name());
    }
}
