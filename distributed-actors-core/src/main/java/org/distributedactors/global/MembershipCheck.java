package org.distributedactors.global;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// Makes sure that two nodes which met through others count each other to their partition.
///
/// Such nodes never join themselves: each is told of the other by the node it knows, and says `in_sync`. When the
/// connection to that node breaks before it could tell, one of the two knows the other and is not known by it, and
/// nothing in the protocol would ever end that: names registered by one are then missing on the other. So some
/// seconds after an `in_sync` the other is asked whom it knows. If the two disagree, they part and connect again,
/// which makes them join like any two nodes.
final class MembershipCheck {

    private static final Duration DELAY = Duration.ofSeconds(2);

    private final Pid server;
    private final KnownNodes nodes;
    private final Sessions sessions;
    private final NodeCalls calls;
    private final Consumer<Atom> leave;
    private final Outbox outbox;
    private final Map<Atom, Long> due = new HashMap<>();
    private final Set<Atom> parting = new HashSet<>();

    /// @param leave forgets a node whose connection is going to be closed
    MembershipCheck(
            Pid server,
            KnownNodes nodes,
            Sessions sessions,
            NodeCalls calls,
            Consumer<Atom> leave,
            Outbox outbox) {
        this.server = server;
        this.nodes = nodes;
        this.sessions = sessions;
        this.calls = calls;
        this.leave = leave;
        this.outbox = outbox;
    }

    /// The node and we met through others.
    void met(Atom node) {
        long number = outbox.nextId();
        due.put(node, number);
        outbox.startTimer(new GlobalTimer.CheckMember(node, number), DELAY);
    }

    void check(GlobalTimer.CheckMember timer) {
        Atom node = timer.node();
        if (due.remove(node, timer.number()) && isSettled(node)) {
            calls.ask(
                    server,
                    List.of(node),
                    new GlobalRequest.GetKnown(),
                    answers -> compare(node, answers));
        }
    }

    private boolean isSettled(Atom node) {
        return nodes.isConnected(node) && !sessions.isOpen(node);
    }

    private void compare(Atom node, SortedMap<Atom, Term> answers) {
        if (answers.get(node) instanceof ListTerm hisKnown && isSettled(node)) {
            boolean weAreKnown = hisKnown.elements().contains(nodes.self());
            if (!weAreKnown || !nodes.isKnown(node)) {
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
        if (parting.remove(node)) {
            outbox.add(new GlobalEffect.Connect(node));
        }
    }
}
