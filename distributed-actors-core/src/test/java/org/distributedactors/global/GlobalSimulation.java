package org.distributedactors.global;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// Several nodes' `global`, wired together in one thread with virtual time. The same seed gives the same run.
final class GlobalSimulation {

    private static final String HOST = "@sim";
    private static final boolean TRACE = Boolean.getBoolean("sim.trace");

    private final SplittableRandom random;
    private final SimulatedClock clock = new SimulatedClock();
    private final Map<Atom, SimulatedNode> nodes = new LinkedHashMap<>();
    private final Map<Set<Atom>, SimulatedLink> links = new HashMap<>();

    private GlobalSimulation(long seed) {
        random = new SplittableRandom(seed);
    }

    static GlobalSimulation of(long seed, String... names) {
        GlobalSimulation simulation = new GlobalSimulation(seed);
        for (String name : names) {
            Atom atom = Atom.of(name + HOST);
            simulation.nodes.put(
                    atom, new SimulatedNode(simulation, atom, simulation.random.split()));
        }
        return simulation;
    }

    SimulatedClock clock() {
        return clock;
    }

    /// Tells what happens, for whoever looks for the cause of a failure.
    void trace(SimulatedNode at, Object what) {
        if (TRACE) {
            System.out.println(clock.nowMicros() + " " + at.name() + " " + what);
        }
    }

    /// A random number from 0 on.
    int random(int bound) {
        return random.nextInt(bound);
    }

    void later(int atMostMicros, Runnable action) {
        clock.at(clock.nowMicros() + 1 + random(atMostMicros), action);
    }

    SimulatedNode node(String name) {
        return node(Atom.of(name + HOST));
    }

    SimulatedNode node(Atom name) {
        SimulatedNode node = nodes.get(name);
        if (node == null) {
            throw new AssertionError("no node " + name);
        }
        return node;
    }

    List<SimulatedNode> running() {
        return nodes.values().stream().filter(SimulatedNode::isRunning).toList();
    }

    SimulatedLink link(SimulatedNode one, SimulatedNode other) {
        Set<Atom> key = Set.of(one.name(), other.name());
        return links.computeIfAbsent(key, _ -> newLink(one, other));
    }

    /// The ends in the order of the nodes, whoever asks first, so that a run does not depend on it.
    private SimulatedLink newLink(SimulatedNode one, SimulatedNode other) {
        boolean inOrder = one.name().compareTo(other.name()) < 0;
        return new SimulatedLink(this, inOrder ? one : other, inOrder ? other : one);
    }

    void connect(String one, String other) {
        connect(node(one), node(other));
    }

    private void connect(SimulatedNode one, SimulatedNode other) {
        link(one, other).connect(one, () -> {});
    }

    /// Connects every pair of running nodes that is not blocked.
    void connectAll() {
        eachPair((one, other) -> {
            if (one.isRunning() && other.isRunning() && !link(one, other).isBlocked()) {
                connect(one, other);
            }
        });
    }

    void cut(String one, String other) {
        if (!one.equals(other)) {
            link(node(one), node(other)).cut();
        }
    }

    /// Cuts the network into parts, written as `a b | c`.
    void split(String parts) {
        List<List<String>> groups =
                Arrays.stream(parts.split("\\|"))
                        .map(part -> List.of(part.strip().split("\\s+")))
                        .toList();
        eachPair((one, other) -> {
            if (groupOf(groups, one) != groupOf(groups, other)) {
                link(one, other).block(true);
                link(one, other).cut();
            }
        });
    }

    private static int groupOf(List<List<String>> groups, SimulatedNode node) {
        String name = node.name().name().replace(HOST, "");
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).contains(name)) {
                return i;
            }
        }
        throw new AssertionError(name + " is in no part");
    }

    void merge() {
        eachPair((one, other) -> link(one, other).block(false));
    }

    void crash(SimulatedNode node) {
        node.crash();
        nodes.values().stream().filter(n -> n != node).forEach(n -> link(node, n).cut());
    }

    /// Whether every other node has noticed that this one is gone.
    boolean mayStart(SimulatedNode crashed) {
        return nodes.values().stream()
                .filter(node -> node != crashed)
                .noneMatch(node -> node.isRunning() && link(node, crashed).isUp(node));
    }

    /// Sends from node to node, to itself at once.
    void send(SimulatedNode from, SimulatedNode to, Runnable arrival, Runnable onFailure) {
        if (from == to) {
            clock.after(Duration.ZERO, arrival);
        } else {
            link(from, to).send(from, arrival, onFailure);
        }
    }

    void run(Duration time) {
        clock.run(time);
    }

    boolean runUntil(BooleanSupplier condition, Duration limit) {
        return clock.runUntil(condition, limit);
    }

    boolean isConnected(String one, String other) {
        SimulatedLink link = link(node(one), node(other));
        return link.isUp(node(one)) && link.isUp(node(other));
    }

    /// Registers a new process of a node.
    Pid register(String node, String global) {
        Pid pid = node(node).spawn();
        node(node).register(global, pid);
        return pid;
    }

    /// A process takes the lock on names at one node, as a registrar of an Erlang node would.
    void setLock(SimulatedNode from, Pid holder, SimulatedNode at) {
        CallFrom caller = new CallFrom(holder, Atom.of("tag"));
        GlobalRequest request = new GlobalRequest.SetLock(LockId.ofNames(holder));
        Term call = GlobalCodec.write(new GlobalMessage.Call(caller, request));
        send(from, at, () -> at.receiveAtServer(call), () -> {});
        run(Duration.ofMillis(10));
    }

    /// Short names of the partition a node sees.
    List<String> partition(String node) {
        return partitionOf(node(node)).stream().map(n -> n.name().replace(HOST, "")).toList();
    }

    /// Lets time pass, and connects whoever is not connected every two seconds, as discovery would.
    void runWithDiscovery(Duration time) {
        long end = clock.nowMicros() + time.toNanos() / 1000;
        while (clock.nowMicros() < end) {
            connectAll();
            run(Duration.ofSeconds(2));
        }
    }

    /// Whether every running node counts exactly all other running nodes to its partition.
    boolean isOnePartition() {
        Set<Atom> all = new TreeSet<>();
        running().forEach(node -> all.add(node.name()));
        return running().stream().allMatch(node -> partitionOf(node).equals(all));
    }

    static Set<Atom> partitionOf(SimulatedNode node) {
        Set<Atom> partition = new TreeSet<>(node.state().known());
        partition.add(node.name());
        return partition;
    }

    private void eachPair(BiConsumer<SimulatedNode, SimulatedNode> action) {
        List<SimulatedNode> all = List.copyOf(nodes.values());
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                action.accept(all.get(i), all.get(j));
            }
        }
    }
}
