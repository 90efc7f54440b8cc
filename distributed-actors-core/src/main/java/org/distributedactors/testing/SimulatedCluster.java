package org.distributedactors.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.distributedactors.discovery.Seed;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;

/// Several nodes in one thread on virtual time. The same seed and the same calls give the same run.
///
/// ```
/// var cluster = SimulatedCluster.of(seed, "a", "b", "c");
/// cluster.split("a | b c");
/// cluster.on("a").registerName("counter");
/// cluster.shouldSettleAt("a: counter=a  b: -  c: -");
/// cluster.merge();
/// cluster.shouldSettleAt("a: counter=a  b: counter=a  c: counter=a");
/// ```
///
/// Nodes are called by short names, and find each other by discovery, which looks every two seconds, unless that is
/// switched off. Time passes in {@link #run}, {@link #runUntil}, {@link #await} and the methods whose names begin with
/// `should`; all else takes none. Used by one thread.
public final class SimulatedCluster {

    private static final String HOST = "@sim";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final long seed;
    private final SplittableRandom random;
    private final VirtualTime time = new VirtualTime();
    private final SimulatedNetwork network;
    private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
    private final UnaryOperator<KernelConfig.Builder> settings;
    private final List<Consumer<SimulatedNode>> startListeners = new ArrayList<>();
    private boolean discovers = true;

    private SimulatedCluster(
            long seed, UnaryOperator<KernelConfig.Builder> settings, List<String> names) {
        this.seed = seed;
        this.settings = settings;
        this.random = new SplittableRandom(seed);
        for (String name : names) {
            nodes.put(name, new SimulatedNode(this, name, NodeName.of(name + HOST)));
        }
        KernelConfig config = config(NodeName.of("settings" + HOST));
        this.network = new SimulatedNetwork(time, random.split(), config.netTickTime());
    }

    /// A cluster of these nodes, started.
    public static SimulatedCluster of(long seed, String... names) {
        return of(seed, UnaryOperator.identity(), names);
    }

    /// A cluster of these nodes, started.
    ///
    /// @param settings changes how each node is set up
    public static SimulatedCluster of(
            long seed, UnaryOperator<KernelConfig.Builder> settings, String... names) {
        SimulatedCluster cluster = new SimulatedCluster(seed, settings, List.of(names));
        cluster.nodes.values().forEach(SimulatedNode::start);
        return cluster;
    }

    private KernelConfig config(NodeName name) {
        return settings.apply(
                        KernelConfig.builder(name)
                                .cookie(Cookie.of("simulated"))
                                .netTickTime(Duration.ofSeconds(8))
                                .suspicionTime(Duration.ZERO)
                                .discovery(this::seeds, Duration.ofSeconds(2)))
                .build();
    }

    private List<Seed> seeds() {
        return discovers
                ? nodes.values().stream().map(node -> new Seed(node.name(), null)).toList()
                : List.of();
    }

    Kernel boot(SimulatedNode node, Life life) {
        return new Kernel(
                config(node.name()), new SimulatedPlatform(network, life, random.split()));
    }

    void started(SimulatedNode node) {
        startListeners.forEach(listener -> listener.accept(node));
    }

    SimulatedNetwork network() {
        return network;
    }

    static String shortName(Atom node) {
        return node.name().replace(HOST, "");
    }

    // ---- who is there

    /// The seed it was made from.
    public long seed() {
        return seed;
    }

    /// The node of this short name.
    public SimulatedNode on(String name) {
        SimulatedNode node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return node;
    }

    /// The node a process or a connection belongs to.
    public SimulatedNode on(Atom node) {
        return on(shortName(node));
    }

    /// All nodes, whether up or not.
    public List<SimulatedNode> nodes() {
        return List.copyOf(nodes.values());
    }

    /// The nodes that are up.
    public List<SimulatedNode> running() {
        return nodes.values().stream().filter(SimulatedNode::isUp).toList();
    }

    /// Calls a listener with each node that is up now, and with each that starts later before time passes: the moment to
    /// listen to what happens in that life of the node.
    public void onStart(Consumer<SimulatedNode> listener) {
        startListeners.add(listener);
        running().forEach(listener);
    }

    /// Tells a listener of each message that arrives, and of each connection that comes or goes, in a line of text: for
    /// whoever looks for the cause of a failure.
    public void trace(Consumer<String> listener) {
        network.trace(listener);
    }

    // ---- time

    /// The virtual time since the beginning.
    public Duration now() {
        return Duration.ofNanos(time.nanos());
    }

    /// How many things happened since the beginning.
    public long steps() {
        return time.steps();
    }

    /// Lets this much time pass.
    public void run(Duration span) {
        time.runUntil(() -> false, span);
    }

    /// Lets time pass until the condition holds.
    ///
    /// @return whether it held within the limit
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        return time.runUntil(condition, limit);
    }

    /// Lets time pass until the stage is done, 60 s at most.
    ///
    /// @return what it was completed with
    /// @throws AssertionError when it is not done by then
    public <T> T await(CompletionStage<T> stage) {
        var future = stage.toCompletableFuture();
        if (!runUntil(future::isDone, PATIENCE)) {
            throw failure("not done within " + PATIENCE);
        }
        return future.join();
    }

    /// Does something later.
    public void after(Duration delay, Runnable action) {
        time.after(delay, null, action);
    }

    // ---- the network

    /// Whether nodes look for each other every two seconds; they do unless told not to.
    public void discover(boolean whether) {
        discovers = whether;
    }

    /// How long a message takes: the least, and how much chance may add. 0.1 ms and 0.9 ms unless set.
    public void delay(Duration least, Duration jitter) {
        network.delay(least, jitter);
    }

    /// Connects two nodes, if they can reach each other.
    public void connect(String one, String other) {
        on(one).node().connectAsync(on(other).name(), null);
    }

    /// Connects every pair of running nodes.
    public void connectAll() {
        eachPair((one, other) -> {
            if (one.isUp() && other.isUp()) {
                one.node().connectAsync(other.name(), null);
            }
        });
    }

    /// Cuts the network into parts, written as `a b | c`: connections break, and no packet passes until {@link #merge}.
    public void split(String parts) {
        List<List<String>> groups =
                Arrays.stream(parts.split("\\|"))
                        .map(part -> List.of(part.strip().split("\\s+")))
                        .toList();
        eachPair((one, other) -> {
            if (groupOf(groups, one) != groupOf(groups, other)) {
                block(one, other);
                block(other, one);
                network.reset(one.name(), other.name());
            }
        });
    }

    private static int groupOf(List<List<String>> groups, SimulatedNode node) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).contains(node.shortName())) {
                return i;
            }
        }
        throw new IllegalArgumentException(node + " is in no part");
    }

    /// No packet passes from one node to the other from now on. What is sent meanwhile arrives after {@link #merge}; the
    /// receiver gives the connection up after the net tick time.
    public void block(String from, String to) {
        block(on(from), on(to));
    }

    private void block(SimulatedNode from, SimulatedNode to) {
        network.block(from.name(), to.name());
    }

    /// All packets pass again, everywhere.
    public void merge() {
        eachPair((one, other) -> {
            network.unblock(one.name(), other.name());
            network.unblock(other.name(), one.name());
        });
    }

    /// Breaks the connection between two nodes; they may connect again at once.
    public void cut(String one, String other) {
        if (!one.equals(other)) {
            network.reset(on(one).name(), on(other).name());
        }
    }

    private void eachPair(BiConsumer<SimulatedNode, SimulatedNode> action) {
        List<SimulatedNode> all = nodes();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                action.accept(all.get(i), all.get(j));
            }
        }
    }

    // ---- what it looks like

    /// The global names of each node, as in `a: counter=a  b: -  c: down`: for each name the node of its owner, `-` for
    /// none.
    public String names() {
        List<String> states = new ArrayList<>();
        nodes.values().forEach(node -> states.add(node + ": " + names(node)));
        return String.join("  ", states);
    }

    private static String names(SimulatedNode node) {
        if (!node.isUp()) {
            return "down";
        }
        List<String> names = new ArrayList<>();
        node.names().forEach((name, pid) -> names.add(name + "=" + shortName(pid.node())));
        return names.isEmpty() ? "-" : String.join(" ", names);
    }

    /// The partitions of `global`, as in `a b | c`; nodes that do not agree on theirs stand alone in brackets.
    public String partitions() {
        Map<String, Integer> seen = new LinkedHashMap<>();
        running().forEach(node -> seen.merge(String.join(" ", node.partition()), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        seen.forEach((part, count) ->
                parts.add(part.split(" ").length == count ? part : "(" + part + ")"));
        return String.join(" | ", parts);
    }

    /// Lets time pass until the names are those of this text, and then a second more, in which they must stay so.
    ///
    /// @throws AssertionError when that does not happen within 60 s
    public void shouldSettleAt(String expected) {
        should(() -> sameText(names(), expected), expected, this::names);
    }

    /// Lets time pass until the partitions of `global` are those of this text, as in `a b | c`, and then a second more.
    ///
    /// @throws AssertionError when that does not happen within 60 s
    public void shouldPartitionAs(String expected) {
        should(() -> sameText(partitions(), expected), expected, this::partitions);
    }

    private interface Shown {
        String show();
    }

    private void should(BooleanSupplier condition, String expected, Shown shown) {
        boolean once = runUntil(condition, PATIENCE);
        if (once) {
            run(Duration.ofSeconds(1));
        }
        if (!condition.getAsBoolean()) {
            String text = once ? "did not stay at: " : "did not settle at: ";
            throw failure(text + expected + "; it is: " + shown.show());
        }
    }

    private static boolean sameText(String one, String other) {
        return one.equals(String.join("  ", other.strip().split("\\s+(?=\\w+:)")))
                || one.equals(other.strip());
    }

    private AssertionError failure(String what) {
        return new AssertionError("seed " + seed + " at " + now() + ": " + what);
    }
}
