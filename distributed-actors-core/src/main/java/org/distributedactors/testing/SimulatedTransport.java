package org.distributedactors.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Attempt;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.HandshakeSide;
import org.distributedactors.transport.LinkAcceptor;
import org.distributedactors.transport.LinkListener;
import org.distributedactors.transport.Listening;
import org.distributedactors.transport.Transport;
import org.jspecify.annotations.Nullable;

/// The simulated network as one node sees it, for one life.
final class SimulatedTransport implements Transport {

    private static final int PORT = 1;

    private final SimulatedNetwork network;
    private final Life life;
    private final Duration setupTime;

    /// @param setupTime the longest each step of a handshake may take
    SimulatedTransport(SimulatedNetwork network, Life life, Duration setupTime) {
        this.network = network;
        this.life = life;
        this.setupTime = setupTime;
    }

    @Override
    public Listening listen(NodeName us, boolean hidden) {
        return listening();
    }

    @Override
    public Listening listening() {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
        return new Listening(
                address,
                life.creation(),
                Listening.PortMapper.NONE,
                false,
                Listening.State.REACHABLE);
    }

    @Override
    public void accept(LinkAcceptor acceptor) {
        life.accept(acceptor);
    }

    @Override
    public Attempt dial(
            NodeName peer,
            @Nullable InetSocketAddress address,
            OutgoingHandshake handshake,
            LinkListener listener) {
        ConnectionEnd end =
                new ConnectionEnd(
                        network,
                        life,
                        peer,
                        new HandshakeSide.Dialling(peer, handshake, listener, () -> {}),
                        setupTime);
        end.dial();
        return end;
    }

    @Override
    public void close() {
        life.accept(null);
        life.ends().forEach(end -> end.close(Closed.SHUTDOWN));
    }
}
