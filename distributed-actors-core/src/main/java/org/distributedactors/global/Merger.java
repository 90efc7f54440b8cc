package org.distributedactors.global;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.distributedactors.global.GlobalMessage.Exchange;
import org.distributedactors.global.GlobalMessage.InSync;
import org.distributedactors.global.GlobalMessage.NewNodes;
import org.distributedactors.global.GlobalMessage.Resolved;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Makes one table of names and one partition out of two, once both lockers have the lock.
///
/// | Arrives             | When                     | Done                                                     |
/// |---------------------|--------------------------|----------------------------------------------------------|
/// | lock is set         |                          | `exchange`: all our names                                |
/// | `exchange`          | our tag, lock set        | resolve conflicts, then `resolved`                       |
/// | `resolved`          | our tag, ours is sent    | apply both; `new_nodes` to our old partition; unlock     |
/// | `new_nodes`         |                          | apply; connect to the new members and send `in_sync`     |
/// | `in_sync`           |                          | synchronised; drop the session                           |
///
/// Each step may come before the one it needs; it is then kept in the session.
final class Merger {

    private final GlobalPids pids;
    private final KnownNodes nodes;
    private final NameTable names;
    private final LockTable locks;
    private final Sessions sessions;
    private final Introductions introductions;
    private final SyncWaiters waiters;
    private final ConflictFunctions functions;
    private final LateNews news;
    private final Outbox outbox;

    Merger(
            GlobalPids pids,
            KnownNodes nodes,
            NameTable names,
            LockTable locks,
            Sessions sessions,
            Introductions introductions,
            SyncWaiters waiters,
            ConflictFunctions functions,
            LateNews news,
            Outbox outbox) {
        this.pids = pids;
        this.nodes = nodes;
        this.names = names;
        this.locks = locks;
        this.sessions = sessions;
        this.introductions = introductions;
        this.waiters = waiters;
        this.functions = functions;
        this.news = news;
        this.outbox = outbox;
    }

    void lockIsSet(Candidate candidate, LockId lock) {
        Session session = sessions.find(candidate.node(), candidate.ourTag());
        if (session != null) {
            session.lock = lock;
            outbox.send(session.node, new Exchange(pids.node(), names.all(), candidate.hisTag()));
            resolve(session);
        }
    }

    void exchange(Exchange message) {
        Session session = sessions.find(message.node(), message.receiverTag());
        if (session != null) {
            session.hisNames = message.names();
            resolve(session);
        }
    }

    private void resolve(Session session) {
        if (session.lock != null && session.hisNames != null && session.resolution == null) {
            session.resolution =
                    new ConflictResolution(
                            pids, session.node, session.hisNames, names, nodes, functions, outbox);
            answerWhenResolved(session);
        }
    }

    /// A node said for how long a process has had its name.
    void aged(long call, Term age) {
        for (Session session : sessions.all()) {
            ConflictResolution resolution = session.resolution;
            if (resolution != null && resolution.aged(call, age)) {
                answerWhenResolved(session);
            }
        }
    }

    /// A resolver on another node answered.
    void resolverAnswered(long call, Term answer) {
        for (Session session : sessions.all()) {
            ConflictResolution resolution = session.resolution;
            if (resolution != null && resolution.answered(call, answer)) {
                answerWhenResolved(session);
            }
        }
    }

    /// A resolver on another node could not be asked.
    void resolverFailed(long call) {
        for (Session session : sessions.all()) {
            ConflictResolution resolution = session.resolution;
            if (resolution != null && resolution.failed(call)) {
                answerWhenResolved(session);
            }
        }
    }

    /// A node does not belong to our partition any more. Conflicts about processes it had are decided for the others.
    void ownersLost(Atom node) {
        for (Session session : sessions.all()) {
            ConflictResolution resolution = session.resolution;
            if (resolution != null && resolution.lost(node)) {
                answerWhenResolved(session);
            }
        }
    }

    /// A node was lost, and all have been told, those too who are joining us.
    void lost(Atom node) {
        for (Session session : sessions.all()) {
            if (session.lock != null || session.hisNames != null) {
                session.lost.add(node);
            }
        }
    }

    private void answerWhenResolved(Session session) {
        ConflictResolution resolution = session.resolution;
        Term hisTag = session.hisTag;
        if (resolution != null && resolution.isDone() && hisTag != null) {
            outbox.send(
                    session.node,
                    new Resolved(
                            pids.node(),
                            without(session.lost::contains, resolution.forHim()),
                            nodes.knownWithVersions(),
                            ListTerm.EMPTY,
                            hisTag));
            finish(session);
        }
    }

    void resolved(Resolved message) {
        Session session = sessions.find(message.node(), message.receiverTag());
        if (session != null) {
            session.hisResolution = message;
            finish(session);
        }
    }

    /// Both sides have resolved: the partitions become one. Our old partition hears of it from the locker, before
    /// the locker gives the lock back.
    private void finish(Session session) {
        ConflictResolution ours = session.resolution;
        Resolved his = session.hisResolution;
        if (ours == null || !ours.isDone() || his == null) {
            return;
        }
        List<NameOperation> operations = new ArrayList<>(ours.forUs());
        operations.addAll(his.operations());
        operations = without(session.lost::contains, operations);
        List<KnownNode> joining = joining(session, his.known());
        apply(operations, session.lock);
        news.drop(session.node);
        joining.forEach(node -> news.confirmed(node.node()));
        NewNodes news =
                new NewNodes(pids.node(), operations, his.namesExternal(), joining, session.lock);
        nodes.known().forEach(node -> outbox.send(pids.locker(), node, news));
        nodes.add(joining);
        nodes.synced(session.node);
        waiters.settled(session.node);
        List<Atom> others =
                joining.stream()
                        .map(KnownNode::node)
                        .filter(node -> !node.equals(session.node))
                        .toList();
        others.forEach(sessions::drop);
        sessions.drop(session.node);
        sessions.settled(session.node);
        introductions.introduceTo(others);
    }

    private static List<NameOperation> without(
            Predicate<Atom> lost, List<NameOperation> operations) {
        return operations.stream()
                .filter(operation ->
                        !(operation instanceof NameOperation.Insert(GlobalName entry)
                                && lost.test(entry.pid().node())))
                .toList();
    }

    /// Him and those he knows, except for us and for nodes that we lost meanwhile.
    private List<KnownNode> joining(Session session, List<KnownNode> hisKnown) {
        List<KnownNode> joining = new ArrayList<>();
        joining.add(new KnownNode(session.node, nodes.version(session.node)));
        for (KnownNode known : hisKnown) {
            Atom node = known.node();
            if (!node.equals(pids.node()) && !session.lost.contains(node)) {
                int version = known.version() == 0 ? nodes.version(node) : known.version();
                joining.add(new KnownNode(node, version));
            }
        }
        return joining;
    }

    /// News from a node that does not belong to our partition are about a partition that is not ours.
    void newNodes(NewNodes message) {
        if (!nodes.isKnown(message.node())) {
            return;
        }
        List<KnownNode> present = new ArrayList<>();
        for (KnownNode node : message.nodes()) {
            if (news.isLate(node.node())) {
                news.keep(node, message.operations());
            } else {
                news.confirmed(node.node());
                present.add(node);
            }
        }
        List<Atom> added = nodes.add(present);
        apply(without(news::isLate, message.operations()), message.lock());
        introductions.introduceTo(added);
    }

    void inSync(InSync message) {
        news.confirmed(message.node());
        nodes.synced(message.node());
        waiters.settled(message.node());
        sessions.drop(message.node());
    }

    /// Changes names as agreed. When the lock of the join is not set here, the news is late: its sender died meanwhile, or we
    /// were not connected when it was sent. We keep what we have then, as those who never hear of it.
    private void apply(List<NameOperation> operations, @Nullable LockId lock) {
        if (!locks.coversChangeUnder(lock)) {
            return;
        }
        for (NameOperation operation : operations) {
            if (operation instanceof NameOperation.Insert(GlobalName entry)) {
                news.changed(entry.name());
                names.insert(entry);
            }
        }
        for (NameOperation operation : operations) {
            if (operation instanceof NameOperation.Delete(Term name)) {
                news.changed(name);
                names.delete(name);
            }
        }
    }
}
