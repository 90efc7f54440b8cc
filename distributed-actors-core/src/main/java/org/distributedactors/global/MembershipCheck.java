package org.distributedactors.global;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// Makes sure that two nodes which met through others count each other to their partition.
///
/// Such nodes never join themselves: each is told of the other by the node it knows, and says `in_sync`. When the
/// connection to that node breaks before it could tell, one of the two knows the other and is not known by it, and
/// nothing in the protocol would ever end that: names registered by one are then missing on the other. So some
/// time after an `in_sync` the other is asked whom it knows. If the two disagree, the one that knows the other forgets it
/// and begins a session anew, which a node that runs this library takes up at once. An Erlang node takes up a session only
/// with a new connection, so the two part and connect again; the others see that as a lost connection.
final class MembershipCheck {

    private static final Duration DELAY = Duration.ofMillis(300);

    /// Parting with an Erlang node costs the partition a split, so it gets more time.
    private static final Duration MORE_DELAY = Duration.ofMillis(1_700);

    private static final Duration STRANGER_DELAY = Duration.ofMillis(200);

    private final Pid server;
    private final KnownNodes nodes;
    private final Sessions sessions;
    private final NodeCalls calls;
    private final Consumer<Atom> leave;
    private final Consumer<Atom> joinAnew;
    private final Predicate<Atom> runsThisLibrary;
    private final Outbox outbox;
    private final Map<Atom, Long> due = new HashMap<>();
    private final Set<Atom> strangers = new HashSet<>();
    private final Set<Atom> early = new HashSet<>();
    private final Set<Atom> parting = new HashSet<>();
    private final Set<Atom> disagreed = new HashSet<>();

    /// @param leave forgets a node whose connection is going to be closed
    /// @param joinAnew forgets a node and begins a session with it
    /// @param runsThisLibrary whether a node is known to
    MembershipCheck(
            Pid server,
            KnownNodes nodes,
            Sessions sessions,
            NodeCalls calls,
            Consumer<Atom> leave,
            Consumer<Atom> joinAnew,
            Predicate<Atom> runsThisLibrary,
            Outbox outbox) {
        this.server = server;
        this.nodes = nodes;
        this.sessions = sessions;
        this.calls = calls;
        this.leave = leave;
        this.joinAnew = joinAnew;
        this.runsThisLibrary = runsThisLibrary;
        this.outbox = outbox;
    }

    /// The node and we met through others.
    void met(Atom node) {
        early.add(node);
        checkAfter(DELAY, node);
    }

    private void checkAfter(Duration delay, Atom node) {
        long number = outbox.nextId();
        due.put(node, number);
        outbox.startTimer(new GlobalTimer.CheckMember(node, number), delay);
    }

    /// The node counts us to its partition, and we do not count it to ours. It waits for us, so we look soon.
    void seen(Atom node) {
        if (strangers.add(node)) {
            checkAfter(STRANGER_DELAY, node);
        }
    }

    void check(GlobalTimer.CheckMember timer) {
        Atom node = timer.node();
        strangers.remove(node);
        if (!due.remove(node, timer.number()) || !isSettled(node)) {
            return;
        }
        if (early.remove(node) && !runsThisLibrary.test(node)) {
            checkAfter(MORE_DELAY, node);
        } else {
            calls.ask(
                    server,
                    List.of(node),
                    new GlobalRequest.GetKnown(),
                    answers -> compare(node, answers));
        }
    }

    private boolean isSettled(Atom node) {
        return nodes.isConnected(node) && (nodes.isKnown(node) || !sessions.isOpen(node));
    }

    private void compare(Atom node, SortedMap<Atom, Term> answers) {
        if (answers.get(node) instanceof ListTerm hisKnown && isSettled(node)) {
            boolean weAreKnown = hisKnown.elements().contains(nodes.self());
            if (weAreKnown && nodes.isKnown(node)) {
                disagreed.remove(node);
            } else if (runsThisLibrary.test(node) && disagreed.add(node)) {
                if (!weAreKnown) {
                    joinAnew.accept(node);
                }
                checkAfter(DELAY, node);
            } else {
                part(node, weAreKnown);
            }
        }
    }

    /// Who knows us parts silently when asked to. Who does not know us must be left.
    private void part(Atom node, boolean weAreKnown) {
        parting.add(node);
        leave.accept(node);
        if (weAreKnown) {
            outbox.send(node, new GlobalMessage.RemoveConnection(nodes.self()));
        } else {
            outbox.add(new GlobalEffect.Disconnect(node));
        }
        outbox.notify(new GlobalEvent.ConnectionRemoved(node, nodes.self(), node));
    }

    /// The connection is gone. One that we parted with is made anew.
    void nodeDown(Atom node) {
        due.remove(node);
        strangers.remove(node);
        disagreed.remove(node);
        early.remove(node);
        if (parting.remove(node)) {
            outbox.add(new GlobalEffect.Connect(node));
        }
    }
}
