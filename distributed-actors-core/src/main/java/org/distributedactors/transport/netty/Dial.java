package org.distributedactors.transport.netty;

import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Attempt;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.HandshakeSide;
import org.distributedactors.transport.LinkListener;
import org.jspecify.annotations.Nullable;

/// One attempt to connect: perhaps a question to the port mapper, then the socket, then the handshake.
///
/// It ends once. Until the socket is open this class tells the listener of a failure, afterwards the handshake does. All of
/// it has one limit of time: whoever made it calls {@link #late} then.
final class Dial implements Attempt {

    private final NodeName peer;
    private final HandshakeSide side;
    private final Connector connector;
    private boolean ended;
    private @Nullable Future<?> deadline;
    private @Nullable Connecting connecting;

    /// Opens the socket.
    interface Connector {
        Connecting connect(NodeName peer, InetSocketAddress address, HandshakeSide side);
    }

    /// A socket being opened, and who takes over when it is.
    record Connecting(ChannelFuture future, HandshakeHandler handshake) {}

    Dial(NodeName peer, OutgoingHandshake handshake, LinkListener listener, Connector connector) {
        this.peer = peer;
        this.side = new HandshakeSide.Dialling(peer, handshake, listener, this::over);
        this.connector = connector;
    }

    /// What calls {@link #late}; it is cancelled when the attempt is over before.
    synchronized void limitedBy(Future<?> limit) {
        deadline = limit;
    }

    private synchronized void over() {
        ended = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /// Takes the port mapper's answer.
    void looked(@Nullable InetSocketAddress address, @Nullable Throwable failure) {
        if (address != null) {
            connect(address);
        } else {
            String detail =
                    failure == null
                            ? "no node of this name is registered"
                            : PortMapping.reason(failure);
            fail(new Closed(CloseReason.CONNECT_FAILED, detail));
        }
    }

    /// The time for all of it is over.
    void late() {
        Connecting opened;
        synchronized (this) {
            opened = connecting;
        }
        if (opened == null) {
            fail(new Closed(CloseReason.CONNECT_FAILED, "its address was not found in time"));
        } else if (!opened.future().isDone()) {
            fail(new Closed(CloseReason.CONNECT_FAILED, "no connection was opened in time"));
            opened.future().channel().close();
        } else {
            opened.handshake().late();
        }
    }

    void connect(InetSocketAddress address) {
        Connecting opened;
        synchronized (this) {
            if (ended) {
                return;
            }
            opened = connector.connect(peer, address, side);
            connecting = opened;
        }
        opened.future()
                .addListener((ChannelFuture done) -> {
                    if (!done.isSuccess()) {
                        fail(
                                new Closed(
                                        CloseReason.CONNECT_FAILED,
                                        LinkHandler.describe(done.cause())));
                    }
                });
    }

    /// Ends it, unless the handshake has taken over and ended already.
    void fail(Closed why) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        side.failed(peer.toString(), why);
    }

    @Override
    public void abort() {
        Connecting opened;
        synchronized (this) {
            opened = connecting;
        }
        if (opened == null) {
            fail(
                    new Closed(
                            CloseReason.NAME_CONFLICT,
                            "another connection with this node goes first"));
        } else {
            opened.handshake().abort();
        }
    }
}
