package org.distributedactors.transport.netty;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Attempt;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.HandshakeSide;
import org.distributedactors.transport.LinkAcceptor;
import org.distributedactors.transport.LinkListener;
import org.distributedactors.transport.Listening;
import org.distributedactors.transport.Transport;
import org.jspecify.annotations.Nullable;

/// The network over sockets, by Netty.
///
/// It owns its event loops: they start with {@link #listen} or the first dial and end with {@link #close}. They are no
/// daemons, so a program stays alive while its node is up. An object is used for one life of a node.
public final class NettyTransport implements Transport {

    private static final int EVENT_LOOPS = 2;
    private static final int BACKLOG = 1024;
    private static final int MAX_PENDING = 256;
    private static final int MAX_PENDING_OF_ONE = 16;

    private static final Closed TOO_MANY =
            new Closed(CloseReason.CONNECT_FAILED, "too many handshakes at once");

    private final NettyTransportConfig config;
    private final LinkSettings settings;
    private final EventLoopGroup eventLoops;
    private final PortMapping portMapping;
    private final PendingHandshakes pending =
            new PendingHandshakes(MAX_PENDING, MAX_PENDING_OF_ONE);
    private volatile @Nullable Channel listening;
    private volatile @Nullable LinkAcceptor acceptor;
    final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    /// @param clock for the times in statistics
    /// @param random for the incarnation when no port mapper gives one
    public NettyTransport(
            NettyTransportConfig config, InstantSource clock, RandomGenerator random) {
        this.config = config;
        this.settings =
                new LinkSettings(
                        config.setupTime(),
                        config.netTickTime(),
                        config.limits(),
                        config.budget(),
                        new MessagePads(),
                        clock);
        this.eventLoops =
                new MultiThreadIoEventLoopGroup(
                        EVENT_LOOPS,
                        new DefaultThreadFactory("distributed-actors-io", false),
                        NioIoHandler.newFactory());
        this.portMapping = new PortMapping(eventLoops, config, random);
    }

    @Override
    public Listening listen(NodeName us, boolean hidden) {
        return portMapping.start(us, bind(), hidden);
    }

    @Override
    public Listening listening() {
        Channel listener = listening;
        if (listener == null) {
            throw new IllegalStateException("listen first");
        }
        Listening now = portMapping.listening();
        return listener.isActive() ? now : now.in(Listening.State.CLOSED);
    }

    @Override
    public void accept(LinkAcceptor linkAcceptor) {
        Channel listener = listening;
        if (listener == null) {
            throw new IllegalStateException("listen first");
        }
        acceptor = linkAcceptor;
        listener.config().setAutoRead(true);
    }

    private InetSocketAddress bind() {
        ChannelFuture binding =
                new ServerBootstrap()
                        .group(eventLoops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(accepting())
                        .bind(config.bindAddress(), config.port())
                        .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw ListenFailure.of(
                    new InetSocketAddress(config.bindAddress(), config.port()), binding.cause());
        }
        channels.add(binding.channel());
        listening = binding.channel();
        return (InetSocketAddress) binding.channel().localAddress();
    }

    private ChannelInitializer<Channel> accepting() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                LinkAcceptor node = acceptor;
                if (node == null || !(channel.remoteAddress() instanceof InetSocketAddress from)) {
                    channel.close();
                } else if (pending.begin(from.getAddress())) {
                    handshake(channel, node, from.getAddress());
                } else {
                    channel.close();
                    node.refused(LinkHandler.text(from), TOO_MANY);
                }
            }
        };
    }

    private void handshake(Channel channel, LinkAcceptor node, InetAddress from) {
        channels.add(channel);
        AtomicReference<@Nullable Future<?>> limit = new AtomicReference<>();
        HandshakeSide side =
                new HandshakeSide.Accepting(
                        node,
                        () -> {
                            pending.end(from);
                            cancel(limit.get());
                        });
        HandshakeHandler handler = new HandshakeHandler(side, settings, config.tls());
        limit.set(channel.eventLoop().schedule(handler::late, setupMillis(), MILLISECONDS));
        Tls tls = config.tls();
        if (tls != null) {
            channel.pipeline().addLast(tls.accepting(channel.alloc()));
        }
        channel.pipeline().addLast(handler);
    }

    private static void cancel(@Nullable Future<?> limit) {
        if (limit != null) {
            limit.cancel(false);
        }
    }

    private long setupMillis() {
        return config.setupTime().toMillis();
    }

    @Override
    public Attempt dial(
            NodeName peer,
            @Nullable InetSocketAddress address,
            OutgoingHandshake handshake,
            LinkListener listener) {
        Dial dial = new Dial(peer, handshake, listener, this::connect);
        try {
            dial.limitedBy(eventLoops.schedule(dial::late, setupMillis(), MILLISECONDS));
        } catch (RejectedExecutionException closed) {
            dial.fail(Closed.SHUTDOWN);
            return dial;
        }
        if (address == null) {
            portMapping.lookup(peer).whenComplete(dial::looked);
        } else if (address.isUnresolved()) {
            portMapping.resolve(address).whenComplete(dial::looked);
        } else {
            dial.connect(address);
        }
        return dial;
    }

    private Dial.Connecting connect(NodeName peer, InetSocketAddress address, HandshakeSide side) {
        HandshakeHandler handler = new HandshakeHandler(side, settings, config.tls());
        ChannelFuture connecting =
                new Bootstrap()
                        .group(eventLoops)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(setupMillis()))
                        .handler(dialling(peer, address, handler))
                        .connect(address);
        channels.add(connecting.channel());
        return new Dial.Connecting(connecting, handler);
    }

    private ChannelHandler dialling(
            NodeName peer, InetSocketAddress address, HandshakeHandler handler) {
        Tls tls = config.tls();
        if (tls == null) {
            return handler;
        }
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(tls.dialling(channel.alloc(), peer, address.getPort()))
                        .addLast(handler);
            }
        };
    }

    @Override
    public void close() {
        portMapping.close();
        channels.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
        eventLoops
                .shutdownGracefully(0, 2, TimeUnit.SECONDS)
                .awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
