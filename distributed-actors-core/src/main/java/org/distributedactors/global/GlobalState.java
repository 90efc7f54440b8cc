package org.distributedactors.global;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.distributedactors.global.GlobalMessage.Answer;
import org.distributedactors.global.GlobalMessage.Call;
import org.distributedactors.global.GlobalMessage.CancelConnect;
import org.distributedactors.global.GlobalMessage.Exchange;
import org.distributedactors.global.GlobalMessage.InSync;
import org.distributedactors.global.GlobalMessage.InitConnect;
import org.distributedactors.global.GlobalMessage.InitConnectAck;
import org.distributedactors.global.GlobalMessage.LockSet;
import org.distributedactors.global.GlobalMessage.LostConnection;
import org.distributedactors.global.GlobalMessage.NewNodes;
import org.distributedactors.global.GlobalMessage.Obsolete;
import org.distributedactors.global.GlobalMessage.PrepareShutdown;
import org.distributedactors.global.GlobalMessage.RemoveConnection;
import org.distributedactors.global.GlobalMessage.Resolved;
import org.distributedactors.global.GlobalMessage.Whereis;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Everything `global` decides on one node. Inputs go in, effects come out. No I/O, no clock, no thread; one thread
/// at a time calls it, except for {@link #whereis} and {@link #names}, which any thread may call.
///
/// **Who decides.** Each node has the table of all names of its partition. A change needs the lock `global` on every
/// node of the partition, taken first on the node with the greatest name; the node that wants the change takes the
/// lock and tells every other. Nobody decides alone about a name of two partitions that meet: the two nodes that
/// connect lock both partitions, exchange all names, and the one with the lesser name has conflicts resolved.
///
/// **The parts.**
///
/// | Part                      | Subject                                                |
/// |---------------------------|--------------------------------------------------------|
/// | {@link NameTable}         | names and their owners                                 |
/// | {@link LockTable}         | locks held on this node                                |
/// | {@link KnownNodes}        | what we think of each other node                       |
/// | {@link Requests}          | answers to what other name servers ask                 |
/// | {@link Registrar}         | changes of names that this node wants                  |
/// | {@link Sessions}          | attempts to join, their tags                           |
/// | {@link Locker}            | the lock that two joining nodes need                   |
/// | {@link Merger}            | one table and one partition out of two                 |
/// | {@link OverlapPrevention} | who leaves whom when a connection breaks               |
/// | {@link MembershipCheck}   | two nodes that met through others know each other      |
///
/// **Two nodes A and B join, C knows A.**
///
/// ```
///  C                 A                                   B
///                    | init_connect {A's tag, locker}   -> |
///                    | <-   init_connect {B's tag, locker} |
///                    | init_connect_ack {B's, A's}      -> |
///                    | <-      init_connect_ack {A's, B's} |
///  | <-   set_lock   |   (the boss of A's partition)       |
///  |      true    -> |                                     |
///                    | set_lock                         -> |   B locks its own partition in the same way
///                    | <-                             true |   and under the same name
///                    | lock_set true                    -> |
///                    | <-                    lock_set true |
///                    | exchange {A's names}             -> |
///                    | <-             exchange {B's names} |
///                    | resolved {changes, who A knows}  -> |
///                    | <- resolved {changes, who B knows}  |
///  | <-   new_nodes  |                                     |
///  | <-   del_lock   | del_lock                         -> |
///  |      connect, in_sync                              -> |
///  | <-                           connect, in_sync         |
/// ```
///
/// **What can disturb it.** A node goes down at any point: its session ends, its locks and names go, whoever waited
/// for its answer goes on without it. The two sides disagree about which attempt is meant: tags tell, and both
/// begin anew. Somebody else has the lock: the attempt is repeated after a random pause. A change arrives after the
/// lock it belongs to went with its holder: it is not applied.
final class GlobalState {

    private final GlobalPids pids;
    private final GlobalSettings settings;
    private final Outbox outbox;
    private final KnownNodes nodes;
    private final NameTable names;
    private final LockTable locks;
    private final NodeCalls calls;
    private final Requests requests;
    private final SyncWaiters waiters;
    private final Introductions introductions;
    private final Locker locker;
    private final Sessions sessions;
    private final Merger merger;
    private final Registrar registrar;
    private final OverlapPrevention overlap;
    private final MembershipCheck membership;
    private final Queue<Whereis> asking = new ArrayDeque<>();
    private boolean connectAll;

    /// @param isAliveHere whether a process of this node lives; asked by any thread
    /// @param random for pauses, tags, and the number that tells runs of this node apart
    GlobalState(
            GlobalPids pids,
            GlobalSettings settings,
            Predicate<Pid> isAliveHere,
            RandomGenerator random) {
        this.pids = pids;
        this.settings = settings;
        this.connectAll = settings.connectAll();
        Atom self = pids.node();
        outbox = new Outbox(pids);
        nodes = new KnownNodes(self, outbox);
        names = new NameTable(self, isAliveHere, settings.names(), outbox);
        locks = new LockTable(settings.locks(), outbox);
        requests = new Requests(nodes, names, locks);
        introductions = new Introductions(nodes, outbox);
        calls = new NodeCalls(self, outbox, introductions::isReachable, requests::answer);
        waiters = new SyncWaiters(settings.requests(), nodes, outbox);
        locker = new Locker(pids.locker(), nodes, locks, calls, outbox, random);
        sessions = new Sessions(pids, nodes, locker, outbox, random);
        merger = new Merger(pids, nodes, names, locks, sessions, introductions, waiters, outbox);
        locker.report(merger::lockIsSet, late -> sessions.restart(late.node()));
        membership =
                new MembershipCheck(pids.server(), nodes, sessions, calls, this::leave, outbox);
        introductions.report(membership::met);
        registrar = new Registrar(pids.registrar(), nodes, names, locks, calls, outbox, random);
        overlap =
                new OverlapPrevention(
                        settings.connectAll() && settings.preventOverlappingPartitions(),
                        BigInteger.valueOf(random.nextLong()),
                        nodes,
                        outbox);
    }

    /// Who has the name according to this node's table, or null. Any thread may ask.
    @Nullable Pid whereis(Term name) {
        return names.whereis(name);
    }

    /// All names in this node's table. Any thread may ask.
    Set<Term> names() {
        return names.names();
    }

    /// The other nodes of our partition.
    Collection<Atom> known() {
        return nodes.known();
    }

    /// The nodes whose answers are missing: who holds up what is under way.
    Collection<Atom> awaited() {
        return calls.awaited();
    }

    GlobalStatus status() {
        return new GlobalStatus(
                nodes.known(),
                nodes.synced(),
                sessions.all().stream().map(session -> session.node).toList(),
                List.copyOf(calls.awaited()),
                names.size(),
                registrar.waiting());
    }

    /// A visible node is connected. Comes before everything that arrives from it.
    List<GlobalEffect> nodeUp(Atom node) {
        nodes.connected(node);
        introductions.nodeUp(node);
        if (connectAll) {
            sessions.open(node);
        }
        return effects();
    }

    /// The connection to a node is lost. Comes after everything that arrived from it.
    List<GlobalEffect> nodeDown(Atom node) {
        nodes.disconnected(node);
        lost(node, !nodes.wasRemoving(node));
        membership.nodeDown(node);
        return effects();
    }

    /// A node that was to be connected cannot be reached. That is as if it had gone down, unless its connection
    /// came about by another way meanwhile.
    List<GlobalEffect> connectFailed(Atom node) {
        if (!nodes.isConnected(node)) {
            lost(node, nodes.isKnownOrPending(node));
        }
        return effects();
    }

    /// @param unexpected whether the others must hear of it
    private void lost(Atom node, boolean unexpected) {
        if (unexpected) {
            overlap.connectionLost(node);
            merger.lost(node);
        }
        forget(node);
        waiters.settled(node);
        calls.lost(node);
    }

    /// The node does not belong to our partition any more, and neither do its locks and names. They go at once, even
    /// while its connection is still being closed: nobody who joins us meanwhile may learn them from us.
    private void forget(Atom node) {
        locker.lost(node);
        registrar.lost(node);
        locks.downOn(node);
        names.downOn(node);
        introductions.lost(node);
        nodes.forget(node);
        sessions.drop(node);
        merger.ownersLost(node);
    }

    /// A monitored process ended.
    ///
    /// @param noConnection whether it is only known that the connection to its node was lost, or could not be made.
    ///     For a node that is up, {@link #nodeDown} follows, and takes care of all its processes at once
    List<GlobalEffect> down(long monitor, Pid target, boolean noConnection) {
        if (!noConnection || !nodes.isConnected(target.node())) {
            locks.down(monitor);
            names.down(monitor);
        }
        return effects();
    }

    List<GlobalEffect> timer(GlobalTimer timer) {
        switch (timer) {
            case GlobalTimer.RetryLock retry -> locker.retry(retry);
            case GlobalTimer.LockPatience patience -> locker.outOfPatience(patience);
            case GlobalTimer.RetryRegistration retry -> registrar.retry(retry);
            case GlobalTimer.CheckMember check -> membership.check(check);
            case GlobalTimer.ForgetLostConnection old -> overlap.forget(old);
        }
        return effects();
    }

    /// The resolver of a conflict on another node answered.
    List<GlobalEffect> resolved(long call, Term answer) {
        merger.resolverAnswered(call, answer);
        return effects();
    }

    /// The resolver of a conflict on another node could not be asked.
    List<GlobalEffect> resolveFailed(long call) {
        merger.resolverFailed(call);
        return effects();
    }

    /// What a resolver decided, and what is to be done for it.
    record Resolution(Term answer, List<GlobalEffect> effects) {}

    /// Another node asks us to resolve a conflict: `global:resolve_it/4`.
    Resolution resolveHere(Conflict conflict) {
        Term answer = ConflictMethod.resolve(conflict, pids.server(), outbox);
        return new Resolution(answer, effects());
    }

    /// Changes a name on all nodes of the partition. It ends in {@link GlobalEffect.Complete}. That a name has an
    /// owner is told at once and costs no lock.
    List<GlobalEffect> change(long request, NameChange change) {
        if (change instanceof NameChange.Register && names.whereis(change.name()) != null) {
            outbox.complete(request, Outcome.NO);
        } else if (registrar.waiting() >= settings.requests()) {
            outbox.complete(request, Outcome.ABANDONED);
        } else {
            registrar.change(request, change);
        }
        return effects();
    }

    /// Gives a change up, if it still waits for the lock.
    List<GlobalEffect> abandon(long request) {
        registrar.abandon(request);
        return effects();
    }

    /// Waits until we are synchronised with these nodes, or they are lost.
    List<GlobalEffect> sync(long request, Collection<Atom> wanted) {
        waiters.await(wanted, () -> outbox.complete(request, Outcome.YES));
        return effects();
    }

    /// Connections go down on purpose from now on: nobody is told of lost ones, and no new partition is joined.
    List<GlobalEffect> prepareShutdown() {
        stopTakingPart();
        return effects();
    }

    private void stopTakingPart() {
        connectAll = false;
        overlap.disable();
    }

    /// A message arrived at one of the three processes.
    List<GlobalEffect> receive(GlobalMessage message) {
        switch (message) {
            case Call call -> answer(call);
            case Answer answer -> calls.answered(answer);
            case InitConnect m -> sessions.initConnect(m);
            case InitConnectAck m -> sessions.initConnectAck(m);
            case CancelConnect m -> sessions.cancelConnect(m);
            case LockSet m -> sessions.lockSet(m);
            case Exchange m -> merger.exchange(m);
            case Resolved m -> merger.resolved(m);
            case NewNodes m -> newNodes(m);
            case InSync m -> inSync(m);
            case LostConnection m -> lostConnection(m);
            case RemoveConnection m -> removeConnection(m.node());
            case Whereis m -> answerWhereis(m);
            case PrepareShutdown m -> {
                stopTakingPart();
                outbox.send(m.from(), Tuple.of(m.reference(), Atom.OK));
            }
            case Obsolete _ -> {}
        }
        return effects();
    }

    private void newNodes(NewNodes message) {
        merger.newNodes(message);
        if (!nodes.isKnown(message.node())) {
            membership.met(message.node());
        }
    }

    private void inSync(InSync message) {
        merger.inSync(message);
        membership.met(message.node());
    }

    private void answer(Call call) {
        if (call.request() instanceof GlobalRequest.Sync sync) {
            waiters.await(sync.nodes(), () -> outbox.reply(call.from(), Atom.OK));
        } else {
            outbox.reply(call.from(), requests.answer(call.from().pid(), call.request()));
        }
    }

    private void lostConnection(LostConnection report) {
        overlap.reported(report)
                .ifPresent(node -> {
                    merger.lost(node);
                    leave(node);
                });
    }

    /// Its connection is to be closed, by whichever side.
    private void leave(Atom node) {
        if (nodes.isConnected(node)) {
            nodes.removing(node);
        }
        forget(node);
    }

    private void removeConnection(Atom node) {
        if (nodes.isKnownOrPending(node)) {
            outbox.notify(new GlobalEvent.ConnectionRemoved(node, node, pids.node()));
            if (nodes.isConnected(node)) {
                outbox.add(new GlobalEffect.Disconnect(node));
            }
            leave(node);
        }
    }

    private void answerWhereis(Whereis question) {
        if (!locks.isNamesLockSet()) {
            Pid owner = names.whereis(question.name());
            outbox.reply(question.from(), owner == null ? Atom.UNDEFINED : owner);
        } else if (asking.size() < settings.requests()) {
            asking.add(question);
        }
    }

    /// What all inputs have in common at their end.
    private List<GlobalEffect> effects() {
        while (locks.takeNamesLockReleased()) {
            registrar.finish(locks.takeUnfinished());
            locker.lockReleased();
            int waiting = asking.size();
            for (int i = 0; i < waiting; i++) {
                answerWhereis(asking.remove());
            }
        }
        return outbox.drain();
    }
}
