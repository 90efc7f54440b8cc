package org.distributedactors.node;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.handshake.Challenges;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.DynamicNames;
import org.distributedactors.handshake.IncomingHandshake;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.node.NodeConfig.Distribution;
import org.distributedactors.node.NodeConfig.Environment;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.RuntimeConfig;
import org.distributedactors.process.Ticker;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Attempt;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.Link;
import org.distributedactors.transport.LinkAcceptor;
import org.distributedactors.transport.LinkListener;
import org.distributedactors.transport.Listening;
import org.distributedactors.transport.SendBudget;
import org.distributedactors.transport.Transport;
import org.jspecify.annotations.Nullable;

/// One life of a node, from start to stop: its creation, its processes, its connections. A node that starts again is a
/// new incarnation, and pids of the one before are dead.
final class Incarnation implements PeerEnvironment, PeerEvents, LinkAcceptor {

    private static final int PROCESS_LIMIT = 1 << 24;

    private final NodeConfig config;
    private final NodeCounters counters;
    private final ConnectionLog connectionLog;
    private final ProcessRuntime runtime;
    private final Peers peers;
    private final SpawnRequests spawnRequests;
    private final SpawnReplies spawnReplies;
    private final SystemProcesses systemProcesses;
    private final IncomingMessages incoming;
    private final NodeMonitors nodeMonitors;
    private final List<NodeListener> listeners = new CopyOnWriteArrayList<>();
    private final Challenges challenges;
    private final DynamicNames dynamicNames;
    private final @Nullable Transport transport;
    private final @Nullable Listening listening;
    private final Instant since;

    /// @param peerServices the names to which it matters where a message comes from, with the most bytes of one
    /// @param traces of messages to and from other nodes; null when nobody looks at messages
    Incarnation(
            NodeConfig config,
            MessageCodec codec,
            NodeCounters counters,
            Map<Atom, Integer> peerServices,
            Refusals refusals,
            @Nullable PeerTraces traces) {
        this.config = config;
        this.counters = counters;
        Environment environment = config.environment();
        this.connectionLog = new ConnectionLog(environment.clock(), environment.logLines());
        this.challenges = new Challenges(environment.random());
        this.dynamicNames = new DynamicNames(environment.random());
        Distribution distribution = config.distribution();
        this.transport = distribution == null ? null : distribution.transport().get();
        this.listening =
                transport == null || distribution == null ? null : listen(transport, distribution);
        this.runtime = new ProcessRuntime(runtimeConfig());
        runtime.logBy(environment.logLines());
        this.peers = new Peers(this, this);
        this.spawnReplies = new SpawnReplies(environment.callbacks());
        this.spawnRequests = new SpawnRequests(codec, runtime, refusals);
        this.systemProcesses = new SystemProcesses(environment.kernelActivator());
        this.incoming =
                new IncomingMessages(
                        config.name().atom(),
                        runtime.incoming(),
                        codec,
                        spawnRequests,
                        spawnReplies,
                        systemProcesses,
                        peerServices,
                        traces,
                        counters);
        this.nodeMonitors = new NodeMonitors(runtime);
        this.since = environment.clock().instant();
        if (transport != null) {
            SendGate gate = new SendGate(runtime, distribution().busyPolicy());
            runtime.attach(new OutgoingSignals(peers, gate, codec, traces, counters, runtime));
        }
    }

    private Listening listen(Transport opened, Distribution distribution) {
        try {
            return opened.listen(config.name(), distribution.hidden());
        } catch (RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    private RuntimeConfig runtimeConfig() {
        Environment environment = config.environment();
        return new RuntimeConfig(
                config.name().atom(),
                creation(),
                environment.activator(),
                environment.ticker(),
                environment.clock(),
                environment.timers(),
                PROCESS_LIMIT,
                config.firedMonitors(),
                config.tracing(),
                environment.random());
    }

    int creation() {
        return listening == null ? 0 : listening.creation();
    }

    /// Takes connections of others from now on. The services that peers expect must be there before.
    void accept() {
        listeners.add(nodeMonitors);
        if (transport != null) {
            transport.accept(this);
        }
    }

    void close() {
        peers.close();
        // Before the processes end: other nodes are to see the node gone, not each process killed.
        if (transport != null) {
            transport.close();
        }
        runtime.close();
    }

    ProcessRuntime runtime() {
        return runtime;
    }

    Peers peers() {
        return peers;
    }

    SystemProcesses systemProcesses() {
        return systemProcesses;
    }

    SpawnRequests spawnRequests() {
        return spawnRequests;
    }

    SpawnReplies spawnReplies() {
        return spawnReplies;
    }

    NodeMonitors nodeMonitors() {
        return nodeMonitors;
    }

    void addListener(NodeListener listener) {
        listeners.add(listener);
    }

    NodeStatus status() {
        Distribution distribution = config.distribution();
        if (transport == null || distribution == null) {
            return new NodeStatus(config.name(), 0, false, null, null, false, null, since);
        }
        Listening now = transport.listening();
        return new NodeStatus(
                config.name(),
                now.creation(),
                distribution.hidden(),
                now.address(),
                now.portMapper(),
                now.tls(),
                now.state(),
                since);
    }

    // ---- what peers need

    @Override
    public NodeName us() {
        return config.name();
    }

    @Override
    public InstantSource clock() {
        return config.environment().clock();
    }

    @Override
    public NodeCounters counters() {
        return counters;
    }

    @Override
    public Ticker ticker() {
        return config.environment().ticker();
    }

    @Override
    public SendBudget budget() {
        return distribution().budget();
    }

    @Override
    public Executor callbacks() {
        return config.environment().callbacks();
    }

    @Override
    public Attempt dial(NodeName peer, @Nullable InetSocketAddress address, LinkListener listener) {
        Distribution distribution = distribution();
        OutgoingHandshake handshake =
                new OutgoingHandshake(
                        localNode(distribution), peer, distribution.cookie(), challenges);
        return transport().dial(peer, address, handshake, listener);
    }

    @Override
    public void afterSetupTime(Runnable action) {
        config.environment().timers().after(distribution().setupTime(), action);
    }

    private Distribution distribution() {
        Distribution distribution = config.distribution();
        if (distribution == null) {
            throw new IllegalStateException("a node without distribution has no connections");
        }
        return distribution;
    }

    private Transport transport() {
        if (transport == null) {
            throw new IllegalStateException("a node without distribution has no connections");
        }
        return transport;
    }

    private LocalNode localNode(Distribution distribution) {
        DistributionFlags flags =
                distribution.hidden() ? DistributionFlags.OURS.hidden() : DistributionFlags.OURS;
        return new LocalNode(config.name(), creation(), flags);
    }

    // ---- what others open

    @Override
    public IncomingHandshake handshake() {
        Distribution distribution = distribution();
        return new IncomingHandshake(
                localNode(distribution), distribution.cookie(), challenges, dynamicNames);
    }

    @Override
    public Decision admit(NodeName peer, int creation) {
        return peers.admit(peer, creation);
    }

    @Override
    public void refused(String from, Closed why) {
        counters.connectionClosed(why.reason());
        connectionLog.refused(from, why);
    }

    // ---- what peers tell

    @Override
    public void up(PeerInfo peer, long connection) {
        connectionLog.connected(peer.name());
        tell(new NodeEvent.NodeUp(peer.name(), !peer.hidden(), connection));
    }

    @Override
    public void received(Peer peer, RemoteTies ties, DistributionMessage message) {
        try {
            incoming.receive(peer, ties, message);
        } catch (InvalidSignalException invalid) {
            if (invalid instanceof RemoteTies.QuotaExceededException) {
                counters.quotaExceeded();
            }
            peer.disconnect(
                    new Closed(CloseReason.PROTOCOL_ERROR, String.valueOf(invalid.getMessage())));
        }
    }

    @Override
    public void readComplete() {
        incoming.endRound();
    }

    @Override
    public void readBrokenOff() {
        incoming.abandonRound();
    }

    @Override
    public void cannotSpawn(ControlMessage.SpawnRequest request) {
        spawnReplies.notSupported(request.requestId());
    }

    @Override
    public void lost(Peer peer, Link last, Closed why) {
        // Whoever watches the peer's processes waits for this.
        forget(peer);
        counters.connectionClosed(why.reason());
        counters.keepBytes(last.statistics());
        connectionLog.lost(peer.name(), why);
        tell(
                new NodeEvent.NodeDown(
                        peer.name(), !last.peer().hidden(), why.reason(), why.detail()));
    }

    @Override
    public void unreachable(Peer peer, Closed why) {
        counters.connectionClosed(why.reason());
        connectionLog.unreachable(peer.name(), why);
        forget(peer);
        nodeMonitors.fire(peer.name());
    }

    private void forget(Peer peer) {
        runtime.incoming().connectionLost(peer.atom());
        spawnReplies.connectionLost(peer.atom());
    }

    private void tell(NodeEvent event) {
        listeners.forEach(listener -> listener.nodeEvent(event));
    }
}
