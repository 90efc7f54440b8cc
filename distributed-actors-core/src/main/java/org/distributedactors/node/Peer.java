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

    /// When more than this many signals wait for a connection, the attempt is given up, and they are lost as with a
    /// connection: leaving out only some of them would be a gap that nobody is told of.
    private static final int MAX_WAITING = 1 << 18;

    private static final Closed TOO_MUCH_WAITS =
            new Closed(CloseReason.CONNECT_FAILED, "too much waits for the connection");
    private static final Closed REPLACED =
            new Closed(CloseReason.NAME_CONFLICT, "the peer opened a new connection");
    private static final Closed SUPERFLUOUS =
            new Closed(CloseReason.NAME_CONFLICT, "a connection with this node stands");

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

    /// What {@link #expect} armed, while the peer's own connection is to come.
    private @Nullable Object expectation;

    private boolean forgotten;
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

    /// Whether a connection stands and the peer takes part in the cluster openly.
    boolean isVisible() {
        PeerSession session = current;
        return session != null && !session.link().peer().hidden();
    }

    /// Sends over the connection; opens one first if asked to.
    void send(ControlMessage control, @Nullable Payload payload, boolean mayDial) {
        PeerSession session = current;
        if (session != null) {
            session.send(control, payload);
        } else if (!sendLater(control, payload, mayDial)) {
            peers.insteadOf(this).send(control, payload, mayDial);
        }
    }

    /// Whether this peer takes it; one that is forgotten does not.
    private synchronized boolean sendLater(
            ControlMessage control, @Nullable Payload payload, boolean mayDial) {
        PeerSession session = current;
        if (session != null) {
            session.send(control, payload);
        } else if (!forgotten && (mayDial || isConnecting())) {
            waiting.add(new Waiting(control, payload));
            dialUnlessConnecting();
            if (waiting.size() > MAX_WAITING) {
                giveUpConnecting(TOO_MUCH_WAITS);
            }
        }
        return !forgotten;
    }

    /// Opens a connection unless one stands or is being opened. The result says whether one stands in the end.
    CompletionStage<Boolean> connect(@Nullable InetSocketAddress where) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        return connect(where, result) ? result : peers.insteadOf(this).connect(where);
    }

    private synchronized boolean connect(
            @Nullable InetSocketAddress where, CompletableFuture<Boolean> result) {
        if (where != null) {
            address = where;
        }
        if (current != null) {
            result.complete(true);
        } else if (!forgotten) {
            connecting.add(result);
            dialUnlessConnecting();
        }
        return !forgotten;
    }

    /// Makes this object useless if nothing stands, waits or is being opened: whoever still holds it goes on with
    /// {@link Peers#insteadOf}. Whether it is.
    synchronized boolean forget() {
        forgotten = forgotten || (current == null && !isConnecting());
        return forgotten;
    }

    private boolean isConnecting() {
        return dialling != null || expectation != null;
    }

    private void dialUnlessConnecting() {
        if (peers.isClosed()) {
            giveUp(Closed.SHUTDOWN);
        } else if (!isConnecting()) {
            PeerSession session = PeerSession.dialled(name, peers);
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
        Object mine = new Object();
        expectation = mine;
        environment.afterSetupTime(() -> expectedInVain(mine));
    }

    private synchronized void expectedInVain(Object mine) {
        if (mine.equals(expectation)) {
            expectation = null;
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

    /// Takes a connection whose handshake is done. Whether this peer takes it at all; one that is forgotten does not.
    synchronized boolean up(PeerSession session) {
        PeerSession old = current;
        if (forgotten) {
            return false;
        }
        if (peers.isClosed()) {
            session.link().close(Closed.SHUTDOWN);
        } else if (old == null) {
            become(session);
        } else if (session.replacesOld()) {
            PeerSession before = successor;
            successor = session;
            (before == null ? old : before).link().close(REPLACED);
        } else {
            session.link().close(SUPERFLUOUS);
        }
        return true;
    }

    /// Whoever hears that the node is up finds it among the connected ones, and nothing of it was read yet.
    private void become(PeerSession session) {
        PeerSession own = dialling;
        dialling = null;
        expectation = null;
        if (own != null && own != session) {
            own.abort();
        }
        since = environment.clock().instant();
        for (Waiting message; (message = waiting.poll()) != null; ) {
            session.send(message.control(), message.payload());
        }
        current = session;
        events.up(session.link().peer());
        session.link().start();
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
            if (session.isIncoming() && expectation != null) {
                expectation = null;
                retryIfWanted();
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

    private void retryIfWanted() {
        if (!waiting.isEmpty() || !connecting.isEmpty()) {
            dialUnlessConnecting();
        }
    }

    private void giveUpConnecting(Closed why) {
        PeerSession own = dialling;
        dialling = null;
        expectation = null;
        if (own != null) {
            own.abort();
        }
        giveUp(why);
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
        if (isConnecting()) {
            giveUpConnecting(why);
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
