package org.distributedactors.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.distributedactors.global.GlobalEvent;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.pg.PgScope;
import org.distributedactors.pg.WantedMembers;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// One random history of a cluster, and what is wrong after it. The invariants are told at {@link ClusterSimulationTest}.
final class History {

    private static final String[] NAMES = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
    private static final int STEPS = 60;
    private static final int GLOBAL_NAMES = 6;
    private static final int GROUPS = 2;
    private static final Duration SETTLED = Duration.ofSeconds(60);
    private static final Duration AGREED = Duration.ofSeconds(1);

    private final SplittableRandom random;
    private final List<String> nodes;
    private final SimulatedCluster cluster;
    private final List<Wish> wishes = new ArrayList<>();
    private final List<Pid> pids = new ArrayList<>();
    private final List<Watch> watches = new ArrayList<>();
    private final WantedMembers members = new WantedMembers();
    private String alwaysWrong = "";
    private final Map<String, Integer> conflicts = new HashMap<>();
    private Duration lastNodeUp = Duration.ZERO;
    private Duration lastNodeDown = Duration.ZERO;
    private Duration lastThaw = Duration.ZERO;
    private Duration agreedAfter = Duration.ZERO;
    private int mendings;
    private boolean healing;

    /// Something asked of one life of a node.
    private record Wish(Life life, String what, CompletionStage<Boolean> outcome) {}

    private record Watch(Life life, Witness witness) {}

    /// One life of a node, told apart by its creation.
    private record Life(SimulatedNode node, int creation) {

        static Life of(SimulatedNode node) {
            return new Life(node, node.node().processes().creation());
        }

        boolean lasts() {
            return node.isUp() && node.node().processes().creation() == creation;
        }
    }

    History(long seed) {
        random = new SplittableRandom(seed);
        int count = random.nextInt(20) == 0 ? 6 + random.nextInt(4) : 2 + random.nextInt(4);
        nodes = List.of(Arrays.copyOf(NAMES, count));
        cluster = SimulatedCluster.of(seed, nodes.toArray(String[]::new));
        if (Boolean.getBoolean("sim.trace")) {
            cluster.trace(System.out::println);
        }
        cluster.onStart(this::listen);
    }

    SimulatedCluster cluster() {
        return cluster;
    }

    /// How long after the last connection came up the nodes agreed.
    Duration agreedAfter() {
        return agreedAfter;
    }

    /// How often a node found that its table differed and made it equal.
    int mendings() {
        return mendings;
    }

    private void listen(SimulatedNode node) {
        node.kernel()
                .node()
                .addListener(event -> {
                    if (event instanceof NodeEvent.NodeUp) {
                        lastNodeUp = cluster.now();
                    } else {
                        lastNodeDown = cluster.now();
                        conflicts.clear();
                    }
                });
        node.globalRegistry()
                .onEvent(event -> {
                    if (Boolean.getBoolean("sim.trace")) {
                        System.out.println(
                                cluster.now().toNanos() / 1000 + " " + node + " " + event);
                    }
                    if (event instanceof GlobalEvent.TableMended mended && mended.names() > 0) {
                        mendings++;
                    }
                    if (event instanceof GlobalEvent.NodeLeft) {
                        conflicts.clear();
                    }
                    if (healing
                            && !isLosing()
                            && event instanceof GlobalEvent.NameConflict conflict) {
                        Set<Pid> pair = Set.of(conflict.first(), conflict.second());
                        conflicts.merge(
                                conflict.name() + " " + new TreeSet<>(pair), 1, Integer::sum);
                    }
                });
    }

    /// A connection that breaks amid a join begins another one, so conflicts are counted anew. The name server hears of the
    /// loss a moment later than we do.
    private boolean isLosing() {
        return cluster.now().minus(lastNodeDown).compareTo(Duration.ofMillis(1)) < 0;
    }

    /// Plays it.
    ///
    /// @return what is wrong; empty when nothing is
    String play() {
        for (int i = 0; i < STEPS; i++) {
            step();
            cluster.run(pause());
            lookAtGroups();
        }
        String apart = random.nextInt(3) == 0 ? settleApart() : "";
        return apart.isEmpty() ? heal() : apart;
    }

    private Duration pause() {
        return switch (random.nextInt(20)) {
            case 0 -> Duration.ofMillis(random.nextInt(12_000));
            case 1, 2, 3 -> Duration.ofMillis(random.nextInt(500));
            default -> Duration.ofMillis(random.nextInt(15));
        };
    }

    private void step() {
        switch (random.nextInt(36)) {
            case 0, 1, 2, 3, 4, 5 -> register();
            case 6 -> reRegister();
            case 7 -> unregister();
            case 8, 9 -> kill();
            case 10, 11 -> watch();
            case 12, 13 -> cluster.cut(any(), any());
            case 14, 15 -> split();
            case 16, 17, 18 -> cluster.merge();
            case 19 -> blockOneWay();
            case 20 -> leave();
            case 21, 22 -> restart();
            case 23 -> storm();
            case 24 -> freeze();
            case 25 -> delay();
            case 26, 27 -> join();
            case 28 -> leaveGroup();
            case 29 -> askForQueues();
            default -> cluster.connectAll();
        }
    }

    private String any() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private SimulatedNode anyRunning() {
        List<SimulatedNode> running = cluster.running();
        return running.get(random.nextInt(running.size()));
    }

    private Atom anyName() {
        return Atom.of("name" + random.nextInt(GLOBAL_NAMES));
    }

    private void register() {
        SimulatedNode node = anyRunning();
        Atom name = anyName();
        want(node, "register " + name, node.globalRegistry().registerAsync(name, spawn(node)));
    }

    private void reRegister() {
        SimulatedNode node = anyRunning();
        Atom name = anyName();
        want(node, "reRegister " + name, node.globalRegistry().reRegisterAsync(name, spawn(node)));
    }

    private void unregister() {
        SimulatedNode node = anyRunning();
        Atom name = anyName();
        want(node, "unregister " + name, node.globalRegistry().unregisterAsync(name));
    }

    private Pid spawn(SimulatedNode node) {
        Pid pid = node.spawnIdle();
        pids.add(pid);
        return pid;
    }

    private void want(SimulatedNode node, String what, CompletionStage<Boolean> outcome) {
        wishes.add(new Wish(Life.of(node), what + " on " + node, outcome));
    }

    private void kill() {
        if (!pids.isEmpty()) {
            killHere(pids.get(random.nextInt(pids.size())));
        }
    }

    private void killHere(Pid pid) {
        SimulatedNode node = cluster.on(pid.node());
        if (node.isAlive(pid)) {
            node.kill(pid);
            members.ended(pid);
        }
    }

    private void watch() {
        SimulatedNode node = anyRunning();
        if (!pids.isEmpty()) {
            Witness witness = new Witness(pids.get(random.nextInt(pids.size())));
            node.spawn(witness);
            watches.add(new Watch(Life.of(node), witness));
        }
    }

    private Atom anyGroup() {
        return Atom.of("group" + random.nextInt(GROUPS));
    }

    private static PgScope scope(SimulatedNode node) {
        return node.kernel().processGroups().scope();
    }

    private void join() {
        SimulatedNode node = anyRunning();
        Atom group = anyGroup();
        Pid pid = spawn(node);
        scope(node).joinAsync(group, List.of(pid));
        members.join(group, pid);
    }

    private void leaveGroup() {
        SimulatedNode node = anyRunning();
        Atom group = anyGroup();
        List<Pid> local = scope(node).localMembers(group);
        if (!local.isEmpty() && node.isAlive(local.getFirst())) {
            scope(node).leaveAsync(group, List.of(local.getFirst()));
            members.leave(group, local.getFirst());
        }
    }

    private void askForQueues() {
        for (SimulatedNode node : cluster.running()) {
            node.globalRegistry()
                    .status()
                    .thenAccept(status -> {
                        if (status.lockerQueue() > nodes.size()) {
                            alwaysWrong = "7: " + status.lockerQueue() + " wait on " + node;
                        }
                    });
        }
    }

    private void lookAtGroups() {
        for (SimulatedNode node : cluster.running()) {
            if (WantedMembers.seen(scope(node)).values().stream().anyMatch(Map::isEmpty)) {
                alwaysWrong = "5: an empty group is listed on " + node;
            }
        }
    }

    private List<List<String>> twoParts() {
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        nodes.forEach(node -> (random.nextBoolean() ? left : right).add(node));
        return List.of(left, right);
    }

    private void split() {
        split(twoParts());
    }

    private void split(List<List<String>> parts) {
        if (parts.stream().noneMatch(List::isEmpty)) {
            cluster.split(
                    String.join(" ", parts.getFirst()) + " | " + String.join(" ", parts.getLast()));
        }
    }

    private void blockOneWay() {
        String from = any();
        String to = any();
        if (!from.equals(to)) {
            cluster.block(from, to);
            if (random.nextBoolean()) {
                cluster.block(to, from);
            }
        }
    }

    private void leave() {
        if (cluster.running().size() > 1) {
            SimulatedNode node = anyRunning();
            members.lost(node.name().atom());
            switch (random.nextInt(4)) {
                case 0 -> node.stop();
                case 1 -> node.vanish();
                default -> node.crash();
            }
        }
    }

    private void restart() {
        cluster.nodes().stream()
                .filter(node -> !node.isUp())
                .findFirst()
                .ifPresent(SimulatedNode::start);
    }

    /// Connections break and come back again and again.
    private void storm() {
        for (int i = 0; i < 10; i++) {
            cluster.cut(any(), any());
            cluster.run(Duration.ofMillis(random.nextInt(20)));
            cluster.connectAll();
        }
    }

    private void freeze() {
        Duration pause = Duration.ofMillis(random.nextInt(random.nextBoolean() ? 200 : 15_000));
        anyRunning().freeze(pause);
        Duration end = cluster.now().plus(pause);
        lastThaw = end.compareTo(lastThaw) > 0 ? end : lastThaw;
    }

    private void delay() {
        int least = random.nextInt(3) == 0 ? random.nextInt(50) : 0;
        cluster.delay(Duration.ofMillis(least), Duration.ofMillis(1 + random.nextInt(20)));
    }

    // ---- and then

    /// The network stays in two parts for long enough: each part must be whole in itself.
    private String settleApart() {
        List<List<String>> parts = twoParts();
        cluster.merge();
        split(parts);
        cluster.run(SETTLED);
        for (List<String> part : parts) {
            List<SimulatedNode> side =
                    part.stream().map(cluster::on).filter(SimulatedNode::isUp).toList();
            String wrong = wrongIn(side);
            if (!wrong.isEmpty()) {
                return wrong + " in part " + part;
            }
        }
        return "";
    }

    private String heal() {
        cluster.delay(Duration.ofNanos(100_000), Duration.ofNanos(900_000));
        cluster.merge();
        cluster.nodes().forEach(SimulatedNode::start);
        conflicts.clear();
        healing = true;
        lastNodeUp = cluster.now();
        boolean agreed = cluster.runUntil(() -> agree(cluster.running()), SETTLED);
        Duration able = lastThaw.compareTo(lastNodeUp) > 0 ? lastThaw : lastNodeUp;
        agreedAfter = cluster.now().minus(able);
        cluster.run(SETTLED);
        String wrong = wrongIn(cluster.running());
        if (wrong.isEmpty() && (!agreed || agreedAfter.compareTo(AGREED) > 0)) {
            wrong = "2: agreed " + agreedAfter + " after the last connection came up";
        }
        return wrong.isEmpty() ? afterwards() : wrong;
    }

    private static boolean agree(List<SimulatedNode> side) {
        Set<String> all = new TreeSet<>();
        side.forEach(node -> all.add(node.shortName()));
        Map<String, Pid> names = side.isEmpty() ? Map.of() : side.getFirst().names();
        return side.stream()
                .allMatch(node -> node.partition().equals(all) && node.names().equals(names));
    }

    private String wrongIn(List<SimulatedNode> side) {
        Set<String> all = new TreeSet<>();
        side.forEach(node -> all.add(node.shortName()));
        for (SimulatedNode node : side) {
            if (!node.partition().equals(all)) {
                return "1: not one partition: " + cluster.partitions();
            }
            Map<Term, Map<Pid, Integer>> groups = members.groups(member -> isAliveIn(side, member));
            if (!WantedMembers.seen(scope(node)).equals(groups)) {
                return "5: not the members of "
                        + groups
                        + " on "
                        + node
                        + ": "
                        + WantedMembers.seen(scope(node));
            }
            if (!node.names().equals(side.getFirst().names())) {
                return "1: not the same names: " + cluster.names();
            }
            for (Map.Entry<String, Pid> entry : node.names().entrySet()) {
                if (!cluster.on(entry.getValue().node()).isAlive(entry.getValue())) {
                    return "4: " + entry.getKey() + " is of the dead process " + entry.getValue();
                }
            }
        }
        return "";
    }

    /// Processes also end with those they are linked with.
    private static boolean isAliveIn(List<SimulatedNode> side, Pid pid) {
        return side.stream().anyMatch(node -> node.isAlive(pid));
    }

    private String afterwards() {
        if (!alwaysWrong.isEmpty()) {
            return alwaysWrong;
        }
        for (Map.Entry<String, Integer> conflict : new TreeMap<>(conflicts).entrySet()) {
            if (conflict.getValue() > 1) {
                return "3: resolved " + conflict.getValue() + " times: " + conflict.getKey();
            }
        }
        for (Wish wish : wishes) {
            if (wish.life.lasts() && !wish.outcome.toCompletableFuture().isDone()) {
                return "8: no end of " + wish.what;
            }
        }
        String late = registerEverywhere();
        return late.isEmpty() ? endOfWatches() : late;
    }

    /// No lock is left anywhere: each node can register a name, within a second.
    private String registerEverywhere() {
        for (SimulatedNode node : cluster.running()) {
            Pid pid = node.spawnIdle();
            var outcome = node.registerName("last " + node, pid).toCompletableFuture();
            if (!cluster.runUntil(outcome::isDone, AGREED)) {
                return "8: " + node + " cannot register within " + AGREED;
            }
        }
        return "";
    }

    private String endOfWatches() {
        pids.forEach(this::killHere);
        cluster.run(Duration.ofSeconds(2));
        for (Watch watch : watches) {
            String wrong = watch.life.lasts() ? watch.witness.verdict() : "";
            if (!wrong.isEmpty() || watch.witness.heardTooMuch()) {
                return "6: a process of " + watch.life.node + " " + wrong;
            }
        }
        return "";
    }
}
