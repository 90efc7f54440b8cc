package org.distributedactors.node;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.Payload;
import org.distributedactors.handshake.Admission;
import org.distributedactors.process.Hold;
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
final class Peer implements Hold {

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
    private final WaitingSignals waiting;
    private final List<Runnable> held = new ArrayList<>();
    private final List<CompletableFuture<Boolean>> connecting = new ArrayList<>();

    private volatile @Nullable PeerSession current;
    private @Nullable PeerSession successor;
    private @Nullable PeerSession dialling;

    /// What {@link #disconnect} was asked to close, until it is: whoever connects meanwhile wants the next one.
    private @Nullable PeerSession leaving;

    /// What {@link #expect} armed, while the peer's own connection is to come.
    private @Nullable Object expectation;

    private boolean forgotten;
    private @Nullable InetSocketAddress address;
    private Instant since;
    private @Nullable Closed lastEnd;
    private long unconnected;
    private final LongAdder busy = new LongAdder();
    private final LongAdder unwritable = new LongAdder();

    Peer(NodeName name, Peers peers, PeerEnvironment environment, PeerEvents events) {
        this.name = name;
        this.atom = name.atom();
        this.peers = peers;
        this.environment = environment;
        this.events = events;
        this.waiting = new WaitingSignals(environment.budget());
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

    /// Whether so much waits to be sent that senders should wait as well.
    boolean isBusy() {
        return pendingBytes() >= environment.budget().busyBytes();
    }

    /// Whether more waits than senders that cannot wait may add to.
    boolean isOverloaded() {
        return pendingBytes() >= environment.budget().overloadedBytes();
    }

    private long pendingBytes() {
        PeerSession session = current;
        return session == null ? waiting.bytes() : session.link().pendingBytes();
    }

    @Override
    public boolean isOver() {
        return !isBusy();
    }

    @Override
    public void whenOver(Runnable action) {
        PeerSession session = current;
        if (session != null) {
            session.link().whenFree(action);
        } else {
            whenConnected(action);
        }
    }

    private void whenConnected(Runnable action) {
        synchronized (this) {
            if (current == null && isConnecting()) {
                held.add(action);
                return;
            }
        }
        action.run();
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

    /// Sends over this connection, or not at all.
    void sendOver(long connection, ControlMessage control, @Nullable Payload payload) {
        PeerSession session = current;
        if (session != null && session.number() == connection) {
            session.send(control, payload);
        }
    }

    /// Whether this peer takes it; one that is forgotten does not.
    private synchronized boolean sendLater(
            ControlMessage control, @Nullable Payload payload, boolean mayDial) {
        PeerSession session = current;
        if (session != null) {
            session.send(control, payload);
        } else if (!forgotten && (mayDial || isConnecting())) {
            // Nobody has said yet that the node at the other end takes trace tokens.
            waiting.add(
                    control instanceof ControlMessage.Traced traced ? traced.message() : control,
                    payload);
            dialUnlessConnecting();
            // Leaving out only some of it would be a gap that nobody is told of.
            if (waiting.bytes() > environment.budget().mostBytes()) {
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
        PeerSession session = current;
        if (session != null && session != leaving) {
            result.complete(true);
        } else if (!forgotten) {
            connecting.add(result);
            if (session == null) {
                dialUnlessConnecting();
            }
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

    /// Decides about a connection that claims to come from this peer. One of another life replaces the one that stands only
    /// when that is silent: whoever was killed is closed by its kernel before its next life can dial, so two that speak are two
    /// nodes of one name, and would take the connection from each other for ever.
    ///
    /// @param creation which life it claims; 0 when that is not known
    synchronized Admission admit(int creation) {
        PeerSession standing = current;
        if (standing != null) {
            boolean another = creation != 0 && creation != standing.link().peer().creation();
            return another && peers.isHeard(name) ? Admission.TWIN : Admission.ALIVE;
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
        for (WaitingSignals.Signal signal; (signal = waiting.poll()) != null; ) {
            session.send(signal.control(), signal.payload());
        }
        current = session;
        events.up(session.link().peer(), session.number());
        session.link().start();
        finishConnecting(true);
    }

    private void finishConnecting(boolean connected) {
        List.copyOf(held).forEach(Runnable::run);
        held.clear();
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
        unconnected += waiting.clear();
        lastEnd = why;
        since = environment.clock().instant();
        events.unreachable(this, why);
        finishConnecting(false);
    }

    void received(PeerSession session, DistributionMessage message) {
        if (session == current) {
            events.received(this, session.ties(), message);
        }
    }

    synchronized void closed(PeerSession session, Closed why) {
        if (session == successor) {
            successor = null;
        } else if (session == current) {
            current = null;
            leaving = null;
            lastEnd = why;
            since = environment.clock().instant();
            events.lost(this, session.link(), why);
            PeerSession next = successor;
            successor = null;
            if (next != null) {
                become(next);
            } else {
                retryIfWanted();
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
            leave(session, why);
        }
        return session != null;
    }

    /// Closes this connection, if it stands.
    synchronized void disconnect(long connection, Closed why) {
        PeerSession session = current;
        if (session != null && session.number() == connection) {
            leave(session, why);
        }
    }

    /// Adds what came over the connection that stands, if one does.
    void countBytesIn(Map<NodeName, Long> bytes) {
        PeerSession session = current;
        if (session != null) {
            bytes.put(name, session.link().statistics().bytesIn());
        }
    }

    /// Writes at least so often over the connection that stands, if one does.
    void beat(Duration interval) {
        PeerSession session = current;
        if (session != null) {
            session.link().beat(interval);
        }
    }

    private void leave(PeerSession session, Closed why) {
        leaving = session;
        session.link().close(why);
    }

    PeerStatus status() {
        Link link;
        Instant connected;
        synchronized (this) {
            PeerSession session = current;
            if (session == null) {
                return unconnectedStatus();
            }
            link = session.link();
            connected = since;
        }
        // The connection may be about to tell us something, so it is not asked under our lock.
        PeerStatus.Connection connection =
                new PeerStatus.Connection(
                        link.peer().hidden(),
                        link.direction(),
                        link.address(),
                        link.encrypted(),
                        link.statistics());
        return new PeerStatus(
                name, PeerStatus.State.CONNECTED, connected, connection, null, null, drops(), null);
    }

    private PeerStatus unconnectedStatus() {
        PeerStatus.State state =
                isConnecting() ? PeerStatus.State.CONNECTING : PeerStatus.State.DOWN;
        Closed end = lastEnd;
        return new PeerStatus(
                name,
                state,
                since,
                null,
                end == null ? null : end.reason(),
                end == null ? null : end.detail(),
                drops(),
                null);
    }

    private PeerDrops drops() {
        return new PeerDrops(unconnected, busy.sum(), unwritable.sum());
    }

    /// A sender gave a message up because too much waits. Any thread may call.
    void droppedBusy() {
        busy.increment();
    }

    /// A message has no form on the wire. Any thread may call.
    void droppedUnwritable() {
        unwritable.increment();
    }
}
