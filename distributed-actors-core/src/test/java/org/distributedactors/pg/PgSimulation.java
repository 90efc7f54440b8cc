package org.distributedactors.pg;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;

/// One scope on several nodes, in one thread. Whatever is on its way waits until its turn comes, at random among the ways;
/// on one way it keeps its order. The same seed gives the same run.
///
/// Each message crosses as the term it is on the wire. A connection has two ways. What a node is told of it comes first and
/// last on the way to it: up, messages, the ends of what it watches there, down.
final class PgSimulation {

    private final SplittableRandom random;
    private final Map<Atom, SimulatedScope> nodes = new TreeMap<>();
    private final Map<Way, Deque<Runnable>> ways = new LinkedHashMap<>();
    private final Set<Way> blocked = new HashSet<>();

    /// From one node to another.
    private record Way(Atom from, Atom to) {}

    PgSimulation(long seed, int size) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < size; i++) {
            Atom name = Atom.of((char) ('a' + i) + "@sim");
            nodes.put(name, new SimulatedScope(this, name, 1));
        }
    }

    List<SimulatedScope> nodes() {
        return new ArrayList<>(nodes.values());
    }

    int random(int bound) {
        return random.nextInt(bound);
    }

    SimulatedScope any() {
        return nodes().get(random(nodes.size()));
    }

    SimulatedScope node(Atom name) {
        return nodes.get(name);
    }

    // ---- the network

    private Deque<Runnable> way(Atom from, Atom to) {
        return ways.computeIfAbsent(new Way(from, to), ignored -> new ArrayDeque<>());
    }

    void later(Atom from, Atom to, Runnable arrival) {
        way(from, to).add(arrival);
    }

    /// Connects two nodes, unless both ends do not yet see the last connection gone.
    void connect(SimulatedScope one, SimulatedScope other) {
        if (one == other
                || blocked.contains(new Way(one.name(), other.name()))
                || one.links.contains(other.name())
                || other.links.contains(one.name())) {
            return;
        }
        one.links.add(other.name());
        other.links.add(one.name());
        way(one.name(), other.name()).clear();
        way(other.name(), one.name()).clear();
        later(other.name(), one.name(), () -> one.up(other.name()));
        later(one.name(), other.name(), () -> other.up(one.name()));
    }

    /// Cuts a connection: some of what is on its way is lost, and each end sees it later.
    void cut(SimulatedScope one, SimulatedScope other) {
        cutWay(one, other);
        cutWay(other, one);
    }

    private void cutWay(SimulatedScope from, SimulatedScope to) {
        if (!to.links.contains(from.name()) || to.lost.contains(from.name())) {
            return;
        }
        to.lost.add(from.name());
        Deque<Runnable> way = way(from.name(), to.name());
        int kept = way.isEmpty() ? 0 : random(way.size() + 1);
        while (way.size() > kept) {
            way.removeLast();
        }
        way.add(() -> to.down(from.name()));
    }

    void split(Set<Atom> part) {
        for (SimulatedScope one : nodes()) {
            for (SimulatedScope other : nodes()) {
                if (part.contains(one.name()) != part.contains(other.name())) {
                    blocked.add(new Way(one.name(), other.name()));
                    cut(one, other);
                }
            }
        }
    }

    void heal() {
        blocked.clear();
    }

    void connectAll() {
        nodes().forEach(one -> nodes().forEach(other -> connect(one, other)));
    }

    /// The node is gone with all that it had, and starts again under its name. Others see its connections end later.
    void restart(SimulatedScope node) {
        nodes().forEach(other -> {
            if (other != node) {
                cutWay(node, other);
                way(other.name(), node.name()).clear();
            }
        });
        nodes.put(node.name(), new SimulatedScope(this, node.name(), node.creation() + 1));
    }

    /// Lets one thing happen.
    ///
    /// @return whether there was one
    boolean step() {
        List<Deque<Runnable>> waiting =
                ways.values().stream().filter(way -> !way.isEmpty()).toList();
        if (waiting.isEmpty()) {
            return false;
        }
        waiting.get(random(waiting.size())).remove().run();
        return true;
    }

    void settle() {
        int steps = 0;
        while (step()) {
            if (steps++ > 1_000_000) {
                throw new AssertionError("it does not come to rest");
            }
        }
    }

    /// One node and its scope.
    static final class SimulatedScope {

        private final PgSimulation simulation;
        private final Atom name;
        private final int creation;
        private final Pid self;
        private final PgCounters counters = new PgCounters();
        private final PgScopeState state;
        private final Set<Atom> links = new HashSet<>();
        private final Set<Atom> lost = new HashSet<>();
        private final Set<Pid> monitored = new HashSet<>();
        private final Map<Term, Members> told = new LinkedHashMap<>();
        private final List<Pid> alive = new ArrayList<>();
        private int pids = 1;

        SimulatedScope(PgSimulation simulation, Atom name, int creation) {
            this.simulation = simulation;
            this.name = name;
            this.creation = creation;
            this.self = new Pid(name, 1, 0, creation);
            this.state = new PgScopeState(self, new GroupTable(), 100_000, counters);
            state.watch(Reference.of(name, creation, 1), self, null);
        }

        Atom name() {
            return name;
        }

        int creation() {
            return creation;
        }

        PgCounters counters() {
            return counters;
        }

        GroupTable table() {
            return state.table();
        }

        /// The members by what the watcher was told.
        Map<Term, Members> told() {
            return told;
        }

        List<Pid> alive() {
            return alive;
        }

        Pid spawn() {
            Pid pid = new Pid(name, ++pids, 0, creation);
            alive.add(pid);
            return pid;
        }

        void join(Term group, Pid pid) {
            perform(state.join(group, List.of(pid)));
        }

        void leave(Term group, Pid pid) {
            perform(state.leave(group, List.of(pid)));
        }

        /// The process ends; the scope hears of it some time later.
        void kill(Pid pid) {
            alive.remove(pid);
            simulation.later(name, name, () -> down(pid));
        }

        private void up(Atom node) {
            perform(state.nodeUp(node, true));
        }

        private void down(Atom node) {
            links.remove(node);
            lost.remove(node);
            // First what was watched on that node, then the node, as in node.Peer.
            List.copyOf(monitored).stream()
                    .filter(pid -> pid.node().equals(node))
                    .forEach(this::down);
            perform(state.nodeDown(node));
        }

        private void down(Pid pid) {
            if (simulation.node(name) == this && monitored.remove(pid)) {
                perform(state.down(pid));
            }
        }

        private void receive(Term message) {
            perform(state.receive(PgCodec.read(message)));
        }

        private void perform(List<PgEffect> effects) {
            effects.forEach(this::perform);
        }

        private void perform(PgEffect effect) {
            switch (effect) {
                case PgEffect.Send(Pid to, PgMessage message) -> send(to.node(), to, message);
                case PgEffect.Discover(Atom node) ->
                        send(node, null, new PgMessage.Discover(self, 0));
                case PgEffect.Monitor(Pid target) -> monitored.add(target);
                case PgEffect.Demonitor(Pid target) -> monitored.remove(target);
                case PgEffect.Notify(var watcher, var ref, boolean join, Term group, var pids) ->
                        told.compute(
                                group,
                                (ignored, before) -> {
                                    Members old = before == null ? Members.NONE : before;
                                    Members now = join ? old.plus(pids) : old.minus(pids);
                                    return now.isEmpty() ? null : now;
                                });
            }
        }

        /// @param to null for whoever has the scope's name
        private void send(Atom node, Pid to, PgMessage message) {
            if (!links.contains(node) || simulation.node(node).lost.contains(name)) {
                return;
            }
            Term term = PgCodec.write(message);
            simulation.later(
                    name,
                    node,
                    () -> {
                        SimulatedScope receiver = simulation.node(node);
                        if (to == null || to.equals(receiver.self)) {
                            receiver.receive(term);
                        }
                    });
        }
    }
}
