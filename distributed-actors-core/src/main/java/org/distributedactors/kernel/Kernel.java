package org.distributedactors.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.distributedactors.discovery.DiscoveryLoop;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.global.GlobalNameServer;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeConfig;
import org.distributedactors.node.NodeListener;
import org.distributedactors.node.NodeStatus;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.rpc.Erpc;
import org.distributedactors.rpc.FunctionRegistry;
import org.distributedactors.rpc.Rex;
import org.distributedactors.spawn.ActorTypes;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.transport.Transport;
import org.distributedactors.transport.netty.NettyTransport;
import org.distributedactors.transport.netty.NettyTransportConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node and its services, assembled. Making one opens nothing; {@link #start} does, and after {@link #stop} it can be
/// started again, as a new incarnation. The parts may be handed out before the first start.
///
/// Started in this order, stopped in reverse: threads, network and processes, `rex` and `erpc`, `global`, remote
/// spawn, then connections of others, then discovery.
public final class Kernel {

    private static final Logger log = LoggerFactory.getLogger(Kernel.class);

    private static final int OPEN_FRAGMENTS = 1024;

    private final KernelConfig config;
    private final KernelThreads threads = new KernelThreads();
    private final Node node;
    private final FunctionRegistry functions = new FunctionRegistry();
    private final ActorTypes actorTypes = new ActorTypes();
    private final GlobalNameServer globalNameServer;
    private final RemoteSpawner remoteSpawner;
    private final List<NodeListener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable DiscoveryLoop discovery;

    public Kernel(KernelConfig config) {
        this.config = config;
        this.node = new Node(nodeConfig());
        this.globalNameServer =
                new GlobalNameServer(node, functions, config.preventOverlappingPartitions());
        this.remoteSpawner = new RemoteSpawner(node, actorTypes, config.callTimeout());
        BuiltInFunctions.expose(functions, node, globalNameServer.registry());
    }

    private NodeConfig nodeConfig() {
        Cookie cookie = config.cookie();
        NodeConfig.Distribution distribution =
                cookie == null
                        ? null
                        : new NodeConfig.Distribution(
                                cookie, config.hidden(), config.setupTime(), transport());
        return new NodeConfig(
                config.name(),
                distribution,
                config.mapping(),
                TermLimits.defaults(),
                threads.environment(),
                config.firedMonitors());
    }

    private Supplier<Transport> transport() {
        NettyTransportConfig netty =
                new NettyTransportConfig(
                        config.bindAddress(),
                        config.port(),
                        config.setupTime(),
                        config.netTickTime(),
                        new FrameLimits(
                                config.maxFrameBytes(),
                                config.maxMessageBytes(),
                                OPEN_FRAGMENTS,
                                TermLimits.defaults()),
                        config.portMapperMode(),
                        config.portMapper());
        NodeConfig.Environment environment = threads.environment();
        return () -> new NettyTransport(netty, environment.clock(), environment.random());
    }

    /// Brings the node up. Returns when it listens and is known to the port mapper; connections come later.
    ///
    /// @throws org.distributedactors.transport.TransportException when the network cannot be opened; nothing is left open then
    public synchronized void start() {
        if (node.isUp()) {
            return;
        }
        threads.start();
        try {
            node.start();
            startServices();
            listeners.forEach(node::addListener);
            node.accept();
        } catch (RuntimeException failure) {
            node.stop();
            threads.stop();
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
        globalNameServer.start();
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
                            Thread::startVirtualThread);
            discovery = loop;
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
                            "Node {} is up on {}:{} (epmd {})",
                            status.name(),
                            status.listening().getHostString(),
                            status.listening().getPort(),
                            String.valueOf(status.portMapper()).toLowerCase(Locale.ROOT));
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
        globalNameServer.stop();
        node.stop();
        threads.stop();
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

    public boolean isRunning() {
        return node.isUp();
    }

    public Node node() {
        return node;
    }

    public GlobalRegistry globalRegistry() {
        return globalNameServer.registry();
    }

    public RemoteSpawner remoteSpawner() {
        return remoteSpawner;
    }

    /// The actor types this node can start.
    public ActorTypes actorTypes() {
        return actorTypes;
    }

    /// The functions other nodes may call.
    public FunctionRegistry functions() {
        return functions;
    }

    /// The default longest wait for an answer.
    public Duration callTimeout() {
        return config.callTimeout();
    }
}
