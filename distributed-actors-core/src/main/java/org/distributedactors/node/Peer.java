package org.distributedactors.node;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.Payload;
import org.distributedactors.handshake.Admission;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.Link;
import org.jspecify.annotations.Nullable;

/// Another node, and the one connection to it there may be.
///
/// | State      | Dial asked        | Peer dials                        | Handshake done | Attempt failed | Link closed |
/// |------------|-------------------|-----------------------------------|----------------|----------------|-------------|
/// | DOWN       | dial, CONNECTING  | admit                             | CONNECTED      | -              | -           |
/// | CONNECTING | wait              | greater name wins (`nok`, `ok_simultaneous`) | CONNECTED | DOWN      | -           |
/// | CONNECTED  | nothing           | `alive`: the peer decides         | if `alive`: replaces the old link once that is closed | - | DOWN |
///
/// Any thread may call; the object's own lock guards the transitions. Sending over a standing connection takes no lock.
/// What is sent while a connection is being opened waits, in order, and leaves before anything later.
final class Peer {

    /// More than this many signals do not wait for a connection; later messages are dropped as to a lost node.
    private static final int MAX_WAITING = 65_536;

    private final NodeName name;
    private final Atom atom;
    private final Peers peers;
    private final PeerEnvironment environment;
    private final PeerEvents events;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final List<CompletableFuture<Boolean>> connecting = new ArrayList<>();

    private volatile @Nullable PeerSession current;
    private @Nullable PeerSession successor;
    private @Nullable PeerSession dialling;
    private boolean expected;
    private @Nullable InetSocketAddress address;
    private Instant since;
    private @Nullable Closed lastEnd;

    private record Waiting(ControlMessage control, @Nullable Payload payload) {}

    Peer(NodeName name, Peers peers, PeerEnvironment environment, PeerEvents events) {
        this.name = name;
        this.atom = name.atom();
        this.peers = peers;
        this.environment = environment;
        this.events = events;
        this.since = environment.clock().instant();
    }

    NodeName name() {
        return name;
    }

    Atom atom() {
        return atom;
    }

    boolean isUp() {
        return current != null;
    }

    boolean hasCreation(int creation) {
        PeerSession session = current;
        return session != null && session.link().peer().creation() == creation;
    }

    /// Whether a connection stands and the peer takes part in the cluster openly.
    boolean isVisible() {
        PeerSession session = current;
        return session != null && !session.link().peer().hidden();
    }

    /// Sends over the connection; opens one first if asked to.
    void send(ControlMessage control, @Nullable Payload payload, boolean mayDial) {
        PeerSession session = current;
        if (session != null) {
            session.link().send(control, payload);
        } else {
            sendLater(control, payload, mayDial);
        }
    }

    private synchronized void sendLater(
            ControlMessage control, @Nullable Payload payload, boolean mayDial) {
        PeerSession session = current;
        if (session != null) {
            session.link().send(control, payload);
        } else if ((mayDial || isConnecting()) && waiting.size() < MAX_WAITING) {
            waiting.add(new Waiting(control, payload));
            dialUnlessConnecting();
        }
    }

    /// Opens a connection unless one stands or is being opened. The result says whether one stands in the end.
    synchronized CompletionStage<Boolean> connect(@Nullable InetSocketAddress where) {
        if (where != null) {
            address = where;
        }
        if (current != null) {
            return CompletableFuture.completedFuture(true);
        }
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        connecting.add(result);
        dialUnlessConnecting();
        return result;
    }

    private boolean isConnecting() {
        return dialling != null || expected;
    }

    private void dialUnlessConnecting() {
        if (!isConnecting()) {
            PeerSession session = new PeerSession(name, peers, false);
            dialling = session;
            since = environment.clock().instant();
            session.attempt(environment.dial(name, address, session));
        }
    }

    /// Decides about a connection that claims to come from this peer.
    synchronized Admission admit() {
        if (current != null) {
            return Admission.ALIVE;
        }
        PeerSession own = dialling;
        if (own == null) {
            return Admission.OK;
        }
        if (environment.us().atom().compareTo(atom) > 0) {
            return Admission.NOK;
        }
        dialling = null;
        own.abort();
        expect();
        return Admission.OK_SIMULTANEOUS;
    }

    /// The peer's own connection is to come; if it does not within the limit, nothing did.
    private void expect() {
        expected = true;
        environment.afterSetupTime(this::expectedInVain);
    }

    private synchronized void expectedInVain() {
        if (expected && current == null && dialling == null) {
            expected = false;
            giveUp(
                    new Closed(
                            CloseReason.CONNECT_FAILED,
                            "the peer did not finish its own connection"));
        }
    }

    /// Whether the attempt of this session is still the one that counts: the answer to `alive`.
    synchronized boolean isCurrentAttempt(PeerSession session) {
        return dialling == session;
    }

    synchronized void up(PeerSession session) {
        if (current != null) {
            if (session.replacesOld()) {
                successor = session;
                current.link()
                        .close(
                                new Closed(
                                        CloseReason.NAME_CONFLICT,
                                        "the peer opened a new connection"));
            } else {
                session.link()
                        .close(
                                new Closed(
                                        CloseReason.NAME_CONFLICT,
                                        "a connection with this node stands"));
            }
        } else {
            become(session);
        }
    }

    private void become(PeerSession session) {
        PeerSession own = dialling;
        dialling = null;
        expected = false;
        if (own != null && own != session) {
            own.abort();
        }
        since = environment.clock().instant();
        events.up(session.link().peer());
        Link link = session.link();
        for (Waiting message; (message = waiting.poll()) != null; ) {
            link.send(message.control(), message.payload());
        }
        current = session;
        link.start();
        finishConnecting(true);
    }

    private void finishConnecting(boolean connected) {
        List<CompletableFuture<Boolean>> all = List.copyOf(connecting);
        connecting.clear();
        // Not here: whoever waits may run its own code, and this object's lock is held.
        environment.callbacks().execute(() -> all.forEach(result -> result.complete(connected)));
    }

    synchronized void failed(PeerSession session, Closed why) {
        if (dialling != session) {
            if (session.isIncoming() && expected) {
                expected = false;
                retryOrForget();
            }
            return;
        }
        dialling = null;
        if (why.reason() == CloseReason.NAME_CONFLICT) {
            expect();
        } else {
            giveUp(why);
        }
    }

    private void retryOrForget() {
        if (!waiting.isEmpty() || !connecting.isEmpty()) {
            dialUnlessConnecting();
        }
    }

    private void giveUp(Closed why) {
        waiting.clear();
        lastEnd = why;
        since = environment.clock().instant();
        events.unreachable(this, why);
        finishConnecting(false);
    }

    void received(PeerSession session, DistributionMessage message) {
        if (session == current) {
            events.received(this, message);
        }
    }

    synchronized void closed(PeerSession session, Closed why) {
        if (session == successor) {
            successor = null;
        } else if (session == current) {
            current = null;
            lastEnd = why;
            since = environment.clock().instant();
            events.lost(this, session.link(), why);
            PeerSession next = successor;
            successor = null;
            if (next != null) {
                become(next);
            }
        }
    }

    /// Closes the connection, if one stands or is being opened. Whether one stood.
    synchronized boolean disconnect(Closed why) {
        PeerSession session = current;
        PeerSession own = dialling;
        if (own != null) {
            dialling = null;
            own.abort();
            giveUp(why);
        }
        if (session != null) {
            session.link().close(why);
        }
        return session != null;
    }

    synchronized PeerStatus status() {
        PeerSession session = current;
        if (session == null) {
            PeerStatus.State state =
                    isConnecting() ? PeerStatus.State.CONNECTING : PeerStatus.State.DOWN;
            return new PeerStatus(
                    name, state, since, null, lastEnd == null ? null : lastEnd.reason());
        }
        Link link = session.link();
        PeerStatus.Connection connection =
                new PeerStatus.Connection(
                        link.peer().hidden(),
                        link.direction(),
                        link.address(),
                        link.encrypted(),
                        link.statistics());
        return new PeerStatus(name, PeerStatus.State.CONNECTED, since, connection, null);
    }
}
