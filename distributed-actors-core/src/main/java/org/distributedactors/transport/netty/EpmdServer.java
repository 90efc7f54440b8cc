package org.distributedactors.transport.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.distributedactors.epmd.EpmdRegistry;
import org.distributedactors.epmd.EpmdRequest;
import org.distributedactors.epmd.EpmdStep;
import org.distributedactors.term.Binary;
import org.distributedactors.transport.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A port mapper inside this JVM, which nodes of any kind on this host use as they use `epmd`.
///
/// Everything of one port mapper happens on one event loop. Nothing here blocks; stages complete on that event
/// loop, so what follows them must not block either. When too many connections wait without a registered node,
/// the oldest of them makes room: whoever comes now is served.
public final class EpmdServer {

    private static final Logger log = LoggerFactory.getLogger(EpmdServer.class);

    private static final Duration IDLE_LIMIT = Duration.ofSeconds(5);
    private static final int MAX_NODES = 1024;
    private static final int MAX_UNREGISTERED = 256;
    private static final int MAX_UNREGISTERED_OF_ONE = 64;
    private static final int BACKLOG = 1024;

    private final EventLoop eventLoop;
    private final Duration idle;
    private final ChannelGroup channels;

    /// Connections without a registered node.
    private final WaitingConnections<Channel> unregistered =
            new WaitingConnections<>(MAX_UNREGISTERED, MAX_UNREGISTERED_OF_ONE);

    private final int firstCreation;
    private final CompletableFuture<EpmdServer> started = new CompletableFuture<>();
    private final List<Channel> listeners = new ArrayList<>();
    private int port;
    private @Nullable EpmdRegistry registry;

    private EpmdServer(EventLoop eventLoop, int port, int firstCreation, Duration idle) {
        this.eventLoop = eventLoop;
        this.channels = new DefaultChannelGroup(eventLoop, true);
        this.port = port;
        this.firstCreation = firstCreation;
        this.idle = idle;
    }

    /// Opens a port mapper.
    ///
    /// @param addresses where to listen: {@link #loopback} unless nodes of other hosts shall ask
    /// @param port the port for all of them; 0 takes a free one
    /// @param firstCreation the first creation to give, to be different at each start
    /// @return the port mapper, once it listens on all addresses; fails with a {@link TransportException} when
    ///     one of them cannot be had, and then none is kept
    public static CompletionStage<EpmdServer> start(
            EventLoopGroup eventLoops, List<InetAddress> addresses, int port, int firstCreation) {
        return start(eventLoops, addresses, port, firstCreation, IDLE_LIMIT);
    }

    static CompletionStage<EpmdServer> start(
            EventLoopGroup eventLoops,
            List<InetAddress> addresses,
            int port,
            int firstCreation,
            Duration idle) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a port mapper needs an address to listen on");
        }
        EpmdServer server = new EpmdServer(eventLoops.next(), port, firstCreation, idle);
        server.listen(List.copyOf(addresses));
        return server.started;
    }

    /// The addresses that only this host reaches: 127.0.0.1, and `::1` when there is one.
    public static List<InetAddress> loopback() {
        List<InetAddress> addresses = new ArrayList<>();
        addresses.add(address(127, 0, 0, 1));
        InetAddress ipv6 = address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        try {
            if (NetworkInterface.getByInetAddress(ipv6) != null) {
                addresses.add(ipv6);
            }
        } catch (SocketException unknown) {
            log.debug("Whether this host has ::1 cannot be found out", unknown);
        }
        return List.copyOf(addresses);
    }

    private static InetAddress address(int... parts) {
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) parts[i];
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
        }
    }

    /// Where the port mapper listens.
    public int port() {
        return port;
    }

    /// Ends the port mapper and all its connections. Nodes that were registered look for another one.
    ///
    /// @return a stage that completes when everything is closed; the port is free a moment later, when the
    ///     event loop has looked at its sockets once more
    public CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        channels.close().addListener(ignored -> closed.complete(null));
        return closed;
    }

    /// One address after the other, since a free port is known only after the first.
    private void listen(List<InetAddress> addresses) {
        if (listeners.size() == addresses.size()) {
            open();
            return;
        }
        InetSocketAddress address = new InetSocketAddress(addresses.get(listeners.size()), port);
        ChannelFutureListener bound =
                binding -> {
                    if (binding.isSuccess()) {
                        keep(binding.channel());
                        listen(addresses);
                    } else {
                        channels.close();
                        started.completeExceptionally(ListenFailure.of(address, binding.cause()));
                    }
                };
        bind(address).addListener(bound);
    }

    private ChannelFuture bind(InetSocketAddress address) {
        return new ServerBootstrap()
                .group(eventLoop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                accept(channel);
                            }
                        })
                .bind(address);
    }

    private void keep(Channel listener) {
        channels.add(listener);
        listeners.add(listener);
        port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private void open() {
        registry = new EpmdRegistry(port, firstCreation, MAX_NODES);
        listeners.forEach(listener -> listener.config().setAutoRead(true));
        log.debug("A port mapper listens on port {}", port);
        started.complete(this);
    }

    private void accept(Channel channel) {
        channels.add(channel);
        InetAddress from = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        Channel tooMany = unregistered.add(channel, from);
        if (tooMany != null) {
            tooMany.close();
        }
        channel.closeFuture().addListener(ignored -> unregistered.remove(channel));
        channel.pipeline()
                .addLast(
                        EpmdConnection.IDLE,
                        new ReadTimeoutHandler(idle.toMillis(), TimeUnit.MILLISECONDS))
                .addLast(new EpmdConnection(this));
    }

    EpmdStep handle(EpmdRequest request, boolean fromThisHost) {
        return opened().handle(request, fromThisHost);
    }

    void registered(Channel channel) {
        unregistered.remove(channel);
    }

    void unregister(Binary name) {
        opened().unregister(name);
    }

    private EpmdRegistry opened() {
        if (registry == null) {
            throw new IllegalStateException("nothing is accepted before all addresses listen");
        }
        return registry;
    }
}
