package org.distributedactors.node;

import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.Payload;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.Attempt;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.Link;
import org.distributedactors.transport.LinkListener;
import org.jspecify.annotations.Nullable;

/// One connection of a peer, from its first attempt to its end. It passes what the transport says on to the peer, which
/// an accepted connection gets only when it has proved the cookie: unproven names leave nothing behind.
final class PeerSession implements LinkListener {

    private final NodeName name;
    private final long number;
    private final Peers peers;
    private final boolean incoming;
    private final boolean replacesOld;
    private final long begun;
    private @Nullable Attempt attempt;
    private volatile @Nullable Link link;
    private volatile @Nullable OperationChoice operations;
    private volatile @Nullable Peer peer;
    private final RemoteTies ties = new RemoteTies();
    private boolean aborted;

    private PeerSession(NodeName name, Peers peers, boolean incoming, boolean replacesOld) {
        this.name = name;
        this.number = peers.nextNumber();
        this.peers = peers;
        this.incoming = incoming;
        this.replacesOld = replacesOld;
        this.begun = peers.nanos();
    }

    /// A connection that we open.
    static PeerSession dialled(NodeName name, Peers peers) {
        return new PeerSession(name, peers, false, false);
    }

    /// A connection that the peer opens.
    static PeerSession accepted(NodeName name, Peers peers, boolean replacesOld) {
        return new PeerSession(name, peers, true, replacesOld);
    }

    /// Tells it apart from all others.
    long number() {
        return number;
    }

    synchronized void attempt(Attempt begun) {
        attempt = begun;
        if (aborted) {
            begun.abort();
        }
    }

    synchronized void abort() {
        aborted = true;
        if (attempt != null) {
            attempt.abort();
        }
    }

    boolean isIncoming() {
        return incoming;
    }

    /// Whether the peer said that the connection it had is dead and this one takes its place.
    boolean replacesOld() {
        return replacesOld;
    }

    /// The connection; there is one from {@link #up} on.
    Link link() {
        Link up = link;
        if (up == null) {
            throw new IllegalStateException("no connection with " + name + " yet");
        }
        return up;
    }

    /// What the peer's processes hold here over this connection.
    RemoteTies ties() {
        return ties;
    }

    /// Sends over the connection, by the operation that the peer understands. The end of a link with a process of the
    /// peer's earlier life is left out: it is over anyway, and the peer would end the connection.
    void send(ControlMessage control, @Nullable Payload payload) {
        Link up = link();
        OperationChoice choice = operations;
        boolean late =
                control instanceof ControlMessage.PayloadExit(Pid ignored, Pid to)
                        && to.creation() != up.peer().creation();
        if (late || choice == null) {
            return;
        }
        ties.sent(control);
        ControlMessage chosen = choice.of(control, payload);
        if (chosen != null) {
            up.send(chosen, chosen instanceof ControlMessage.WithPayload ? payload : null);
        } else if (control instanceof ControlMessage.SpawnRequest request) {
            peers.cannotSpawn(request);
        }
    }

    @Override
    public boolean replacesOldConnection() {
        return peers.of(name).isCurrentAttempt(this);
    }

    @Override
    public void up(Link opened) {
        operations = new OperationChoice(opened.peer().flags());
        link = opened;
        handshakeEnded(OutcomeTimes.Outcome.SUCCESS);
        peers.up(name, this);
    }

    @Override
    public void failed(Closed why) {
        handshakeEnded(outcome(why.reason()));
        Peer peer = incoming ? peers.find(name) : peers.of(name);
        if (peer != null) {
            peer.failed(this, why);
        }
    }

    private void handshakeEnded(OutcomeTimes.Outcome outcome) {
        peers.handshakeEnded(incoming ? Link.Direction.IN : Link.Direction.OUT, outcome, begun);
    }

    private static OutcomeTimes.Outcome outcome(CloseReason reason) {
        return switch (reason) {
            case CONNECT_FAILED, CLOSED_BY_PEER -> OutcomeTimes.Outcome.NOCONNECTION;
            case AUTH_FAILED, NAME_CONFLICT -> OutcomeTimes.Outcome.REFUSED;
            case CLOSED_HERE, NET_TICK_TIMEOUT, NOT_READING, PROTOCOL_ERROR, SHUTDOWN ->
                    OutcomeTimes.Outcome.ERROR;
        };
    }

    /// Tells it whose connection it is, which has to be known before anything is received.
    void belongsTo(Peer taker) {
        peer = taker;
    }

    @Override
    public void received(DistributionMessage message) {
        Peer known = peer;
        if (known != null) {
            known.received(this, message);
        }
    }

    @Override
    public void readComplete() {
        peers.readComplete();
    }

    @Override
    public void closed(Closed why) {
        peers.readBrokenOff();
        peers.of(name).closed(this, why);
    }
}
