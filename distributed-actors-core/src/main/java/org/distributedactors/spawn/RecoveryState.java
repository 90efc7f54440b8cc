package org.distributedactors.spawn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distributedactors.pg.Rendezvous;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// Decides which actors of lost nodes this node starts again. No I/O, no clock.
///
/// | Event | An actor with one copy | with two |
/// |---|---|---|
/// | its copy ends, its node stays | forgotten | the other one is left |
/// | its node is lost, or ends it because it leaves | lost | the other one is left |
/// | a copy appears | – | in conflict, if on different nodes |
/// | its copy ends, its node stays, and one stands by | it has moved: lost with that one's node | the other one is left |
///
/// A lost actor is started by the first of the nodes that are left, in an order that differs for each actor and is the same on
/// every node that sees the same nodes; by the second when none has appeared within {@link #TURN_NANOS}, and so on. So one
/// node starts it, also when the first one cannot or has ended meanwhile.
///
/// An actor that was on its way to another node may be there already, without running: that copy stands by. It has its state, so
/// it has the first turn; all others come after it.
///
/// In a partition each side starts its own copy. When the sides meet again both are seen, and when that has lasted for
/// {@link #CONFLICT_NANOS} (a process that moves is seen twice for a moment) the one on the node that comes first in the order
/// stays and the other one is ended: with `shutdown`, and killed when that has not ended it for as long again.
final class RecoveryState {

    /// How long a node has for its turn.
    static final long TURN_NANOS = 3_000_000_000L;

    /// How long nobody has a turn: others may hear of a copy that stands by a moment after the loss.
    static final long FIRST_TURN_NANOS = 250_000_000L;

    /// How long two copies may be seen.
    static final long CONFLICT_NANOS = 5_000_000_000L;

    private final NodeName us;
    private final Map<Term, Set<Pid>> members = new LinkedHashMap<>();
    private final Map<Term, Set<Pid>> standingBy = new HashMap<>();

    /// Those that run nowhere any more, as far as one can see, but stand by: they have moved there.
    private final Set<Term> moved = new HashSet<>();

    /// Those whose copy that stood by was lost a moment ago. It may have been the one that runs: the node that the actor came from
    /// may hear of the loss after it has given it away.
    private final Map<Term, Long> targetLost = new HashMap<>();

    private final Map<Term, Long> lost = new LinkedHashMap<>();
    private final Map<Term, Long> conflicts = new LinkedHashMap<>();
    private final Set<Step.End> said = new HashSet<>();
    private final Set<Atom> leaving = new HashSet<>();

    /// What is to be done.
    sealed interface Step {

        /// Start the actor here.
        record StartHere(Term actor) implements Step {}

        /// End this copy, which is of this node.
        ///
        /// @param kill it was asked to, and has gone on
        record End(Term actor, Pid copy, boolean kill) implements Step {}
    }

    RecoveryState(NodeName us) {
        this.us = us;
    }

    void joined(Term actor, Collection<Pid> copies, long now) {
        Set<Pid> known = members.computeIfAbsent(actor, key -> new HashSet<>());
        known.addAll(copies);
        lost.remove(actor);
        moved.remove(actor);
        if (nodes(known).size() > 1) {
            conflicts.putIfAbsent(actor, now);
        }
    }

    /// A copy of the actor has come to a node and does not run.
    void standsBy(Term actor, Collection<Pid> copies) {
        standingBy.computeIfAbsent(actor, key -> new HashSet<>()).addAll(copies);
    }

    /// Such a copy runs, is given up, or is lost with its node. If the actor is lost, the turns of the others begin.
    ///
    /// @param connected the nodes that are there, this one among them
    void standsByNoMore(Term actor, Collection<Pid> copies, Set<Atom> connected, long now) {
        if (lastOf(actor, copies)) {
            over(actor, copies.stream().anyMatch(pid -> !connected.contains(pid.node())), now);
        }
    }

    private void over(Term actor, boolean withNode, long now) {
        boolean hadMoved = moved.remove(actor);
        if (withNode && hadMoved) {
            lost.putIfAbsent(actor, now);
        } else if (withNode) {
            targetLost.put(actor, now);
        }
        lost.computeIfPresent(actor, (key, since) -> now - FIRST_TURN_NANOS);
    }

    /// Whether these were the last copies that stood by.
    private boolean lastOf(Term actor, Collection<Pid> copies) {
        Set<Pid> known = standingBy.get(actor);
        if (known == null || !known.removeAll(copies) || !known.isEmpty()) {
            return false;
        }
        standingBy.remove(actor);
        return true;
    }

    private void standingByLost(Atom node, long now) {
        for (Map.Entry<Term, Set<Pid>> actor : Map.copyOf(standingBy).entrySet()) {
            List<Pid> gone =
                    actor.getValue().stream().filter(pid -> pid.node().equals(node)).toList();
            if (lastOf(actor.getKey(), gone)) {
                over(actor.getKey(), true, now);
            }
        }
    }

    private static Set<NodeName> nodes(Set<Pid> copies) {
        Set<NodeName> nodes = new HashSet<>();
        copies.forEach(pid -> nodes.add(NodeName.of(pid.node().name())));
        return nodes;
    }

    /// @param connected the nodes that are there, this one among them
    void left(Term actor, Collection<Pid> copies, Set<Atom> connected, long now) {
        Set<Pid> known = members.get(actor);
        if (known == null) {
            return;
        }
        known.removeAll(copies);
        settled(actor, known);
        if (known.isEmpty()) {
            members.remove(actor);
            boolean withNode =
                    copies.stream()
                            .anyMatch(pid ->
                                    leaving.contains(pid.node())
                                            || !connected.contains(pid.node()));
            if (withNode || targetLost.remove(actor) != null) {
                lost.putIfAbsent(actor, now);
            } else if (standingBy.containsKey(actor)) {
                moved.add(actor);
            }
        }
    }

    private void settled(Term actor, Set<Pid> copies) {
        if (nodes(copies).size() < 2) {
            conflicts.remove(actor);
            said.removeIf(end -> end.actor().equals(actor));
        }
    }

    /// From now on actors that end on that node are lost.
    void leaves(Atom node) {
        leaving.add(node);
    }

    void nodeDown(Atom node, long now) {
        leaving.remove(node);
        standingByLost(node, now);
        for (Map.Entry<Term, Set<Pid>> actor : Map.copyOf(members).entrySet()) {
            Set<Pid> copies = actor.getValue();
            if (copies.removeIf(pid -> pid.node().equals(node))) {
                settled(actor.getKey(), copies);
                if (copies.isEmpty()) {
                    members.remove(actor.getKey());
                    lost.putIfAbsent(actor.getKey(), now);
                }
            }
        }
    }

    /// What it is time for.
    ///
    /// @param able the nodes that may start actors again, this one among them if it may
    List<Step> due(Set<NodeName> able, long now) {
        List<Step> steps = new ArrayList<>();
        targetLost.values().removeIf(since -> now - since > CONFLICT_NANOS);
        if (able.contains(us)) {
            for (Map.Entry<Term, Long> actor : lost.entrySet()) {
                long wait = FIRST_TURN_NANOS + turn(actor.getKey(), able) * TURN_NANOS;
                if (now - actor.getValue() >= wait) {
                    steps.add(new Step.StartHere(actor.getKey()));
                    // Once more when it does not appear and all others have had their turn.
                    actor.setValue(now + TURN_NANOS);
                }
            }
        }
        for (Map.Entry<Term, Long> actor : conflicts.entrySet()) {
            long lasts = now - actor.getValue();
            if (lasts >= CONFLICT_NANOS) {
                steps.addAll(ended(actor.getKey(), lasts >= 2 * CONFLICT_NANOS));
            }
        }
        return steps;
    }

    private int turn(Term actor, Set<NodeName> able) {
        Set<NodeName> left = new HashSet<>(able);
        int turn = standingBy.containsKey(actor) ? 1 : 0;
        for (Optional<NodeName> first = Rendezvous.pickNode(actor, left);
                first.isPresent() && !first.get().equals(us);
                first = Rendezvous.pickNode(actor, left)) {
            left.remove(first.get());
            turn++;
        }
        return turn;
    }

    private List<Step> ended(Term actor, boolean kill) {
        Set<Pid> copies = members.getOrDefault(actor, Set.of());
        NodeName stays = Rendezvous.pickNode(actor, nodes(copies)).orElse(us);
        List<Step> steps = new ArrayList<>();
        for (Pid copy : copies) {
            if (copy.node().equals(us.atom()) && !stays.equals(us)) {
                Step.End end = new Step.End(actor, copy, kill);
                if (said.add(end)) {
                    steps.add(end);
                }
            }
        }
        return steps;
    }

    /// How many are lost and not started yet.
    int lost() {
        return lost.size();
    }

    /// The actors that are known, each with how many copies it has.
    Map<Term, Integer> copies() {
        Map<Term, Integer> copies = new HashMap<>();
        members.forEach((actor, pids) -> copies.put(actor, pids.size()));
        return copies;
    }
}
