package org.distributedactors.global;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.distributedactors.global.GlobalMessage.Answer;
import org.distributedactors.global.GlobalMessage.Call;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// Asks the name servers of several nodes the same thing and goes on when each has answered or is lost.
///
/// A lost node counts as no answer. There is no timeout: the net tick ends a connection that is silent.
///
/// A question may have gone out on a new connection although it counts as lost with the old one. If it asked for a
/// lock, the late answer must not be overlooked, or nobody would ever give that lock back.
final class NodeCalls {

    private static final int LOST_LOCKS = 1_000;

    private final Atom self;
    private final Outbox outbox;
    private final Predicate<Atom> isReachable;
    private final BiFunction<Pid, GlobalRequest, Term> ourselves;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private final Map<Long, Pending> lostLocks = new LinkedHashMap<>();
    private final Map<Pid, BiConsumer<LockId, Atom>> lateGrants = new HashMap<>();

    private record Pending(Pid caller, Atom node, GlobalRequest request, Round round) {}

    /// One question to several nodes.
    private static final class Round {
        private final Consumer<SortedMap<Atom, Term>> then;
        private final SortedMap<Atom, Term> answers = new TreeMap<>();
        private int missing;

        private Round(int nodes, Consumer<SortedMap<Atom, Term>> then) {
            this.missing = nodes;
            this.then = then;
        }

        private void answered(Atom node, Term answer) {
            answers.put(node, answer);
            oneLess();
        }

        /// An answer that came before the node was lost does not count either.
        private void lost(Atom node) {
            answers.remove(node);
        }

        private void oneLess() {
            missing--;
            if (missing == 0) {
                then.accept(answers);
            }
        }
    }

    /// @param isReachable whether a node is connected, or being connected; others are lost
    /// @param ourselves answers what is asked of our own node
    NodeCalls(
            Atom self,
            Outbox outbox,
            Predicate<Atom> isReachable,
            BiFunction<Pid, GlobalRequest, Term> ourselves) {
        this.self = self;
        this.outbox = outbox;
        this.isReachable = isReachable;
        this.ourselves = ourselves;
    }

    /// Says whom to tell when a lock was granted to this caller by a node that counted as lost.
    void reportLateGrants(Pid caller, BiConsumer<LockId, Atom> late) {
        lateGrants.put(caller, late);
    }

    /// Asks each node once, the others first, so that their answers are on the way while ours is found.
    ///
    /// @param then is given the answers of all that were not lost, perhaps before this method returns
    void ask(
            Pid caller,
            Collection<Atom> nodes,
            GlobalRequest request,
            Consumer<SortedMap<Atom, Term>> then) {
        SortedSet<Atom> asked = new TreeSet<>(nodes);
        asked.removeIf(node -> !node.equals(self) && !isReachable.test(node));
        if (asked.isEmpty()) {
            then.accept(new TreeMap<>());
            return;
        }
        Round round = new Round(asked.size(), then);
        boolean askSelf = asked.remove(self);
        asked.forEach(node -> ask(caller, node, request, round));
        if (askSelf) {
            round.answered(self, ourselves.apply(caller, request));
        }
    }

    private void ask(Pid caller, Atom node, GlobalRequest request, Round round) {
        long call = outbox.nextId();
        pending.put(call, new Pending(caller, node, request, round));
        CallFrom from = new CallFrom(caller, IntegerTerm.of(call));
        outbox.send(caller, node, new Call(from, request));
    }

    void answered(Answer answer) {
        Pending call = pending.remove(answer.call());
        Pending late = lostLocks.remove(answer.call());
        if (call != null) {
            call.round.answered(call.node, answer.reply());
        } else if (late != null && late.request instanceof GlobalRequest.SetLock set) {
            BiConsumer<LockId, Atom> told = lateGrants.get(late.caller);
            if (told != null && answer.reply().equals(Atom.TRUE)) {
                told.accept(set.lock(), late.node);
            }
        }
    }

    /// The node will not answer any more.
    void lost(Atom node) {
        List<Round> rounds = new ArrayList<>();
        Iterator<Map.Entry<Long, Pending>> calls = pending.entrySet().iterator();
        while (calls.hasNext()) {
            Map.Entry<Long, Pending> entry = calls.next();
            Pending call = entry.getValue();
            call.round.lost(node);
            if (call.node.equals(node)) {
                calls.remove();
                remember(entry.getKey(), call);
                rounds.add(call.round);
            }
        }
        rounds.forEach(Round::oneLess);
    }

    private void remember(Long number, Pending call) {
        if (call.request instanceof GlobalRequest.SetLock) {
            lostLocks.put(number, call);
            if (lostLocks.size() > LOST_LOCKS) {
                lostLocks.remove(lostLocks.keySet().iterator().next());
            }
        }
    }

    /// The nodes whose answers are missing.
    SortedSet<Atom> awaited() {
        SortedSet<Atom> nodes = new TreeSet<>();
        pending.values().forEach(call -> nodes.add(call.node));
        return nodes;
    }
}
