package org.distributedactors.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// What the nodes that run this library can do for each other beyond Erlang's protocol.
///
/// After each nodeup the registered process `distributed_actors` is told the peer's version and the names of what it
/// offers, see {@link PeerCapabilities}. There is no flag for it in the handshake: an Erlang node has no process of that
/// name and drops the message. What a node has not said it offers, nobody may expect of it; between two versions of this
/// library that is how either knows what the other understands.
///
/// To add a capability, offer it under a name before the node accepts connections (in `Kernel.startServices`), with a
/// handler if it can be asked for something:
///
/// ```
/// node.capabilities().offer("process_info", (peer, request) -> describe(request));
/// …
/// if (node.capabilities().offeredBy(peer, "process_info")) {
///     node.capabilities().ask(peer, "process_info", pid, Duration.ofSeconds(1)).thenAccept(this::show);
/// }
/// ```
///
/// A request is an ordinary `gen_server:call` of `{Name, Request}` to `distributed_actors`, answered `{ok, Answer}` or
/// `{error, Reason}`, `not_offered` among the reasons.
///
/// Any thread may call. What peers said is forgotten with their connection.
public final class Capabilities implements NodeListener {

    /// The registered name of the process.
    public static final Atom NAME = Atom.of("distributed_actors");

    /// The longest message: what our own nodes tell each other is small.
    static final int MOST_BYTES = 16 << 10;

    /// As many as a peer takes note of.
    private static final int MOST = 64;

    /// How long a node that left in order is left alone: it may still be listed where nodes are found.
    private static final Duration LEFT_ALONE = Duration.ofMinutes(1);

    private static final CapabilityHandler NOTHING_TO_ASK =
            (peer, request) -> {
                throw new IllegalArgumentException("nothing to ask");
            };

    private final Node node;
    private final Map<String, CapabilityHandler> offered = new ConcurrentHashMap<>();
    private final Map<NodeName, PeerCapabilities> peers = new ConcurrentHashMap<>();

    /// Those that left in order, and when.
    private final Map<NodeName, Instant> left = new ConcurrentHashMap<>();

    private volatile boolean leaving;

    Capabilities(Node node) {
        this.node = node;
    }

    /// Offers something of which peers only have to know that it is there.
    ///
    /// @param name lower case letters, digits and `_`, at most 64
    /// @throws IllegalArgumentException when the name has another form
    /// @throws IllegalStateException when the name is taken, or there are 64 already
    public void offer(String name) {
        offer(name, NOTHING_TO_ASK);
    }

    /// Offers something that peers may ask for, in this life of the node and in every later one. Nodes that are
    /// connected hear of it now.
    ///
    /// @param name lower case letters, digits and `_`, at most 64
    /// @throws IllegalArgumentException when the name has another form
    /// @throws IllegalStateException when the name is taken, or there are 64 already
    public void offer(String name, CapabilityHandler handler) {
        if (!PeerCapabilities.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a capability: " + name);
        }
        if (offered.size() >= MOST) {
            throw new IllegalStateException("a node offers at most " + MOST + " capabilities");
        }
        if (offered.putIfAbsent(name, handler) != null) {
            throw new IllegalStateException("the capability " + name + " is offered already");
        }
        node.connectedNodes().forEach(this::announce);
    }

    /// What this node says of itself.
    public PeerCapabilities own() {
        return new PeerCapabilities(LibraryVersion.VALUE, offered.keySet(), leaving);
    }

    /// Tells the connected nodes that this one is about to stop: they do not count it as lost, and do not look for it again
    /// before it comes by itself.
    public void leave() {
        leaving = true;
        node.connectedNodes().forEach(this::announce);
    }

    /// A new life of the node begins.
    void begin() {
        leaving = false;
    }

    /// Whether the node has said that it stops, and has not come back since; for a minute after it went.
    public boolean isLeaving(NodeName peer) {
        PeerCapabilities known = peers.get(peer);
        Instant since = left.get(peer);
        return known != null && known.leaving()
                || since != null && now().isBefore(since.plus(LEFT_ALONE));
    }

    private void hasLeft(NodeName peer) {
        left.values().removeIf(since -> now().isAfter(since.plus(LEFT_ALONE)));
        left.put(peer, now());
    }

    private Instant now() {
        return node.environment().clock().instant();
    }

    /// What a connected node said; empty for one that does not run this library, or has not said it yet.
    public Optional<PeerCapabilities> of(NodeName peer) {
        return Optional.ofNullable(peers.get(peer));
    }

    /// Whether the node is connected and has said that it offers this.
    public boolean offeredBy(NodeName peer, String name) {
        PeerCapabilities known = peers.get(peer);
        return known != null && known.has(name);
    }

    /// Asks a node, or this one, without waiting. The stage fails with {@link CallFailedException} at once when the node
    /// is lost, does not run this library or answers with an error, and with a
    /// {@link org.distributedactors.behaviour.CallTimeoutException} when it does not answer in time.
    public CompletionStage<Term> ask(
            NodeName peer, String capability, Term request, Duration timeout) {
        ServerRef<Term> server = ServerRef.<Term>of(node.processes(), NAME, peer.atom()).untraced();
        return server.callAsync(Tuple.of(Atom.of(capability), request), null, timeout)
                .thenApply(reply -> answer(server, capability, reply));
    }

    private static Term answer(ServerRef<?> server, String capability, @Nullable Object reply) {
        if (reply instanceof Tuple tuple && tuple.isTagged(Atom.OK, 2)) {
            return tuple.get(1);
        }
        Term reason =
                reply instanceof Tuple tuple && tuple.isTagged(Atom.ERROR, 2)
                        ? tuple.get(1)
                        : Atom.of("bad_reply");
        throw new CallFailedException(new ExitReason(reason), server.term(), capability);
    }

    @Nullable CapabilityHandler handler(Atom name) {
        return offered.get(name.name());
    }

    /// Keeps what a peer said, as long as its connection stands.
    void said(NodeName peer, PeerCapabilities capabilities) {
        peers.put(peer, capabilities);
        if (!node.connectedNodes().contains(peer)) {
            forget(peer, capabilities);
        }
    }

    /// In this order: whoever asks meanwhile whether it is leaving finds it in the one place or the other.
    private void forget(NodeName peer, PeerCapabilities said) {
        if (said.leaving()) {
            hasLeft(peer);
        }
        peers.remove(peer, said);
    }

    @Override
    public void nodeEvent(NodeEvent event) {
        switch (event) {
            case NodeEvent.NodeUp up -> {
                left.remove(up.node());
                announce(up.node());
            }
            case NodeEvent.NodeDown down -> {
                PeerCapabilities known = peers.get(down.node());
                if (known != null) {
                    forget(down.node(), known);
                }
            }
        }
    }

    private void announce(NodeName peer) {
        ProcessRuntime processes = node.processes();
        processes
                .whereis(NAME)
                .ifPresent(us -> node.sendIfConnected(us, NAME, peer.atom(), own().toTerm()));
    }
}
