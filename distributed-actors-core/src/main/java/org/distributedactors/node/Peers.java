package org.distributedactors.node;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.Payload;
import org.distributedactors.handshake.Admission;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.Link;
import org.distributedactors.transport.LinkAcceptor;
import org.jspecify.annotations.Nullable;

/// All other nodes that were ever connected to or asked for, by name. Any thread may call.
final class Peers {

    /// How many nodes without a connection are remembered, for the sake of those who look.
    private static final int MAX_DOWN = 256;

    private final ConcurrentHashMap<Atom, Peer> byName = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile Set<NodeName> heard = Set.of();
    private volatile boolean closed;
    private final PeerEnvironment environment;
    private final PeerEvents events;

    Peers(PeerEnvironment environment, PeerEvents events) {
        this.environment = environment;
        this.events = events;
    }

    /// The peer of this name, made if it is new.
    Peer of(NodeName name) {
        Atom atom = name.atom();
        Peer peer = byName.get(atom);
        return peer == null ? add(atom, name) : peer;
    }

    private Peer add(Atom atom, NodeName name) {
        if (byName.size() >= MAX_DOWN) {
            forgetOldest();
        }
        return byName.computeIfAbsent(atom, ignored -> new Peer(name, this, environment, events));
    }

    private void forgetOldest() {
        List<PeerStatus> down =
                statuses().stream()
                        .filter(status -> status.state() == PeerStatus.State.DOWN)
                        .sorted(Comparator.comparing(PeerStatus::since))
                        .toList();
        down.stream()
                .limit(Math.max(0, down.size() - MAX_DOWN / 2))
                .map(status -> find(status.name()))
                .filter(peer -> peer != null && peer.forget())
                .forEach(peer -> byName.remove(peer.atom(), peer));
    }

    /// The peer that took the place of one that is forgotten.
    Peer insteadOf(Peer forgotten) {
        byName.remove(forgotten.atom(), forgotten);
        return of(forgotten.name());
    }

    /// Gives a connection that has proved the cookie to its peer.
    void up(NodeName name, PeerSession session) {
        Peer peer = of(name);
        session.belongsTo(peer);
        while (!peer.up(session)) {
            peer = insteadOf(peer);
            session.belongsTo(peer);
        }
    }

    /// Passes on that all of one read was received.
    void readComplete() {
        events.readComplete();
    }

    /// Passes on that the rest of a read is lost.
    void readBrokenOff() {
        events.readBrokenOff();
    }

    /// The peer of this name, or null.
    @Nullable Peer find(NodeName name) {
        return byName.get(name.atom());
    }

    @Nullable Peer find(Atom name) {
        return byName.get(name);
    }

    /// The node of this name, made if it is new; null when the atom is no node's name, which is looked at only for an
    /// unknown one.
    @Nullable Peer target(Atom node) {
        Peer peer = byName.get(node);
        return peer == null ? nodeName(node).map(this::of).orElse(null) : peer;
    }

    /// Sends to the node of this name.
    void send(Atom node, ControlMessage control, @Nullable Payload payload) {
        Peer peer = target(node);
        if (peer != null) {
            peer.send(control, payload, true);
        }
    }

    /// Sends only over a connection that stands or is being opened.
    void sendIfConnected(Atom node, ControlMessage control, @Nullable Payload payload) {
        Peer peer = byName.get(node);
        if (peer != null) {
            peer.send(control, payload, false);
        }
    }

    /// Sends only over this connection.
    void sendOver(long connection, Atom node, ControlMessage control, @Nullable Payload payload) {
        Peer peer = byName.get(node);
        if (peer != null) {
            peer.sendOver(connection, control, payload);
        }
    }

    /// The time for how long something takes.
    long nanos() {
        return environment.ticker().nanos();
    }

    /// A connection was set up, or was not.
    ///
    /// @param begun when that began
    void handshakeEnded(Link.Direction direction, OutcomeTimes.Outcome outcome, long begun) {
        environment.counters().handshakes(direction).record(outcome, nanos() - begun);
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /// A peer that cannot start processes was to be asked for one.
    void cannotSpawn(ControlMessage.SpawnRequest request) {
        events.cannotSpawn(request);
    }

    static Optional<NodeName> nodeName(Atom atom) {
        try {
            return Optional.of(NodeName.of(atom.name()));
        } catch (IllegalArgumentException noNodeName) {
            return Optional.empty();
        }
    }

    /// Those that have promised to write often and were heard a moment ago.
    void heard(Set<NodeName> peers) {
        heard = peers;
    }

    boolean isHeard(NodeName peer) {
        return heard.contains(peer);
    }

    LinkAcceptor.Decision admit(NodeName name, int creation) {
        Admission admission = admission(find(name), creation);
        return new LinkAcceptor.Decision(
                admission, PeerSession.accepted(name, this, admission == Admission.ALIVE));
    }

    private Admission admission(@Nullable Peer peer, int creation) {
        if (closed) {
            return Admission.NOT_ALLOWED;
        }
        return peer == null ? Admission.OK : peer.admit(creation);
    }

    /// The names of the nodes that are connected and visible.
    List<NodeName> visible() {
        return all().filter(Peer::isVisible).map(Peer::name).toList();
    }

    /// The names of all connected nodes, hidden ones too.
    List<NodeName> connected() {
        return all().filter(Peer::isUp).map(Peer::name).toList();
    }

    /// How much came over each connection that stands.
    Map<NodeName, Long> bytesIn() {
        Map<NodeName, Long> bytes = new HashMap<>();
        all().forEach(peer -> peer.countBytesIn(bytes));
        return bytes;
    }

    Collection<PeerStatus> statuses() {
        return all().map(Peer::status)
                .sorted(Comparator.comparing(status -> status.name().toString()))
                .toList();
    }

    /// Ends all connections and attempts at one, for good.
    void close() {
        closed = true;
        all().forEach(peer -> peer.disconnect(Closed.SHUTDOWN));
    }

    boolean isClosed() {
        return closed;
    }

    private Stream<Peer> all() {
        return byName.values().stream();
    }
}
