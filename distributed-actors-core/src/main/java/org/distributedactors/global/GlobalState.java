package org.distributedactors.global;

import java.math.BigInteger;
import java.time.Duration;
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
/// | {@link LateNews}          | nodes of which we hear although they were just lost    |
/// | {@link OverlapPrevention} | who leaves whom when a connection breaks               |
/// | {@link MembershipCheck}   | two nodes that met through others know each other      |
/// | {@link TableCheck}        | members have the same table, long after all this       |
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

    /// Until then a lost connection is known as such.
    private static final Duration AFTER_NODE_DOWN = Duration.ofMillis(20);

    /// Until then a node that was asked to part has done so.
    private static final Duration TIME_TO_PART = Duration.ofMillis(500);

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
    private final LateNews news;
    private final Registrar registrar;
    private final OverlapPrevention overlap;
    private final MembershipCheck membership;
    private final TableCheck tables;
    private final ConflictFunctions functions;
    private final UserLocks userLocks;
    private final Displaced displaced;
    private final Queue<Whereis> asking = new ArrayDeque<>();
    private boolean connectAll;

    /// @param isAliveHere whether a process of this node lives; asked by any thread
    /// @param random for pauses, tags, and the number that tells runs of this node apart
    GlobalState(
            GlobalPids pids,
            GlobalSettings settings,
            Predicate<Pid> isAliveHere,
            RandomGenerator random) {
        this(pids, settings, isAliveHere, random, new ConflictFunctions(), _ -> false);
    }

    /// @param functions what this node has declared for conflicts
    /// @param runsThisLibrary whether another node is known to run this library
    GlobalState(
            GlobalPids pids,
            GlobalSettings settings,
            Predicate<Pid> isAliveHere,
            RandomGenerator random,
            ConflictFunctions functions,
            Predicate<Atom> runsThisLibrary) {
        this.pids = pids;
        this.functions = functions;
        this.settings = settings;
        this.connectAll = settings.connectAll();
        Atom self = pids.node();
        outbox = new Outbox(pids);
        nodes = new KnownNodes(self, outbox);
        names = new NameTable(self, isAliveHere, settings.names(), outbox);
        locks = new LockTable(self, settings.locks(), outbox);
        introductions = new Introductions(nodes, outbox);
        news = new LateNews(nodes, names, introductions, outbox);
        requests = new Requests(nodes, names, locks, news);
        calls = new NodeCalls(self, outbox, introductions::isReachable, requests::answer);
        waiters = new SyncWaiters(settings.requests(), nodes, outbox);
        locker = new Locker(pids.locker(), nodes, locks, calls, outbox, random);
        sessions = new Sessions(pids, nodes, locker, outbox, random);
        merger =
                new Merger(
                        pids,
                        nodes,
                        names,
                        locks,
                        sessions,
                        introductions,
                        waiters,
                        functions,
                        news,
                        outbox);
        locker.report(merger::lockIsSet, late -> sessions.restart(late.node()));
        membership =
                new MembershipCheck(
                        pids.server(),
                        nodes,
                        sessions,
                        calls,
                        this::leave,
                        this::joinAnew,
                        runsThisLibrary,
                        outbox);
        introductions.report(membership::met);
        requests.report(membership::seen);
        userLocks = new UserLocks(pids.server(), nodes, locks, calls, outbox, random);
        registrar = registrar(isAliveHere, random);
        tables =
                new TableCheck(
                        pids.server(),
                        nodes,
                        names,
                        locks,
                        calls,
                        registrar,
                        runsThisLibrary,
                        outbox,
                        random);
        displaced = new Displaced(pids.server(), nodes, names, registrar, outbox);
        overlap = overlapPrevention(random);
    }

    private Registrar registrar(Predicate<Pid> isAliveHere, RandomGenerator random) {
        TableMending mending =
                new TableMending(pids.server(), nodes, names, isAliveHere, functions, outbox);
        return new Registrar(
                pids.registrar(), nodes, names, locks, calls, news, mending, outbox, random);
    }

    private OverlapPrevention overlapPrevention(RandomGenerator random) {
        return new OverlapPrevention(
                settings.connectAll() && settings.preventOverlappingPartitions(),
                BigInteger.valueOf(random.nextLong()),
                nodes,
                outbox);
    }

    /// Who has the name according to this node's table, or null. Any thread may ask.
    @Nullable Pid whereis(Term name) {
        return names.whereis(name);
    }

    /// The name with its owner and how its conflicts are decided, or null. Any thread may ask.
    @Nullable GlobalName find(Term name) {
        return names.find(name);
    }

    /// All names in this node's table. Any thread may ask.
    Set<Term> names() {
        return names.names();
    }

    /// The other nodes of our partition. Any thread may ask.
    List<Atom> known() {
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
                registrar.waiting(),
                locker.queued());
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
        lost(node, !nodes.wasRemoving(node) || news.isAwaited(node));
        membership.nodeDown(node);
        return effects();
    }

    /// A node that was to be connected cannot be reached. That is as if it had gone down, unless its connection
    /// came about by another way meanwhile.
    List<GlobalEffect> connectFailed(Atom node) {
        if (!nodes.isConnected(node)) {
            lost(node, nodes.isKnownOrPending(node) || news.isAwaited(node));
        }
        return effects();
    }

    /// @param unexpected whether the others must hear of it
    private void lost(Atom node, boolean unexpected) {
        if (unexpected) {
            overlap.connectionLost(node);
            merger.lost(node);
            news.lost(node);
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
        userLocks.lost(node);
        locks.downOn(node);
        List<GlobalName> former = names.downOn(node);
        introductions.lost(node);
        news.drop(node);
        nodes.forget(node);
        sessions.drop(node);
        sessions.settled(node);
        merger.ownersLost(node);
        displaced.lost(node);
        displaced.byLost(former);
    }

    /// A monitored process ended.
    ///
    /// @param noConnection whether it ended with `noconnection`. While its node is up that may mean that the node is lost and
    ///     {@link #nodeDown} follows, which takes care of all its processes at once; or that the process was linked to
    ///     one of a node it lost; or that only the monitor could not be set. So it is looked at again a little later
    List<GlobalEffect> down(long monitor, Pid target, boolean noConnection) {
        if (noConnection && nodes.isConnected(target.node())) {
            outbox.startTimer(new GlobalTimer.WatchAgain(monitor, target), AFTER_NODE_DOWN);
        } else {
            locks.down(monitor);
            names.down(monitor);
        }
        return effects();
    }

    private void watchAgain(GlobalTimer.WatchAgain timer) {
        if (locks.watches(timer.monitor()) || names.watches(timer.monitor())) {
            outbox.add(new GlobalEffect.Monitor(timer.monitor(), timer.target()));
        }
    }

    List<GlobalEffect> timer(GlobalTimer timer) {
        switch (timer) {
            case GlobalTimer.RetryLock retry -> locker.retry(retry);
            case GlobalTimer.LockPatience patience -> locker.outOfPatience(patience);
            case GlobalTimer.RetryRegistration retry -> registrar.retry(retry);
            case GlobalTimer.CheckMember check -> membership.check(check);
            case GlobalTimer.ForgetLostConnection old -> overlap.forget(old);
            case GlobalTimer.OpenAgain again -> sessions.openAgain(again);
            case GlobalTimer.LingerOver over -> registrar.lingerOver(over);
            case GlobalTimer.RetryUserLock again -> userLocks.retry(again);
            case GlobalTimer.WatchAgain again -> watchAgain(again);
            case GlobalTimer.StaleNews old -> news.forgetLoss(old);
            case GlobalTimer.CompareTables now -> tables.compare(now);
            case GlobalTimer.StillConnected part -> stillConnected(part);
            case GlobalTimer.UnconfirmedNews late -> unconfirmed(late);
            case GlobalTimer.ResolverPatience late -> merger.resolverFailed(late.call());
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

    /// Another node asks us to resolve a conflict: `global:resolve_it/4`. The effects are signals only. Any thread may ask.
    Resolution resolveHere(Conflict conflict) {
        Outbox signals = new Outbox(pids);
        Term answer = ConflictMethod.resolve(conflict, pids.server(), functions, signals);
        return new Resolution(answer, signals.drain());
    }

    /// Changes a name on all nodes of the partition. It ends in {@link GlobalEffect.Complete}. That a name has an
    /// owner is told at once and costs no lock.
    List<GlobalEffect> change(long request, NameChange change) {
        Pid owner = names.whereis(change.name());
        if (change instanceof NameChange.Register && owner != null) {
            outbox.refuse(request, owner);
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
        userLocks.abandon(request);
        return effects();
    }

    /// Takes a lock on all connected nodes, and keeps it until {@link #unlock} with the same number. It ends in
    /// {@link GlobalEffect.Complete}.
    List<GlobalEffect> lock(long request, LockId id) {
        userLocks.take(request, id);
        return effects();
    }

    /// Gives back what {@link #lock} took.
    List<GlobalEffect> unlock(long request) {
        userLocks.release(request);
        return effects();
    }

    /// A node said for how long a process has had its name.
    List<GlobalEffect> aged(long call, Term age) {
        merger.aged(call, age);
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
            case Answer answer -> {
                calls.answered(answer);
                merger.resolverAnswered(answer.call(), answer.reply());
                merger.aged(answer.call(), answer.reply());
                displaced.answered(answer.call(), answer.reply());
            }
            case InitConnect m -> {
                news.denied(m.node());
                sessions.initConnect(m);
                takeUp(m.node());
            }
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

    /// The two of us disagreed whether we are members of one partition.
    private void joinAnew(Atom node) {
        nodes.forget(node);
        if (connectAll) {
            sessions.restart(node);
        }
    }

    /// A node begins a session although its connection has stood for a while: it does not count us to its partition, or does no
    /// longer.
    private void takeUp(Atom node) {
        if (connectAll
                && nodes.isConnected(node)
                && !nodes.isRemoving(node)
                && !sessions.isOpen(node)) {
            sessions.open(node);
        }
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
                    news.lost(node);
                    leave(node);
                });
    }

    /// Its connection is to be closed, by whichever side. One that is only being opened is no longer waited for.
    private void leave(Atom node) {
        boolean connected = nodes.isConnected(node);
        if (connected) {
            long number = outbox.nextId();
            nodes.removing(node, number);
            outbox.startTimer(new GlobalTimer.StillConnected(node, number), TIME_TO_PART);
        }
        forget(node);
        if (!connected) {
            waiters.settled(node);
            calls.lost(node);
        }
    }

    /// A node that some of our partition have met does not answer us. Nobody may stay with both.
    private void unconfirmed(GlobalTimer.UnconfirmedNews timer) {
        if (news.isAwaited(timer.node(), timer.number())) {
            lost(timer.node(), true);
        }
    }

    /// Who was asked to part does nothing about it when it had not begun to join us, or had given up; then neither side would
    /// ever begin again.
    private void stillConnected(GlobalTimer.StillConnected timer) {
        if (nodes.isRemoving(timer.node(), timer.number())) {
            outbox.add(new GlobalEffect.Disconnect(timer.node()));
        }
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
        registrar.proceed();
        tables.look();
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
