package org.distributedactors.global;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.distributedactors.global.GlobalMessage.CancelConnect;
import org.distributedactors.global.GlobalMessage.InitConnect;
import org.distributedactors.global.GlobalMessage.InitConnectAck;
import org.distributedactors.global.GlobalMessage.LockSet;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Opens and ends the attempts to join, one {@link Session} for each node that is connected and not known yet.
///
/// | Arrives             | When                       | Done                                             |
/// |---------------------|----------------------------|--------------------------------------------------|
/// | node up             | not known, no session      | open a session: `init_connect` with a new tag    |
/// | `init_connect`      | session open               | `init_connect_ack`; the locker gets a candidate  |
/// | `init_connect`      | one came already           | `cancel_connect`; open a new session             |
/// | `init_connect`      | no session                 | keep it until the node is up                     |
/// | `init_connect_ack`  | tags are not those we have | `cancel_connect`; open a new session             |
/// | `cancel_connect`    | our tag                    | open a new session                               |
/// | `lock_set`          | our tag                    | the locker decides                               |
/// | node down           |                            | drop the session                                 |
///
/// What carries another tag belongs to a session that is over, and is ignored.
final class Sessions {

    /// Nodes whose `init_connect` is kept although no session is open for them.
    private static final int EARLY_LIMIT = 1_000;

    private static final int RESTARTS_AT_ONCE = 3;
    private static final long FIRST_PAUSE_MILLIS = 2;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final GlobalPids pids;
    private final KnownNodes nodes;
    private final Locker locker;
    private final Outbox outbox;
    private final Map<Atom, Session> sessions = new TreeMap<>();
    private final Map<Atom, InitConnect> early = new HashMap<>();
    private final Map<Atom, Integer> restarts = new HashMap<>();
    private final Map<Atom, Long> waiting = new HashMap<>();
    private final RandomGenerator random;
    private long lastTag;

    Sessions(
            GlobalPids pids,
            KnownNodes nodes,
            Locker locker,
            Outbox outbox,
            RandomGenerator random) {
        this.pids = pids;
        this.nodes = nodes;
        this.locker = locker;
        this.outbox = outbox;
        this.random = random;
        this.lastTag = random.nextInt();
    }

    /// The session with this node if it is the one of this tag of ours, or null.
    @Nullable Session find(Atom node, Term ourTag) {
        Session session = sessions.get(node);
        return session != null && session.ourTag.equals(ourTag) ? session : null;
    }

    boolean isOpen(Atom node) {
        return sessions.containsKey(node) || waiting.containsKey(node);
    }

    Collection<Session> all() {
        return List.copyOf(sessions.values());
    }

    /// Makes us known to a node, unless it is known or an attempt is under way.
    void open(Atom node) {
        if (nodes.isKnown(node) || sessions.containsKey(node)) {
            return;
        }
        waiting.remove(node);
        Session session = new Session(node, IntegerTerm.of(++lastTag));
        sessions.put(node, session);
        outbox.send(
                node,
                new InitConnect(GlobalCodec.VERSION, session.ourTag, pids.node(), pids.locker()));
        InitConnect his = early.remove(node);
        if (his != null) {
            accept(session, his);
        }
    }

    /// Releases before OTP 25 speak an older version, and are left alone.
    void initConnect(InitConnect his) {
        Atom node = his.node();
        if (his.version() < GlobalCodec.VERSION || !his.locker().node().equals(node)) {
            return;
        }
        Session session = sessions.get(node);
        if (session == null) {
            if (early.size() < EARLY_LIMIT || early.containsKey(node)) {
                early.put(node, his);
            }
        } else if (nodes.isPending(node)) {
            cancelHis(node, his.senderTag());
            restart(node);
        } else {
            accept(session, his);
        }
    }

    private void accept(Session session, InitConnect his) {
        session.hisTag = his.senderTag();
        session.hisLocker = his.locker();
        nodes.pending(session.node, his.version());
        outbox.send(
                pids.server(),
                session.node,
                new InitConnectAck(pids.node(), his.senderTag(), session.ourTag));
        locker.add(new Candidate(his.locker(), session.ourTag, his.senderTag()));
    }

    void initConnectAck(InitConnectAck ack) {
        Session session = sessions.get(ack.node());
        if (session != null && session.hasTags(ack.receiverTag(), ack.senderTag())) {
            return;
        }
        if (session == null || !ack.senderTag().equals(session.hisTag)) {
            cancelHis(ack.node(), ack.senderTag());
        }
        if (session != null) {
            restart(ack.node());
        }
    }

    void cancelConnect(CancelConnect cancel) {
        if (find(cancel.node(), cancel.receiverTag()) != null) {
            restart(cancel.node());
        }
    }

    void lockSet(LockSet message) {
        Term tag = message.receiverTag();
        if (tag == null || find(message.locker().node(), tag) != null) {
            locker.lockSet(message.locker(), message.set(), tag);
        }
    }

    /// Gives the attempt with this node up, tells him, and begins anew. The two sides may begin anew because of each
    /// other, each time with messages of earlier attempts still under way; so after a few times they wait for a random
    /// while, until nothing is under way any more.
    void restart(Atom node) {
        Session session = sessions.get(node);
        if (session != null && nodes.isPending(node) && session.hisTag != null) {
            cancelHis(node, session.hisTag);
        }
        boolean wasOpen = session != null;
        drop(node);
        int times = restarts.merge(node, 1, Integer::sum);
        if (times <= RESTARTS_AT_ONCE || !wasOpen) {
            open(node);
        } else {
            long number = outbox.nextId();
            waiting.put(node, number);
            long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(times, 20));
            outbox.startTimer(
                    new GlobalTimer.OpenAgain(node, number),
                    Duration.ofMillis(random.nextLong(1, most + 1)));
        }
    }

    void openAgain(GlobalTimer.OpenAgain timer) {
        if (waiting.remove(timer.node(), timer.number()) && nodes.isConnected(timer.node())) {
            open(timer.node());
        }
    }

    private void cancelHis(Atom node, Term hisTag) {
        if (nodes.isConnected(node)) {
            outbox.send(node, new CancelConnect(pids.node(), hisTag));
        }
    }

    /// The node is known, or gone: what follows is a new beginning.
    void settled(Atom node) {
        restarts.remove(node);
        waiting.remove(node);
    }

    /// Ends the attempt with this node without a word: it succeeded, the node is lost, or it has become known by
    /// another way. What the locker holds for it is released.
    void drop(Atom node) {
        early.remove(node);
        nodes.notPending(node);
        Session session = sessions.remove(node);
        if (session != null) {
            locker.remove(node, session.ourTag);
        }
    }
}
