package org.distributedactors.transport.netty;

import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Listening;
import org.distributedactors.transport.Listening.PortMapper;
import org.distributedactors.transport.TransportException;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes this node known to the port mapper and asks it for others.
///
/// In the modes `AUTO` and `EMBEDDED` it tries to be the port mapper first; in `AUTO` a taken port means that one runs
/// already. When the port mapper goes away the node registers again every two seconds, or becomes the port mapper
/// itself; connections that stand are not touched, and the incarnation stays what it was.
final class PortMapping {

    private static final Logger log = LoggerFactory.getLogger(PortMapping.class);

    private static final int RETRY_SECONDS = 2;
    private static final int ANSWER_SECONDS = 10;
    private static final int FIRST_CREATION = 4;

    private final EventLoopGroup eventLoops;
    private final NettyTransportConfig config;
    private final RandomGenerator random;
    private final EpmdClient client;
    private @Nullable EpmdServer server;
    private EpmdClient.@Nullable Registration registration;
    private volatile boolean closed;

    PortMapping(EventLoopGroup eventLoops, NettyTransportConfig config, RandomGenerator random) {
        this.eventLoops = eventLoops;
        this.config = config;
        this.random = random;
        this.client = new EpmdClient(eventLoops, config.setupTime());
    }

    /// Registers the node; waits for the answer.
    Listening start(NodeName us, InetSocketAddress bound, boolean hidden) {
        if (config.portMapperMode() == PortMapperMode.NONE) {
            return new Listening(bound, randomCreation(), PortMapper.NONE);
        }
        startServerIfWanted();
        EpmdClient.Registration first =
                await(client.register(config.portMapper(), us, bound.getPort(), hidden));
        keep(first, us, bound, hidden);
        return new Listening(
                bound,
                first.creation(),
                server == null ? PortMapper.EXTERNAL : PortMapper.EMBEDDED);
    }

    private int randomCreation() {
        return random.nextInt(FIRST_CREATION, Integer.MAX_VALUE);
    }

    private void startServerIfWanted() {
        boolean own = config.portMapperMode() != PortMapperMode.EXTERNAL;
        if (own && server == null) {
            try {
                server =
                        await(
                                EpmdServer.start(
                                        eventLoops,
                                        addresses(),
                                        config.portMapper().getPort(),
                                        randomCreation()));
            } catch (TransportException taken) {
                if (config.portMapperMode() == PortMapperMode.EMBEDDED) {
                    throw taken;
                }
            }
        }
    }

    /// Nodes of this host register on loopback; those of others ask where this node listens.
    private List<InetAddress> addresses() {
        InetAddress listening = config.bindAddress();
        if (listening.isAnyLocalAddress()) {
            return List.of(listening);
        }
        List<InetAddress> addresses = new ArrayList<>(EpmdServer.loopback());
        if (!listening.isLoopbackAddress()) {
            addresses.add(listening);
        }
        return addresses;
    }

    private <T> T await(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof TransportException refused) {
                throw refused;
            }
            throw unreachable(failure);
        } catch (TimeoutException failure) {
            throw unreachable(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unreachable(interrupted);
        }
    }

    private TransportException unreachable(Exception cause) {
        return new TransportException(
                TransportException.Kind.PORT_MAPPER_UNREACHABLE,
                "The port mapper (epmd) at "
                        + LinkHandler.text(config.portMapper())
                        + " does not answer",
                cause);
    }

    private synchronized void keep(
            EpmdClient.Registration current, NodeName us, InetSocketAddress bound, boolean hidden) {
        registration = current;
        if (closed) {
            current.close();
            return;
        }
        current.lost().thenRun(() -> again(us, bound, hidden));
    }

    private void again(NodeName us, InetSocketAddress bound, boolean hidden) {
        if (closed) {
            return;
        }
        log.debug("The port mapper is gone; registering {} again", us);
        eventLoops
                .next()
                .schedule(() -> registerAgain(us, bound, hidden), RETRY_SECONDS, TimeUnit.SECONDS);
    }

    private void registerAgain(NodeName us, InetSocketAddress bound, boolean hidden) {
        Thread.ofVirtual()
                .start(() -> {
                    if (closed) {
                        return;
                    }
                    becomeServer();
                    client.register(config.portMapper(), us, bound.getPort(), hidden)
                            .whenComplete((next, failure) -> {
                                if (next != null) {
                                    keep(next, us, bound, hidden);
                                } else {
                                    again(us, bound, hidden);
                                }
                            });
                });
    }

    private synchronized void becomeServer() {
        try {
            if (!closed) {
                startServerIfWanted();
            }
        } catch (TransportException taken) {
            log.debug("The port mapper's port is taken by another process");
        }
    }

    /// The same address with its host looked up.
    CompletionStage<InetSocketAddress> resolve(InetSocketAddress unresolved) {
        String host = unresolved.getHostString();
        return address(host).thenApply(found -> new InetSocketAddress(found, unresolved.getPort()));
    }

    /// Where a node listens, by the port mapper of its host.
    CompletionStage<InetSocketAddress> lookup(NodeName peer) {
        return address(peer.host()).thenCompose(host -> askFor(peer, host));
    }

    private CompletionStage<InetSocketAddress> askFor(NodeName peer, InetAddress host) {
        InetSocketAddress portMapper = new InetSocketAddress(host, config.portMapper().getPort());
        return client.portPlease(portMapper, peer.alive()).thenApply(port -> found(host, port));
    }

    /// A name lookup may block, so it has a thread of its own.
    private static CompletableFuture<InetAddress> address(String host) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return InetAddress.getByName(host);
                    } catch (UnknownHostException unknown) {
                        throw new CompletionException(unknown);
                    }
                },
                Thread::startVirtualThread);
    }

    @SuppressWarnings("NullAway") // A null result is how a CompletableFuture says "answered: none".
    private static @Nullable InetSocketAddress found(InetAddress host, OptionalInt port) {
        return port.isPresent() ? new InetSocketAddress(host, port.getAsInt()) : null;
    }

    static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof UnknownHostException
                ? "the host is unknown"
                : LinkHandler.describe(cause);
    }

    synchronized void close() {
        closed = true;
        if (registration != null) {
            registration.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
