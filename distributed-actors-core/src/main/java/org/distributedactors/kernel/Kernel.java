package org.distributedactors.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.distributedactors.detector.FailureDetector;
import org.distributedactors.discovery.DiscoveryLoop;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.global.GlobalNameServer;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.global.GlobalSettings;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.migration.MigrationEvent;
import org.distributedactors.migration.Migrator;
import org.distributedactors.migration.MovableTypes;
import org.distributedactors.migration.rebalance.ClusterRebalance;
import org.distributedactors.migration.rebalance.Rebalancer;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeConfig;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.node.NodeListener;
import org.distributedactors.node.NodeStatus;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.process.DeadLetterListener;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.rpc.Erpc;
import org.distributedactors.rpc.FunctionRegistry;
import org.distributedactors.rpc.Inspector;
import org.distributedactors.rpc.Rex;
import org.distributedactors.rpc.RpcClient;
import org.distributedactors.spawn.ActorTypes;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node and its services, assembled. Making one opens nothing; {@link #start} does, and after {@link #stop} it can be
/// started again, as a new incarnation. The parts may be handed out before the first start.
///
/// Started in this order, stopped in reverse: threads, network and processes, `rex` and `erpc`, `global`, `pg`, remote
/// spawn, then connections of others, then discovery.
public final class Kernel {

    private static final Logger log = LoggerFactory.getLogger(Kernel.class);

    private final KernelConfig config;
    private final Platform platform;
    private final Node node;
    private final FunctionRegistry functions = new FunctionRegistry();
    private final ActorTypes actorTypes = new ActorTypes();
    private final GlobalNameServer globalNameServer;
    private final ProcessGroups processGroups;
    private final RemoteSpawner remoteSpawner;
    private final RpcClient rpcClient;
    private final Migrator migrator;
    private final Rebalancer rebalancer;
    private final ClusterRebalance clusterRebalance;
    private final FailureDetector failureDetector;
    private final List<DeadLetterListener> deadLetterListeners = new CopyOnWriteArrayList<>();
    private final List<NodeListener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable DiscoveryLoop discovery;

    public Kernel(KernelConfig config) {
        this(config, new SystemPlatform());
    }

    /// @param platform in place of the system's threads, clocks and network
    public Kernel(KernelConfig config, Platform platform) {
        this.config = config;
        this.platform = platform;
        this.node = new Node(nodeConfig());
        this.globalNameServer =
                new GlobalNameServer(
                        node,
                        functions,
                        GlobalSettings.defaults().preventing(config.preventOverlappingPartitions()),
                        config.conflictMethod());
        this.processGroups = new ProcessGroups(node);
        this.remoteSpawner =
                new RemoteSpawner(
                        node,
                        processGroups,
                        actorTypes,
                        config.callTimeout(),
                        config.spawnLimit(),
                        platform::cpuLoad);
        this.migrator =
                new Migrator(
                        node,
                        new MovableTypes(),
                        globalNameServer.registry(),
                        processGroups,
                        remoteSpawner.recovery(),
                        config.migration());
        this.rpcClient = new RpcClient(node, functions, config.callTimeout());
        this.rebalancer = new Rebalancer(node, migrator, remoteSpawner, config.rebalance());
        this.clusterRebalance = new ClusterRebalance(node, rebalancer, this::movesWith);
        this.failureDetector = new FailureDetector(node, config.suspicionTime());
        migrator.onEvent(this::migrated);
        BuiltInFunctions.expose(functions, node, globalNameServer.registry());
        BuiltInFunctions.expose(functions, processGroups);
    }

    private NodeConfig nodeConfig() {
        Cookie cookie = config.cookie();
        NodeConfig.Distribution distribution =
                cookie == null
                        ? null
                        : new NodeConfig.Distribution(
                                cookie,
                                config.hidden(),
                                config.setupTime(),
                                config.budget(),
                                config.busyPolicy(),
                                () -> platform.transport(config));
        return new NodeConfig(
                config.name(),
                distribution,
                config.mapping(),
                TermLimits.defaults(),
                platform.environment(),
                config.firedMonitors(),
                config.tracing());
    }

    /// Whether anything may come here from that node.
    private boolean movesWith(NodeName peer) {
        return remoteSpawner.grants(peer) || !migrator.types().takenFrom(peer).isEmpty();
    }

    /// Who looks after spawned actors looks after those that are here.
    private void migrated(MigrationEvent event) {
        switch (event) {
            case MigrationEvent.Departed gone -> remoteSpawner.actors().release(gone.from());
            case MigrationEvent.Arrived come -> {
                if (actorTypes.find(come.type()).isPresent() && node.isUp()) {
                    remoteSpawner.actors().adopt(come.to(), come.type());
                }
            }
            default -> {}
        }
    }

    /// Brings the node up. Returns when it listens and is known to the port mapper; connections come later.
    ///
    /// @throws org.distributedactors.transport.TransportException when the network cannot be opened; nothing is left open then
    public synchronized void start() {
        if (node.isUp()) {
            return;
        }
        platform.start();
        try {
            node.start();
            startServices();
            listeners.forEach(node::addListener);
            node.accept();
        } catch (RuntimeException failure) {
            processGroups.stop();
            node.stop();
            platform.stop();
            throw failure;
        }
        startDiscovery();
        node.status().ifPresent(Kernel::logUp);
    }

    private void startServices() {
        Erpc.install(node, functions);
        node.spawn(
                SpawnOptions.named(Rex.NAME.name())
                        .withActivator(node.environment().kernelActivator()),
                new Rex(node, functions));
        node.spawnService(SpawnOptions.named(Inspector.NAME.name()), new Inspector(node));
        node.processes().warnOfMailboxesAbove(config.mailboxWarning());
        deadLetterListeners.forEach(node.processes()::addDeadLetterListener);
        node.processes().inspectWith((target, limit) -> Inspector.ask(node, target, limit));
        failureDetector.start();
        globalNameServer.start();
        processGroups.start();
        migrator.start();
        rebalancer.start();
        remoteSpawner.install(config.remoteSpawn());
    }

    private void startDiscovery() {
        if (config.distributed()) {
            DiscoveryLoop loop =
                    new DiscoveryLoop(
                            node,
                            config.discovery(),
                            config.discoveryInterval(),
                            node.environment().timers(),
                            platform.blocking(),
                            node.environment().random());
            discovery = loop;
            node.addListener(event -> {
                if (event instanceof NodeEvent.NodeDown down) {
                    loop.nodeDown(down.node());
                }
            });
            loop.start();
        }
    }

    private static void logUp(NodeStatus status) {
        if (status.listening() == null) {
            log.atInfo()
                    .addKeyValue("node", status.name())
                    .log("Node {} is up, without distribution", status.name());
        } else {
            log.atInfo()
                    .addKeyValue("node", status.name())
                    .log(
                            "Node {} is up on {}:{} (epmd {}, tls {})",
                            status.name(),
                            status.listening().getHostString(),
                            status.listening().getPort(),
                            String.valueOf(status.portMapper()).toLowerCase(Locale.ROOT),
                            status.tls() ? "on" : "off");
        }
    }

    /// Takes the node down: no new connections, services stopped, connections closed, processes ended, threads and
    /// sockets given back. A node that is not up stays so.
    public synchronized void stop() {
        if (!node.isUp()) {
            return;
        }
        DiscoveryLoop loop = discovery;
        if (loop != null) {
            loop.stop();
        }
        rebalancer.stop();
        migrator.stop();
        remoteSpawner.stop();
        node.capabilities().leave();
        processGroups.stop();
        globalNameServer.stop();
        node.stop();
        platform.stop();
        log.atInfo().addKeyValue("node", node.name()).log("Node {} is down", node.name());
    }

    /// Done when the nodes that discovery named first were tried, and names are shared with those that are there. Who
    /// registers a name before that may find it taken afterwards. It does not fail.
    public synchronized CompletionStage<Void> joined() {
        DiscoveryLoop loop = discovery;
        return loop == null || !node.isUp()
                ? CompletableFuture.completedFuture(null)
                : loop.firstLook().thenCompose(looked -> globalRegistry().sync());
    }

    /// Calls a listener for each connection that comes or goes, in this life of the node and in every later one, from the
    /// first connection on. Added before {@link #start}.
    public void addListener(NodeListener listener) {
        listeners.add(listener);
    }

    /// Calls a listener for each message that reaches nobody, in this life of the node and in every later one. Added before
    /// {@link #start}.
    public void addDeadLetterListener(DeadLetterListener listener) {
        deadLetterListeners.add(listener);
    }

    public boolean isRunning() {
        return node.isUp();
    }

    public Node node() {
        return node;
    }

    public GlobalRegistry globalRegistry() {
        return globalNameServer.registry();
    }

    /// Process groups, Erlang's `pg`.
    public ProcessGroups processGroups() {
        return processGroups;
    }

    public RemoteSpawner remoteSpawner() {
        return remoteSpawner;
    }

    /// The actor types this node can start.
    public ActorTypes actorTypes() {
        return actorTypes;
    }

    /// What moves processes between nodes, and what may be moved.
    public Migrator migrator() {
        return migrator;
    }

    /// The functions other nodes may call.
    public FunctionRegistry functions() {
        return functions;
    }

    /// Spreads processes over the nodes.
    public Rebalancer rebalancer() {
        return rebalancer;
    }

    /// Has all nodes spread their processes.
    public ClusterRebalance clusterRebalance() {
        return clusterRebalance;
    }

    /// What gives up silent nodes of this library.
    public FailureDetector failureDetector() {
        return failureDetector;
    }

    /// Calls functions of other nodes.
    public RpcClient rpcClient() {
        return rpcClient;
    }

    /// The default longest wait for an answer.
    public Duration callTimeout() {
        return config.callTimeout();
    }
}
