package org.distributedactors.transport.netty;

import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Attempt;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.jspecify.annotations.Nullable;

/// One attempt to connect: perhaps a question to the port mapper, then the socket, then the handshake.
///
/// It ends once. Until the socket is open this class tells the listener of a failure, afterwards the handshake does.
final class Dial implements Attempt {

    private final NodeName peer;
    private final HandshakeSide side;
    private final Connector connector;
    private boolean ended;
    private @Nullable Connecting connecting;

    /// Opens the socket.
    interface Connector {
        Connecting connect(InetSocketAddress address, HandshakeSide side);
    }

    /// A socket being opened, and who takes over when it is.
    record Connecting(ChannelFuture future, HandshakeHandler handshake) {}

    Dial(NodeName peer, HandshakeSide side, Connector connector) {
        this.peer = peer;
        this.side = side;
        this.connector = connector;
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

    /// The time for finding the address is over.
    void lookedInVain() {
        boolean found;
        synchronized (this) {
            found = connecting != null;
        }
        if (!found) {
            fail(new Closed(CloseReason.CONNECT_FAILED, "its address was not found in time"));
        }
    }

    void connect(InetSocketAddress address) {
        Connecting opened;
        synchronized (this) {
            if (ended) {
                return;
            }
            opened = connector.connect(address, side);
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

    private void fail(Closed why) {
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
