package org.distributedactors.transport.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.distributedactors.epmd.EpmdNode;
import org.distributedactors.epmd.EpmdRequest;
import org.distributedactors.epmd.EpmdResponse;
import org.distributedactors.epmd.EpmdResponse.PortFound;
import org.distributedactors.epmd.EpmdResponseCodec;
import org.distributedactors.term.Binary;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.TransportException;
import org.distributedactors.transport.TransportException.Kind;

/// Talks to port mappers, on this host and on others.
///
/// Nothing here blocks; any thread may call. Stages complete on an event loop, so what follows them must not block
/// either. Whatever goes wrong is a {@link TransportException}: {@link Kind#NAME_TAKEN} when a name is refused,
/// {@link Kind#PORT_MAPPER_UNREACHABLE} when there is no answer, or none of use.
public final class EpmdClient {

    private static final int CLOSE_SECONDS = 2;

    private final EventLoopGroup eventLoops;
    private final Duration timeout;
    private final ChannelGroup calls = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    /// @param timeout how long a port mapper may take from the connect to the end of its answer
    public EpmdClient(EventLoopGroup eventLoops, Duration timeout) {
        this.eventLoops = eventLoops;
        this.timeout = timeout;
    }

    /// A node's place in a port mapper. It lasts as long as the connection it was made on.
    public interface Registration {

        /// The incarnation that the port mapper gave to the node.
        int creation();

        /// Completes when the port mapper ended the connection, so that the node has to register again; never
        /// after {@link #close}.
        CompletionStage<Void> lost();

        /// Gives the name free.
        ///
        /// @return a stage that completes when the connection is closed
        CompletionStage<Void> close();
    }

    /// Registers a node.
    ///
    /// @param epmd the port mapper of this host
    /// @param port where the node listens
    /// @param hidden whether the node does not show itself
    public CompletionStage<Registration> register(
            InetSocketAddress epmd, NodeName name, int port, boolean hidden) {
        EpmdRequest request = new EpmdRequest.Alive2(EpmdNode.of(name.alive(), port, hidden));
        return call(new EpmdRegistering(epmd, request, name));
    }

    /// Asks where a node listens.
    ///
    /// @param epmd the port mapper of the node's host
    /// @param alive the part of the node's name before the `@`
    /// @return the port, or nothing when no such node is registered; fails also when the node speaks no version
    ///     of the protocol that we speak
    public CompletionStage<OptionalInt> portPlease(InetSocketAddress epmd, String alive) {
        Binary name = Binary.utf8(alive);
        EpmdRequest request = new EpmdRequest.PortPlease2(name);
        return call(new EpmdAsking<>(epmd, request, bytes -> port(name, bytes)));
    }

    /// Asks for all nodes of a host.
    ///
    /// @param epmd the port mapper of that host
    /// @return the ports by the names before the `@`, in the order of the port mapper
    public CompletionStage<Map<String, Integer>> names(InetSocketAddress epmd) {
        return call(new EpmdAsking<>(epmd, new EpmdRequest.Names(), EpmdClient::portsByName));
    }

    private <T> CompletionStage<T> call(EpmdCall<T> call) {
        if (call.epmd().isUnresolved()) {
            // Finding the address here would block.
            call.fail(new UnknownHostException(call.epmd().getHostString()));
            return call.answer();
        }
        try {
            connect(call, eventLoops.next());
        } catch (RejectedExecutionException closed) {
            call.fail(closed);
        }
        return call.answer();
    }

    private void connect(EpmdCall<?> call, EventLoop eventLoop) {
        long millis = timeout.toMillis();
        String late = "no answer for " + millis + " ms";
        Future<?> deadline =
                eventLoop.schedule(
                        () -> call.fail(new TimeoutException(late)), millis, TimeUnit.MILLISECONDS);
        call.answer().whenComplete((answer, failure) -> deadline.cancel(false));
        ChannelFuture calling =
                new Bootstrap()
                        .group(eventLoop)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) Math.min(millis, Integer.MAX_VALUE))
                        .handler(call)
                        .connect(call.epmd());
        calls.add(calling.channel());
        calling.addListener(connecting -> {
            if (!connecting.isSuccess()) {
                call.fail(connecting.cause());
            }
        });
    }

    /// Ends all calls, and registrations too; those that come later end at once. An event loop that is shut down leaves
    /// what had come of an answer to nobody.
    void close() {
        calls.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private static OptionalInt port(Binary name, ByteBuf bytes) {
        if (!(EpmdResponseCodec.decodePort2(bytes) instanceof PortFound(EpmdNode node))) {
            return OptionalInt.empty();
        }
        if (!node.name().equals(name) || node.port() == 0) {
            throw new UselessAnswerException("it answered for another node, or without a port");
        }
        if (!node.isCompatible()) {
            throw new UselessAnswerException(
                    "the node speaks versions %d to %d of the distribution protocol, not %d"
                            .formatted(
                                    node.lowestVersion(), node.highestVersion(), EpmdNode.VERSION));
        }
        return OptionalInt.of(node.port());
    }

    private static Map<String, Integer> portsByName(ByteBuf bytes) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (EpmdResponse.NamedPort node : EpmdResponseCodec.decodeNames(bytes).nodes()) {
            ports.put(node.name().utf8(), node.port());
        }
        return ports;
    }

    /// An answer that is well-formed and still does not help.
    private static final class UselessAnswerException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UselessAnswerException(String message) {
            super(message);
        }
    }
}
