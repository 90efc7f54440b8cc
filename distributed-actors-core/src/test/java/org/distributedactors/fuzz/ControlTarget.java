package org.distributedactors.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.FrameDecoder;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.dist.MalformedFrameException;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.LinkAcceptor;

/// Any control messages of a peer to a whole node with all its services and a process named `target`: nothing but the end of the
/// connection comes of them. When it is closed, the services are the processes they were, and nothing of the peer is left: no
/// name, no member of a group. Each message has a length of one byte in front, and the empty header is put before it. `a@b` is
/// the peer, of creation 7, and `us@vm` the node, of creation 3.
public final class ControlTarget {

    private static final NodeName PEER = NodeName.of("a@b");
    private static final int PEER_CREATION = 7;
    private static final int CREATION = 3;
    private static final byte[] HEADER = {(byte) 131, 68, 0};
    private static final Atom TARGET = Atom.of("target");
    private static final int INPUTS_OF_ONE_NODE = 100_000;

    private static OneThread platform;
    private static Kernel kernel;
    private static Map<Atom, Pid> services = Map.of();
    private static int inputs;

    private ControlTarget() {}

    /// A process that takes whatever comes.
    private record Target() implements ProcessBehaviour {

        @Override
        public ExitReason start(Self self) {
            return null;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            return null;
        }
    }

    public static void fuzzerTestOneInput(byte[] data) {
        prepare();
        LinkAcceptor.Decision decision = platform.acceptor().admit(PEER, PEER_CREATION);
        PeerInfo peer = new PeerInfo(PEER, PEER_CREATION, DistributionFlags.OURS, false);
        PlayedLink link = new PlayedLink(peer, decision.listener());
        decision.listener().up(link);
        platform.settle();
        play(data, decision, link);
        if (link.isOpen()) {
            decision.listener().readComplete();
        }
        platform.settle();
        link.close(Closed.HERE);
        platform.settle();
        platform.pass(Duration.ofMillis(100));
        check();
    }

    private static void prepare() {
        if (kernel == null || ++inputs > INPUTS_OF_ONE_NODE) {
            inputs = 0;
            platform = new OneThread(CREATION);
            kernel =
                    new Kernel(
                            KernelConfig.builder(NodeName.of("us@vm"))
                                    .cookie(Cookie.of("a-cookie-for-tests"))
                                    .build(),
                            platform);
            kernel.start();
            platform.settle();
            services = services();
        }
        if (kernel.node().whereis(TARGET).isEmpty()) {
            Pid pid =
                    kernel.node().spawn(SpawnOptions.DEFAULT.withName(TARGET), new Target()).pid();
            kernel.processGroups().scope().joinAsync("group", List.of(pid));
            platform.settle();
        }
    }

    private static void play(byte[] data, LinkAcceptor.Decision decision, PlayedLink link) {
        FrameDecoder decoder = new FrameDecoder(FrameLimits.defaults());
        ByteBuf in = Unpooled.wrappedBuffer(data);
        while (in.isReadable() && link.isOpen()) {
            int length = Math.min(in.readUnsignedByte(), in.readableBytes());
            ByteBuf frame =
                    Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(HEADER), in.readSlice(length));
            try {
                DistributionMessage message = decoder.decode(frame);
                decision.listener().received(message);
            } catch (MalformedFrameException malformed) {
                link.close(new Closed(CloseReason.PROTOCOL_ERROR, "malformed"));
            }
            platform.settle();
        }
    }

    private static Map<Atom, Pid> services() {
        Map<Atom, Pid> found = new HashMap<>();
        for (Atom name : kernel.node().processes().registered()) {
            kernel.node().whereis(name).ifPresent(pid -> found.put(name, pid));
        }
        found.remove(TARGET);
        return found;
    }

    private static void check() {
        if (!services.equals(services())) {
            throw new AssertionError("services " + services + " are now " + services());
        }
        for (Term group : kernel.processGroups().scope().whichGroups()) {
            for (Pid member : kernel.processGroups().scope().members(group)) {
                if (!isOurs(member)) {
                    throw new AssertionError(member + " is left in " + group);
                }
            }
        }
        for (Term name : kernel.globalRegistry().names()) {
            Pid owner = kernel.globalRegistry().whereis(name).orElse(null);
            if (owner != null && !isOurs(owner)) {
                throw new AssertionError(owner + " is left as " + name);
            }
            kernel.globalRegistry().unregisterAsync(name);
            platform.settle();
        }
        if (!kernel.node().nodes().isEmpty()) {
            throw new AssertionError("left: " + kernel.node().nodes());
        }
    }

    private static boolean isOurs(Pid pid) {
        return pid.node().equals(kernel.node().name().atom())
                && kernel.node().processes().isAlive(pid);
    }
}
