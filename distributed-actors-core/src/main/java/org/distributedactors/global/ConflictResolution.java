package org.distributedactors.global;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distributedactors.global.NameOperation.Delete;
import org.distributedactors.global.NameOperation.Insert;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// The names of another partition, compared with ours. Gives the changes for each side.
///
/// | Here                        | Result                                                          |
/// |-----------------------------|-----------------------------------------------------------------|
/// | name unknown                | insert it here                                                  |
/// | same owner, of our partition | nothing                                                        |
/// | same owner, not of ours     | insert it here again, so that our partition hears of it         |
/// | other owner, our node less  | our owner's node runs the resolver                              |
/// | other owner, his node less  | nothing: he resolves                                            |
///
/// | Resolver's answer           | Result                                                          |
/// |-----------------------------|-----------------------------------------------------------------|
/// | his pid                     | insert it here                                                  |
/// | our pid                     | insert it there                                                 |
/// | `none`, or anything else    | delete the name on both sides                                   |
/// | the resolver cannot be asked | insert his here                                                |
///
/// The node is the one whose name server speaks for its partition, so all conflicts of one join are resolved
/// from the same side.
final class ConflictResolution {

    private final GlobalPids pids;
    private final Outbox outbox;
    private final List<NameOperation> forUs = new ArrayList<>();
    private final List<NameOperation> forHim = new ArrayList<>();
    private final Map<Long, Open> open = new HashMap<>();

    /// A conflict whose resolver was asked.
    private record Open(GlobalName his, GlobalName ours) {}

    ConflictResolution(
            GlobalPids pids,
            Atom hisNode,
            List<GlobalName> hisNames,
            NameTable names,
            KnownNodes nodes,
            Outbox outbox) {
        this.pids = pids;
        this.outbox = outbox;
        boolean weResolve = pids.node().compareTo(hisNode) < 0;
        for (GlobalName his : hisNames) {
            GlobalName ours = names.find(his.name());
            boolean sameOwner = ours != null && ours.pid().equals(his.pid());
            if (ours == null || (sameOwner && !nodes.partition().contains(his.pid().node()))) {
                forUs.add(new Insert(his));
            } else if (!sameOwner && weResolve) {
                ask(his, ours);
            }
        }
    }

    private void ask(GlobalName his, GlobalName ours) {
        long call = outbox.nextId();
        open.put(call, new Open(his, ours));
        Conflict conflict = new Conflict(his.name(), ours.method(), his.pid(), ours.pid());
        if (ours.pid().node().equals(pids.node())) {
            answered(call, ConflictMethod.resolve(conflict, pids.server(), outbox));
        } else {
            outbox.add(new GlobalEffect.Resolve(call, ours.pid().node(), conflict));
        }
    }

    boolean isDone() {
        return open.isEmpty();
    }

    /// The changes for our partition.
    List<NameOperation> forUs() {
        return List.copyOf(forUs);
    }

    /// The changes for his.
    List<NameOperation> forHim() {
        return List.copyOf(forHim);
    }

    /// A resolver answered.
    ///
    /// @return whether it was asked by this resolution
    boolean answered(long call, Term answer) {
        Open conflict = open.remove(call);
        if (conflict == null) {
            return false;
        }
        if (answer.equals(conflict.his.pid())) {
            forUs.add(new Insert(conflict.his));
            report(conflict, conflict.his.pid());
        } else if (answer.equals(conflict.ours.pid())) {
            forHim.add(new Insert(conflict.ours));
            report(conflict, conflict.ours.pid());
        } else {
            Delete delete = new Delete(conflict.his.name());
            forUs.add(delete);
            forHim.add(delete);
            report(conflict, null);
        }
        return true;
    }

    /// A resolver could not be asked.
    ///
    /// @return whether it was asked by this resolution
    boolean failed(long call) {
        Open conflict = open.get(call);
        return conflict != null && answered(call, conflict.his.pid());
    }

    /// A node of our partition is gone, and with it the owners it had.
    ///
    /// @return whether a conflict was about one of them
    boolean lost(Atom node) {
        List<Long> about =
                open.entrySet().stream()
                        .filter(entry -> entry.getValue().ours.pid().node().equals(node))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        about.forEach(this::failed);
        return !about.isEmpty();
    }

    private void report(Open conflict, @Nullable Pid kept) {
        outbox.notify(
                new GlobalEvent.NameConflict(
                        conflict.his.name(), conflict.his.pid(), conflict.ours.pid(), kept));
    }
}
