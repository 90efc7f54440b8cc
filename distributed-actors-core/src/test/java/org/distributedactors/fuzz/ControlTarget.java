package org.distributedactors.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Executors;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.FrameDecoder;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.dist.MalformedFrameException;
import org.distributedactors.dist.Payload;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.mapping.Mapping;
import org.distributedactors.node.BusyPolicy;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeConfig;
import org.distributedactors.process.Activator;
import org.distributedactors.process.SystemTimers;
import org.distributedactors.process.Ticker;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Attempt;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.Link;
import org.distributedactors.transport.LinkAcceptor;
import org.distributedactors.transport.LinkListener;
import org.distributedactors.transport.LinkStatistics;
import org.distributedactors.transport.Listening;
import org.distributedactors.transport.SendBudget;
import org.distributedactors.transport.Transport;

/// Any control messages of a peer to a whole node with a process that is known by name: nothing but the end of the connection
/// comes of them. Each has a length of one byte in front, and the empty header is put before it. `a@b` is the peer and `us@vm`
/// the node.
public final class ControlTarget {

    private static final NodeName PEER = NodeName.of("a@b");
    private static final int CREATION = 7;
    private static final Fake NETWORK = new Fake();
    private static final Node NODE = node();

    private ControlTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        LinkAcceptor.Decision decision = NETWORK.node.admit(PEER);
        Connection connection = new Connection(decision.listener());
        decision.listener().up(connection);
        FrameDecoder decoder = new FrameDecoder(FrameLimits.defaults());
        ByteBuf in = Unpooled.wrappedBuffer(data);
        while (in.isReadable() && !connection.closed) {
            int length = Math.min(in.readUnsignedByte(), in.readableBytes());
            ByteBuf frame =
                    Unpooled.wrappedBuffer(
                            Unpooled.wrappedBuffer(new byte[] {(byte) 131, 68, 0}),
                            in.readSlice(length));
            try {
                DistributionMessage message = decoder.decode(frame);
                decision.listener().received(message);
            } catch (MalformedFrameException malformed) {
                connection.close(new Closed(CloseReason.PROTOCOL_ERROR, "malformed"));
            }
        }
        decision.listener().readComplete();
        connection.close(Closed.BY_PEER);
        if (NODE.whereis("target").isEmpty()) {
            registered(NODE);
        }
    }

    private static Node node() {
        Node node =
                new Node(
                        new NodeConfig(
                                NodeName.of("us@vm"),
                                new NodeConfig.Distribution(
                                        Cookie.of("a-cookie-for-tests"),
                                        false,
                                        Duration.ofSeconds(7),
                                        SendBudget.defaults(),
                                        BusyPolicy.WAIT,
                                        () -> NETWORK),
                                new Mapping(),
                                EtfDecodeTarget.LIMITS,
                                new NodeConfig.Environment(
                                        Activator.virtualThreads(),
                                        Activator.virtualThreads(),
                                        Ticker.system(),
                                        InstantSource.system(),
                                        new SystemTimers("fuzz-timers"),
                                        new Random(1),
                                        Executors.newSingleThreadExecutor(
                                                Thread.ofPlatform().daemon().factory())),
                                100));
        node.start();
        node.accept();
        registered(node);
        return node;
    }

    private static void registered(Node node) {
        node.register(
                "target",
                node.spawn(self -> {
                    while (true) {
                        self.receive(message -> () -> message);
                    }
                }));
    }

    private static final class Fake implements Transport {

        private LinkAcceptor node;

        @Override
        public Listening listen(NodeName us, boolean hidden) {
            return listening();
        }

        @Override
        public Listening listening() {
            return new Listening(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                    CREATION,
                    Listening.PortMapper.NONE,
                    false,
                    Listening.State.REACHABLE);
        }

        @Override
        public void accept(LinkAcceptor acceptor) {
            node = acceptor;
        }

        @Override
        public Attempt dial(
                NodeName peer,
                InetSocketAddress address,
                OutgoingHandshake handshake,
                LinkListener listener) {
            return () -> {};
        }

        @Override
        public void close() {}
    }

    private static final class Connection implements Link {

        private final LinkListener listener;
        private volatile boolean closed;

        Connection(LinkListener listener) {
            this.listener = listener;
        }

        @Override
        public PeerInfo peer() {
            return new PeerInfo(PEER, CREATION, DistributionFlags.OURS, false);
        }

        @Override
        public Direction direction() {
            return Direction.IN;
        }

        @Override
        public String address() {
            return "fuzz";
        }

        @Override
        public boolean encrypted() {
            return false;
        }

        @Override
        public void start() {}

        @Override
        public void send(ControlMessage control, Payload payload) {}

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public void beat(java.time.Duration interval) {}

        @Override
        public void whenFree(Runnable action) {
            action.run();
        }

        @Override
        public synchronized void close(Closed why) {
            if (!closed) {
                closed = true;
                listener.closed(why);
            }
        }

        @Override
        public LinkStatistics statistics() {
            return new LinkStatistics(0, 0, 0, 0, 0, Instant.EPOCH);
        }
    }
}
