package org.distributedactors.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.InterfaceServer;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.Node;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// One node of a {@link SimulatedCluster}, through all its lives. Everything below {@link #kernel} is the real thing; what
/// blocks its thread must not be called, nor plain processes be spawned.
public final class SimulatedNode {

    private final SimulatedCluster cluster;
    private final String shortName;
    private final NodeName name;
    private int lives;
    private @Nullable Life life;
    private @Nullable Kernel kernel;

    SimulatedNode(SimulatedCluster cluster, String shortName, NodeName name) {
        this.cluster = cluster;
        this.shortName = shortName;
        this.name = name;
    }

    /// What the node is called in texts, without `@` and host.
    public String shortName() {
        return shortName;
    }

    public NodeName name() {
        return name;
    }

    /// Whether it runs: it was started, and neither stopped nor crashed since.
    public boolean isUp() {
        return kernel != null;
    }

    /// The kernel of its present life.
    ///
    /// @throws IllegalStateException when the node is down
    public Kernel kernel() {
        Kernel running = kernel;
        if (running == null) {
            throw new IllegalStateException(shortName + " is down");
        }
        return running;
    }

    /// The node of its present life.
    public Node node() {
        return kernel().node();
    }

    /// The names of the cluster as this node sees them.
    public GlobalRegistry globalRegistry() {
        return kernel().globalRegistry();
    }

    // ---- its lives

    /// Starts the node, under its name and with a new creation. Nothing happens when it is up.
    public void start() {
        if (kernel == null) {
            lives++;
            Life next = new Life(name, lives + 3);
            Kernel started = cluster.boot(this, next);
            life = next;
            kernel = started;
            cluster.network().boot(next);
            started.start();
            cluster.started(this);
        }
    }

    /// Stops the node in order. Nothing happens when it is down.
    public void stop() {
        Kernel running = kernel;
        Life last = life;
        if (running != null && last != null) {
            running.stop();
            cluster.network().crash(last);
            kernel = null;
        }
    }

    /// The node's operating system process is killed: the others are told by its host's kernel.
    public void crash() {
        if (kernel != null && life != null) {
            cluster.network().crash(life);
            kernel = null;
        }
    }

    /// The host is gone without a word: the others miss it after the net tick time.
    public void vanish() {
        if (kernel != null && life != null) {
            cluster.network().vanish(life);
            kernel = null;
        }
    }

    /// Nothing runs on this node for a while, as during a long pause of its garbage collector.
    public void freeze(Duration pause) {
        if (kernel != null && life != null) {
            cluster.network().freeze(life, pause);
        }
    }

    // ---- what people do on it

    /// Starts a process of a behaviour.
    public Pid spawn(ProcessBehaviour behaviour) {
        return node().spawn(SpawnOptions.DEFAULT, behaviour).pid();
    }

    /// Starts a server.
    public Pid spawn(GenServer<?> server) {
        return spawn(GenServer.behaviour(server));
    }

    /// Starts a server whose messages are the methods of an interface.
    ///
    /// @param implementation its state, one instance for this one process
    public <T> Pid spawn(Class<T> contract, T implementation) {
        return spawn(InterfaceServer.of(contract, implementation));
    }

    /// Starts a process through which a test speaks. Messages of other nodes reach it as terms.
    public Probe probe() {
        return new Probe(cluster, this, null);
    }

    /// Starts a process through which a test speaks.
    ///
    /// @param protocol what messages of other nodes decode to
    public Probe probe(Class<?> protocol) {
        return new Probe(cluster, this, protocol);
    }

    /// Starts a process that does nothing.
    public Pid spawnIdle() {
        return spawn(new Idle());
    }

    /// Ends a process of this node with `kill`.
    public void kill(Pid pid) {
        node().exit(pid, ExitReason.KILL);
    }

    /// Whether the process is one of this node's present life, and lives.
    public boolean isAlive(Pid pid) {
        return kernel != null && node().processes().isAlive(pid);
    }

    /// Starts a process that does nothing and asks for a global name for it.
    ///
    /// @return the process, whatever becomes of the name
    public Pid registerName(String global) {
        Pid pid = spawnIdle();
        registerName(global, pid);
        return pid;
    }

    /// Asks for a global name; the name is an atom.
    public CompletionStage<Boolean> registerName(String global, Pid pid) {
        return globalRegistry().registerAsync(Atom.of(global), pid);
    }

    /// Frees a global name.
    public CompletionStage<Boolean> unregisterName(String global) {
        return globalRegistry().unregisterAsync(Atom.of(global));
    }

    /// Who has a global name, as this node sees it.
    public Optional<Pid> whereis(String global) {
        return globalRegistry().whereis(Atom.of(global));
    }

    /// All global names with their owners, as this node sees them.
    public Map<String, Pid> names() {
        Map<String, Pid> names = new TreeMap<>();
        for (Term global : globalRegistry().names()) {
            globalRegistry().whereis(global).ifPresent(pid -> names.put(global.toString(), pid));
        }
        return names;
    }

    /// The short names of the nodes this one is connected with, and its own.
    public Set<String> connected() {
        Set<String> names = new TreeSet<>(List.of(shortName));
        node().nodes().forEach(other -> names.add(SimulatedCluster.shortName(other.atom())));
        return names;
    }

    /// The short names of the nodes whose global names this one shares, and its own.
    public Set<String> partition() {
        Set<String> names = new TreeSet<>(List.of(shortName));
        globalRegistry().known().forEach(other -> names.add(SimulatedCluster.shortName(other)));
        return names;
    }

    @Override
    public String toString() {
        return shortName;
    }

    /// A process that lives until somebody ends it.
    private record Idle() implements ProcessBehaviour {

        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            return null;
        }
    }
}
