package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

/// Random histories: nodes join, register, lose each other, crash and come back, all at once. Then the network
/// heals, and after a while the following must hold. The invariants are those that the documentation of `global`
/// promises for a fully connected network.
///
/// 1. All running nodes are one partition.
/// 2. All have the same names with the same owners.
/// 3. Each owner is alive.
/// 4. Each registration of a node that did not crash has ended.
/// 5. No lock is left: each node can register a name, and it takes less than a second.
class GlobalSimulationTest {

    private static final int SEEDS = Integer.getInteger("sim.seeds", 200);
    private static final Long ONE_SEED = Long.getLong("sim.seed");

    @Test
    void afterAnyHistoryTheClusterIsWholeAgain() {
        List<String> failures = new ArrayList<>();
        for (long seed : seeds()) {
            String failure = new History(seed).play();
            if (!failure.isEmpty()) {
                failures.add("-Dsim.seed=" + seed + ": " + failure);
            }
        }
        assertThat(failures).isEmpty();
    }

    private static long[] seeds() {
        return ONE_SEED == null ? LongStream.range(0, SEEDS).toArray() : new long[] {ONE_SEED};
    }

    /// One random history.
    private static final class History {

        private static final String[] NAMES = {"a", "b", "c", "d", "e"};
        private static final int STEPS = 60;

        private final SplittableRandom random;
        private final String[] nodes;
        private final GlobalSimulation simulation;
        private final List<Request> requests = new ArrayList<>();
        private final List<Pid> pids = new ArrayList<>();

        private record Request(SimulatedNode node, GlobalState state, long number, String what) {}

        History(long seed) {
            random = new SplittableRandom(seed);
            nodes = Arrays.copyOf(NAMES, 2 + random.nextInt(4));
            simulation = GlobalSimulation.of(seed, nodes);
        }

        String play() {
            for (int i = 0; i < STEPS; i++) {
                step();
                simulation.run(
                        Duration.ofMillis(random.nextInt(random.nextInt(10) == 0 ? 500 : 15)));
            }
            heal();
            simulation.runWithDiscovery(Duration.ofSeconds(60));
            return verdict();
        }

        private void step() {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4 -> register();
                case 5 -> reRegister();
                case 6 -> unregister();
                case 7, 8 -> kill();
                case 9, 10 -> simulation.cut(any(), any());
                case 11 -> split();
                case 12, 13 -> simulation.merge();
                case 14 -> crash();
                case 15 -> restart();
                default -> simulation.connectAll();
            }
        }

        private String any() {
            return nodes[random.nextInt(nodes.length)];
        }

        private SimulatedNode anyRunning() {
            List<SimulatedNode> running = simulation.running();
            return running.get(random.nextInt(running.size()));
        }

        private String anyName() {
            return "name" + random.nextInt(6);
        }

        private void register() {
            SimulatedNode node = anyRunning();
            Pid pid = node.spawn();
            pids.add(pid);
            String name = anyName();
            add(node, node.register(name, pid), "register " + name);
        }

        private void reRegister() {
            SimulatedNode node = anyRunning();
            Pid pid = node.spawn();
            pids.add(pid);
            String name = anyName();
            add(node, node.reRegister(name, pid), "reRegister " + name);
        }

        private void unregister() {
            SimulatedNode node = anyRunning();
            String name = anyName();
            add(node, node.unregister(name), "unregister " + name);
        }

        private void add(SimulatedNode node, long number, String what) {
            requests.add(new Request(node, node.state(), number, what + " on " + node.name()));
        }

        private void kill() {
            if (!pids.isEmpty()) {
                Pid pid = pids.get(random.nextInt(pids.size()));
                simulation.node(pid.node()).kill(pid);
            }
        }

        private void split() {
            StringBuilder left = new StringBuilder();
            StringBuilder right = new StringBuilder();
            for (String node : nodes) {
                (random.nextBoolean() ? left : right).append(node).append(' ');
            }
            if (!left.isEmpty() && !right.isEmpty()) {
                simulation.split(left + "|" + right);
            }
        }

        private void crash() {
            if (simulation.running().size() > 1) {
                simulation.crash(anyRunning());
            }
        }

        private void restart() {
            for (String name : nodes) {
                SimulatedNode node = simulation.node(name);
                if (!node.isRunning() && simulation.mayStart(node)) {
                    node.start();
                    return;
                }
            }
        }

        private void heal() {
            simulation.merge();
            simulation.run(Duration.ofSeconds(1));
            for (String name : nodes) {
                if (!simulation.node(name).isRunning()) {
                    simulation.node(name).start();
                }
            }
        }

        private String verdict() {
            if (!simulation.isOnePartition()) {
                return "1: not one partition: " + partitions();
            }
            for (SimulatedNode node : simulation.running()) {
                Map<String, Pid> first = simulation.running().getFirst().table();
                if (!node.table().equals(first)) {
                    return "2: " + first + " but on " + node.name() + " " + node.table();
                }
                for (Map.Entry<String, Pid> entry : node.table().entrySet()) {
                    Pid pid = entry.getValue();
                    if (pid == null || !simulation.node(pid.node()).isAlive(pid)) {
                        return "3: dead owner of " + entry;
                    }
                }
            }
            for (Request request : requests) {
                if (request.node.state() == request.state
                        && request.node.outcome(request.number) == null) {
                    return "4: no end of " + request.what + request.node.state().awaited();
                }
            }
            return locksAreFree();
        }

        private String locksAreFree() {
            for (SimulatedNode node : simulation.running()) {
                long request = node.register("free on " + node.name(), node.spawn());
                if (!simulation.runUntil(
                        () -> node.outcome(request) == Outcome.YES, Duration.ofSeconds(1))) {
                    return "5: "
                            + node.name()
                            + " cannot register, awaits "
                            + node.state().awaited();
                }
            }
            return "";
        }

        private String partitions() {
            StringBuilder text = new StringBuilder();
            for (SimulatedNode node : simulation.running()) {
                text.append(node.name()).append(GlobalSimulation.partitionOf(node)).append("; ");
            }
            return text.toString();
        }
    }
}
