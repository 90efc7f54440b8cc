package org.distributedactors.global;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distributedactors.global.NameOperation.Delete;
import org.distributedactors.global.NameOperation.Insert;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
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
/// With {@link ConflictMethod#KEEP_OLDER} nobody is asked to resolve; the owners' nodes are asked for how long each has had
/// the name, and the decision is made here.
///
/// The node is the one whose name server speaks for its partition, so all conflicts of one join are resolved
/// from the same side.
final class ConflictResolution {

    private static final Duration AGE_LIMIT = Duration.ofSeconds(1);

    private final GlobalPids pids;
    private final Outbox outbox;
    private final List<NameOperation> forUs = new ArrayList<>();
    private final List<NameOperation> forHim = new ArrayList<>();
    private final ConflictFunctions functions;
    private final Map<Long, Open> open = new HashMap<>();

    /// A conflict whose resolver was asked, or whose owners' ages.
    private record Open(GlobalName his, GlobalName ours, @Nullable Ages ages) {}

    ConflictResolution(
            GlobalPids pids,
            Atom hisNode,
            List<GlobalName> hisNames,
            NameTable names,
            KnownNodes nodes,
            ConflictFunctions functions,
            Outbox outbox) {
        this.pids = pids;
        this.functions = functions;
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
        Conflict conflict = new Conflict(his.name(), ours.method(), his.pid(), ours.pid());
        if (ConflictMethod.isKeepOlder(ours.method())) {
            Ages ages = new Ages(conflict, outbox.nextId(), outbox.nextId());
            open.put(call, new Open(his, ours, ages));
            outbox.add(new GlobalEffect.AskAges(ages.hisCall(), ages.oursCall(), conflict));
            outbox.startTimer(new GlobalTimer.ResolverPatience(call), AGE_LIMIT);
            return;
        }
        open.put(call, new Open(his, ours, null));
        if (ours.pid().node().equals(pids.node())) {
            answered(call, ConflictMethod.resolve(conflict, pids.server(), functions, outbox));
        } else {
            outbox.add(new GlobalEffect.Resolve(call, ours.pid().node(), conflict));
        }
    }

    /// A node said for how long a process has had its name.
    ///
    /// @return whether that decided a conflict
    boolean aged(long call, Term age) {
        for (Map.Entry<Long, Open> entry : open.entrySet()) {
            Ages ages = entry.getValue().ages;
            if (ages != null && ages.answered(call, age)) {
                if (ages.isDone()) {
                    decideByAge(entry.getKey(), ages);
                }
                return ages.isDone();
            }
        }
        return false;
    }

    private void decideByAge(long call, Ages ages) {
        Pid older = ages.older();
        Term kept =
                older == null
                        ? ConflictMethod.resolve(ages.conflict(), pids.server(), functions, outbox)
                        : ConflictMethod.settle(ages.conflict(), older, pids.server(), outbox);
        answered(call, kept);
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
        if (answer.equals(conflict.his.pid()) || isBadRpc(answer)) {
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

    private static boolean isBadRpc(Term answer) {
        return answer instanceof Tuple tuple && tuple.isTagged(Atom.of("badrpc"), 2);
    }

    /// A resolver could not be asked, or did not answer in time.
    ///
    /// @return whether it was asked by this resolution
    boolean failed(long call) {
        Open conflict = open.get(call);
        if (conflict != null && conflict.ages != null) {
            decideByAge(call, conflict.ages);
            return true;
        }
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
        about.forEach(this::hisRemains);
        return !about.isEmpty();
    }

    private void hisRemains(long call) {
        Open conflict = open.get(call);
        if (conflict != null) {
            answered(call, conflict.his.pid());
        }
    }

    private void report(Open conflict, @Nullable Pid kept) {
        outbox.notify(
                new GlobalEvent.NameConflict(
                        conflict.his.name(), conflict.his.pid(), conflict.ours.pid(), kept));
    }
}
