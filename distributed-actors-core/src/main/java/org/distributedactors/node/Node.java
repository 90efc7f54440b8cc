package org.distributedactors.node;

import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.distributedactors.behaviour.From;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.mapping.Mapping;
import org.distributedactors.node.SpawnRequestHandler.Function;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.MessageTracing;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessBody;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Registration;
import org.distributedactors.process.RemoteMessage;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.SpawnResult;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.jspecify.annotations.Nullable;

/// This node: its processes, and its connections to others.
///
/// Without distribution it is `nonode@nohost`: processes, links, monitors and local names work, and no other node is
/// reachable. All methods may be called by any thread. Before {@link #start} and after {@link #stop} there are no
/// processes, and whatever needs them throws {@link IllegalStateException}; a start after a stop is a new incarnation.
public final class Node {

    /// The server of `rpc`, to which it matters who asks.
    private static final Atom REX = Atom.of("rex");

    private final NodeConfig config;
    private final NodeCounters counters = new NodeCounters();
    private final Refusals refusals = new Refusals();
    private final Map<Atom, Integer> peerServices = new ConcurrentHashMap<>();
    private final MessageCodec codec;
    private final Capabilities capabilities = new Capabilities(this);
    private final @Nullable PeerTraces traces;
    private volatile GlobalNames globalNames = name -> Optional.empty();
    private volatile @Nullable Incarnation incarnation;

    public Node(NodeConfig config) {
        this.config = config;
        namePeers(Capabilities.NAME, Capabilities.MOST_BYTES);
        namePeers(REX, Integer.MAX_VALUE);
        if (config.tracing() == null) {
            traces = null;
        } else {
            traces = new PeerTraces(capabilities, counters);
            capabilities.offer(PeerTraces.CAPABILITY);
        }
        Mapping mapping =
                config.mapping().toBuilder()
                        .codec(ServerRef.class, new ServerRefCodec(this))
                        .codec(From.class, new FromCodec(this))
                        .build();
        this.codec = new MessageCodec(mapping, config.limits(), counters);
    }

    // ---- life

    /// Opens the listener and the process runtime. Other nodes are kept waiting until {@link #accept}.
    ///
    /// @throws org.distributedactors.transport.TransportException when the network cannot be opened
    public synchronized void start() {
        if (incarnation == null) {
            Incarnation next =
                    new Incarnation(config, codec, counters, peerServices, refusals, traces);
            incarnation = next;
            capabilities.begin();
            startService(NetKernel.NAME, new NetKernel(this));
            startService(Capabilities.NAME, new CapabilityServer(this, capabilities));
            next.addListener(capabilities);
        }
    }

    private void startService(Atom name, ProcessBehaviour service) {
        spawn(
                SpawnOptions.named(name.name())
                        .withActivator(config.environment().kernelActivator()),
                service);
    }

    /// Takes connections of other nodes from now on: every service they expect is there.
    public void accept() {
        current().accept();
    }

    /// Closes all connections, ends all processes, gives back sockets and threads. Returns when that is done.
    public synchronized void stop() {
        Incarnation last = incarnation;
        if (last != null) {
            // Processes that still run meanwhile find the node, not an exception.
            try {
                last.close();
            } finally {
                incarnation = null;
            }
        }
    }

    public boolean isUp() {
        return incarnation != null;
    }

    /// Whether the node can have connections at all.
    public boolean isDistributed() {
        return config.distribution() != null;
    }

    private Incarnation current() {
        Incarnation now = incarnation;
        if (now == null) {
            throw new IllegalStateException("node " + config.name() + " is not up");
        }
        return now;
    }

    // ---- who it is

    public NodeName name() {
        return config.name();
    }

    /// What it says of itself; empty while it is not up.
    public Optional<NodeStatus> status() {
        return Optional.ofNullable(incarnation).map(Incarnation::status);
    }

    public NodeCounters counters() {
        return counters;
    }

    /// What other nodes asked for and were not granted.
    public Refusals refusals() {
        return refusals;
    }

    /// What this node offers to others that run this library, and what they offer.
    public Capabilities capabilities() {
        return capabilities;
    }

    /// The clocks and threads it was given.
    public NodeConfig.Environment environment() {
        return config.environment();
    }

    /// All processes, names, links and monitors of this node.
    public ProcessRuntime processes() {
        return current().runtime();
    }

    /// Where addresses `{global, Name}` in messages lead. Nowhere, until a service that knows has said so.
    public void resolveGlobalNames(GlobalNames names) {
        globalNames = names;
    }

    GlobalNames globalNames() {
        return globalNames;
    }

    // ---- other nodes

    /// The connected nodes that are visible, Erlang's `nodes()`. Not this one.
    public List<NodeName> nodes() {
        Incarnation now = incarnation;
        return now == null ? List.of() : now.peers().visible();
    }

    /// The connected nodes, hidden ones too, Erlang's `nodes(connected)`.
    public List<NodeName> connectedNodes() {
        Incarnation now = incarnation;
        return now == null ? List.of() : now.peers().connected();
    }

    /// All nodes a connection stood with or was tried to, as far as remembered.
    public Collection<PeerStatus> peers() {
        Incarnation now = incarnation;
        return now == null
                ? List.of()
                : now.peers().statuses().stream()
                        .map(peer -> peer.with(capabilities.of(peer.name()).orElse(null)))
                        .toList();
    }

    /// Connects to a node and waits for the outcome, as `net_kernel:connect_node/1`.
    ///
    /// @return whether a connection stands; true also when one stood before
    public boolean connect(NodeName other) {
        try {
            return connectAsync(other, null)
                    .toCompletableFuture()
                    .get(connectMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The longest a connect takes: the port mapper's answer, the socket, the handshake.
    private long connectMillis() {
        NodeConfig.Distribution distribution = config.distribution();
        return distribution == null ? 0 : distribution.setupTime().multipliedBy(3).toMillis();
    }

    /// The same without waiting.
    ///
    /// @param address where the node listens; null asks the port mapper of its host
    public CompletionStage<Boolean> connectAsync(
            NodeName other, @Nullable InetSocketAddress address) {
        boolean possible = isDistributed() && !other.equals(name());
        return possible
                ? current().peers().of(other).connect(address)
                : CompletableFuture.completedFuture(other.equals(name()));
    }

    /// Closes the connection with a node. Its links and monitors fire with `noconnection`. The socket ends a moment after
    /// this method; a {@link #connect} that comes meanwhile waits for that and opens a new one.
    ///
    /// @return whether one stood
    public boolean disconnect(NodeName other) {
        Peer peer = current().peers().find(other);
        return peer != null && peer.disconnect(Closed.HERE);
    }

    /// Closes this connection with a node, and no other.
    ///
    /// @param connection from {@link NodeEvent.NodeUp}
    public void disconnect(NodeName other, long connection) {
        disconnect(other, connection, Closed.HERE);
    }

    /// Closes this connection with a node that is silent, as after a net tick that timed out.
    ///
    /// @param connection from {@link NodeEvent.NodeUp}
    /// @param detail one clause for people
    public void giveUp(NodeName other, long connection, String detail) {
        disconnect(other, connection, new Closed(CloseReason.NET_TICK_TIMEOUT, detail));
    }

    private void disconnect(NodeName other, long connection, Closed why) {
        Peer peer = current().peers().find(other);
        if (peer != null) {
            peer.disconnect(connection, why);
        }
    }

    /// How many bytes came from each connected node over the connection of now.
    public Map<NodeName, Long> bytesIn() {
        return current().peers().bytesIn();
    }

    /// Which peers of those that promised to write often were heard a moment ago, as whoever watches them finds again and again:
    /// another node under the name of such a peer is refused.
    public void heard(Set<NodeName> peers) {
        current().peers().heard(peers);
    }

    /// From now on the node writes to this peer at least so often, a tick if nothing else, as long as the connection of now
    /// stands. The net tick goes on beside it.
    public void beat(NodeName other, Duration interval) {
        Peer peer = current().peers().find(other);
        if (peer != null) {
            peer.beat(interval);
        }
    }

    /// Sends this process a {@link NodeEvent} for each connection that comes or goes, as `net_kernel:monitor_nodes(true)`.
    public void monitorNodes(Pid watcher) {
        current().nodeMonitors().monitorAll(watcher);
    }

    /// Takes {@link #monitorNodes} back.
    public void demonitorNodes(Pid watcher) {
        current().nodeMonitors().demonitorAll(watcher);
    }

    /// Sends this process one {@link org.distributedactors.process.Down} with `noconnection` when the node is lost; connects to it
    /// first if need be, and when that fails the message comes as well. As `erlang:monitor_node/2`.
    public Reference monitorNode(Pid watcher, NodeName node) {
        Incarnation now = current();
        Reference ref = now.nodeMonitors().monitor(watcher, node);
        if (!node.equals(name())) {
            connectAsync(node, null)
                    .thenAccept(connected -> {
                        if (!connected) {
                            now.nodeMonitors().fire(node);
                        }
                    });
        }
        return ref;
    }

    /// Takes {@link #monitorNode} back.
    public void demonitorNode(Reference ref) {
        current().nodeMonitors().demonitor(ref);
    }

    /// Calls a listener for each connection that comes or goes, in order, on the executor for callbacks. For one life of
    /// the node.
    public void onNodeEvent(Consumer<NodeEvent> listener) {
        current()
                .addListener(event ->
                        config.environment().callbacks().execute(() -> listener.accept(event)));
    }

    /// Adds a listener that is called at once, on the thread that found out. For services of the kernel.
    public void addListener(NodeListener listener) {
        current().addListener(listener);
    }

    // ---- processes

    /// Starts a plain process. Messages of other nodes reach it as terms.
    public Pid spawn(ProcessBody body) {
        return processes().spawn(body);
    }

    /// Starts a plain process that declares what messages of other nodes decode to.
    public Pid spawn(Class<?> protocol, ProcessBody body) {
        return processes().spawn(protocol, body);
    }

    /// Starts a process of a behaviour.
    public SpawnResult spawn(SpawnOptions options, ProcessBehaviour behaviour) {
        Incarnation now = current();
        return now.runtime().spawn(now.systemProcesses().noting(options), behaviour);
    }

    /// Starts a service of this node, one that no link or exit signal of another node may end.
    public SpawnResult spawnService(SpawnOptions options, ProcessBehaviour behaviour) {
        Incarnation now = current();
        return now.runtime().spawn(now.systemProcesses().adding(options), behaviour);
    }

    /// A typed address of a process, here or elsewhere.
    ///
    /// @param protocol the messages it understands
    public <M> ServerRef<M> ref(Pid pid, Class<M> protocol) {
        return ServerRef.of(processes(), pid);
    }

    /// Sends a plain message to a process, here or elsewhere. A plain process and any virtual thread wait when too much
    /// waits for the other node already.
    ///
    /// @throws BusyException when that is so and the sender cannot or does not want to wait
    /// @throws org.distributedactors.mapping.UnsupportedTypeException when the process is on another node and the type of
    ///     the message has no form on the wire
    public void send(Pid to, Object message) {
        ProcessRuntime processes = processes();
        if (processes.tracing() == null) {
            processes.send(to, message);
        } else {
            send(processes, Destination.of(to), message);
        }
    }

    /// Sends a plain message to whoever has the name on that node.
    public void send(Atom name, NodeName node, Object message) {
        send(processes(), Destination.of(name, node.atom()), message);
    }

    private static void send(ProcessRuntime processes, Destination to, Object message) {
        processes.send(to, MessageTracing.traced(processes.tracing(), to, message));
    }

    /// Sends a plain message to whoever has the name on that node, if a connection stands; opens none.
    ///
    /// @param from in whose name
    public void sendIfConnected(Pid from, Atom name, Atom node, Object message) {
        Incarnation now = current();
        now.peers()
                .sendIfConnected(
                        node, new ControlMessage.RegSend(from, name), codec.payload(message));
    }

    /// Sends a plain message to a process, if a connection with its node stands; opens none.
    ///
    /// @param from in whose name
    public void sendIfConnected(Pid from, Pid to, Object message) {
        current()
                .peers()
                .sendIfConnected(
                        to.node(), new ControlMessage.SendSender(from, to), codec.payload(message));
    }

    /// Sends a plain message to whoever has the name on that node, over this connection or not at all: for services that
    /// must not say to the next connection what was meant for the last.
    ///
    /// @param connection from {@link NodeEvent.NodeUp}
    /// @param from in whose name
    public void sendOver(long connection, Pid from, Atom name, Atom node, Object message) {
        current()
                .peers()
                .sendOver(
                        connection,
                        node,
                        new ControlMessage.RegSend(from, name),
                        codec.payload(message));
    }

    /// Sends a plain message to a process of another node, over this connection or not at all.
    ///
    /// @param connection from {@link NodeEvent.NodeUp}
    /// @param from in whose name
    public void sendOver(long connection, Pid from, Pid to, Object message) {
        current()
                .peers()
                .sendOver(
                        connection,
                        to.node(),
                        new ControlMessage.SendSender(from, to),
                        codec.payload(message));
    }

    /// Sends an answer to whoever waits under the alias.
    public void sendAlias(Reference alias, Object message) {
        processes().sendAlias(alias, message);
    }

    /// Sends an exit signal, Erlang's `exit/2`.
    public void exit(Pid to, ExitReason reason) {
        processes().exit(to, reason);
    }

    /// Gives a process of this node a local name.
    public Registration register(String name, Pid pid) {
        return processes().register(Atom.of(name), pid);
    }

    /// @return whether somebody had the name
    public boolean unregister(String name) {
        return processes().unregister(Atom.of(name));
    }

    /// The process of this node that has the name.
    public Optional<Pid> whereis(String name) {
        return whereis(Atom.of(name));
    }

    /// The process of this node that has the name.
    public Optional<Pid> whereis(Atom name) {
        return processes().whereis(name);
    }

    /// The value as a term, as it would cross the wire; null is `undefined`.
    ///
    /// @throws org.distributedactors.mapping.UnsupportedTypeException when it has no form on the wire
    public Term toTerm(@Nullable Object value) {
        return value == null ? Atom.UNDEFINED : codec.toTerm(value);
    }

    /// What the term is as a value of this type, as if it had crossed the wire.
    ///
    /// @throws IllegalArgumentException when it has another form
    public Object fromTerm(Term term, Type type) {
        return codec.fromTerm(term, type);
    }

    /// The message as it would cross the wire, in bytes; one that came from another node and was not decoded is not decoded
    /// for it.
    ///
    /// @throws RuntimeException when it has no form on the wire
    public Binary toBytes(Object message) {
        codec.requireCodecFor(message);
        return codec.bytes(message).toBytes(config.limits());
    }

    /// The same for a message that probably has about so many bytes.
    public Binary toBytes(Object message, int expected) {
        codec.requireCodecFor(message);
        return codec.bytes(message, expected).toBytes(config.limits());
    }

    /// A message in bytes, which its receiver decodes as one of another node.
    public RemoteMessage fromBytes(Binary bytes) {
        return fromBytes(bytes.toByteArray());
    }

    /// The same of bytes that the caller gives away and never writes to again.
    public RemoteMessage fromBytes(byte[] bytes) {
        return codec.encoded(EncodedTerm.ofBytes(bytes));
    }

    /// Has messages of other nodes to this registered name arrive as {@link PeerMessage}s, which say where they come from;
    /// in this life of the node and in every later one.
    ///
    /// @param mostBytes a longer one is a dead letter
    public void namePeers(Atom name, int mostBytes) {
        peerServices.put(name, mostBytes);
    }

    // ---- spawning elsewhere

    /// Answers requests of other nodes to spawn this function. For one life of the node.
    public void handleSpawn(Function function, SpawnRequestHandler handler) {
        current().spawnRequests().handle(function, handler);
    }

    /// Asks another node to spawn a process of this function.
    ///
    /// @param arguments as many as the function takes
    /// @return the pid, or the atom of the error; `noconnection` when the node is lost before it answers, `notsup` when
    ///     it starts no processes for others, `badarg` when an argument has no form on the wire
    public CompletionStage<Term> requestSpawn(
            NodeName where, Function function, Object... arguments) {
        return requestSpawn(SpawnTies.NONE, where, function, arguments);
    }

    /// The same for a process that is linked with the new one, or watches it, from its start on. The process itself has to
    /// note that, by {@link org.distributedactors.process.Self#linkFromStart} or
    /// {@link org.distributedactors.process.Self#monitorFromStart}.
    public CompletionStage<Term> requestSpawn(
            SpawnTies ties, NodeName where, Function function, Object... arguments) {
        return current().spawnReplies().forCallbacks(awaitSpawn(ties, where, function, arguments));
    }

    /// The same for a thread that waits for the answer by itself: it is completed by the thread that reads from the network, so
    /// nothing of the application may depend on it.
    public CompletableFuture<Term> awaitSpawn(
            SpawnTies ties, NodeName where, Function function, Object... arguments) {
        Incarnation now = current();
        if (!isDistributed()) {
            return CompletableFuture.completedFuture(ExitReason.NOCONNECTION.term());
        }
        ProcessRuntime runtime = now.runtime();
        Reference requestId = ties.monitor() == null ? runtime.makeRef() : ties.monitor();
        Pid us = ties.parent() == null ? runtime.outside() : ties.parent();
        CompletableFuture<Term> answer = now.spawnReplies().expect(requestId, where.atom());
        ControlMessage.SpawnRequest request =
                new ControlMessage.SpawnRequest(
                        requestId,
                        us,
                        us,
                        function.module(),
                        function.function(),
                        function.arity(),
                        ties.options());
        try {
            now.peers().send(where.atom(), request, codec.list(arguments));
        } catch (RuntimeException | StackOverflowError unwritable) {
            counters.unwritableMessage();
            now.spawnReplies().unwritable(requestId);
        }
        return answer;
    }
}
