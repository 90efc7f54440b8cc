package org.distributedactors.transport.netty;

import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Listening;
import org.distributedactors.transport.Listening.PortMapper;
import org.distributedactors.transport.Listening.State;
import org.distributedactors.transport.TransportException;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes this node known to the port mapper and asks it for others.
///
/// In the modes `AUTO` and `EMBEDDED` it tries to be the port mapper first; in `AUTO` a taken port means that one runs
/// already. When the port mapper goes away the node tries to become it, or else to register with the one that follows:
/// at once, and then every two seconds. Connections that stand are not touched, and the incarnation stays what it was.
final class PortMapping {

    private static final Logger log = LoggerFactory.getLogger(PortMapping.class);

    /// The waits before each look for another port mapper; the last one holds for all that follow. All nodes of the host lose
    /// it at one moment, so each wait is shortened by chance.
    private static final int[] RETRY_MILLIS = {200, 500, 1000, 2000};

    private static final int ANSWER_SECONDS = 10;

    /// The longest that another host's port mapper may take to say a port.
    private static final Duration LOOKUP_TIME = Duration.ofSeconds(2);

    private static final int FIRST_CREATION = 4;

    private final EventLoopGroup eventLoops;
    private final NettyTransportConfig config;
    private final RandomGenerator random;
    private final EpmdClient client;
    private final EpmdClient asking;
    private volatile @Nullable EpmdServer server;
    private volatile @Nullable Listening listening;
    private EpmdClient.@Nullable Registration registration;
    private volatile boolean closed;

    PortMapping(EventLoopGroup eventLoops, NettyTransportConfig config, RandomGenerator random) {
        this.eventLoops = eventLoops;
        this.config = config;
        this.random = random;
        this.client = new EpmdClient(eventLoops, config.setupTime());
        Duration setup = config.setupTime();
        this.asking =
                new EpmdClient(eventLoops, setup.compareTo(LOOKUP_TIME) < 0 ? setup : LOOKUP_TIME);
    }

    /// Registers the node; waits for the answer.
    Listening start(NodeName us, InetSocketAddress bound, boolean hidden) {
        boolean tls = config.tls() != null;
        if (config.portMapperMode() == PortMapperMode.NONE) {
            return listeningAs(
                    new Listening(bound, randomCreation(), PortMapper.NONE, tls, State.REACHABLE));
        }
        startServerIfWanted();
        EpmdClient.Registration first =
                await(client.register(config.portMapper(), us, bound.getPort(), hidden));
        Listening now =
                listeningAs(
                        new Listening(bound, first.creation(), portMapper(), tls, State.REACHABLE));
        keep(first, us, bound, hidden);
        return now;
    }

    private Listening listeningAs(Listening now) {
        listening = now;
        return now;
    }

    private PortMapper portMapper() {
        return server == null ? PortMapper.EXTERNAL : PortMapper.EMBEDDED;
    }

    /// Where the node listens, and whether it is registered now.
    Listening listening() {
        Listening now = listening;
        if (now == null) {
            throw new IllegalStateException("listen first");
        }
        return now;
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
        current.lost().thenRun(() -> lost(us, bound, hidden));
    }

    private void lost(NodeName us, InetSocketAddress bound, boolean hidden) {
        if (!closed) {
            listeningAs(listening().in(State.UNREGISTERED));
            log.atWarn()
                    .addKeyValue("node", us)
                    .log(
                            "The port mapper (epmd) at {} is gone; connections stand, and {} looks for another",
                            LinkHandler.text(config.portMapper()),
                            us);
            again(us, bound, hidden, 0);
        }
    }

    private void again(NodeName us, InetSocketAddress bound, boolean hidden, int tries) {
        if (closed) {
            return;
        }
        int wait = RETRY_MILLIS[Math.min(tries, RETRY_MILLIS.length - 1)];
        try {
            eventLoops
                    .next()
                    .schedule(
                            () -> registerAgain(us, bound, hidden, tries + 1),
                            wait / 2 + random.nextInt(wait / 2),
                            TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            log.trace("The network of this node is closed", over);
        }
    }

    private void registerAgain(NodeName us, InetSocketAddress bound, boolean hidden, int tries) {
        Thread.ofVirtual()
                .start(() -> {
                    if (closed) {
                        return;
                    }
                    becomeServer();
                    client.register(config.portMapper(), us, bound.getPort(), hidden)
                            .whenComplete((next, failure) -> {
                                if (next != null) {
                                    registered(us);
                                    keep(next, us, bound, hidden);
                                } else {
                                    again(us, bound, hidden, tries);
                                }
                            });
                });
    }

    private void registered(NodeName us) {
        Listening now = listening();
        listeningAs(
                new Listening(
                        now.address(), now.creation(), portMapper(), now.tls(), State.REACHABLE));
        log.atInfo()
                .addKeyValue("node", us)
                .log(
                        "{} is registered again, with the port mapper (epmd, {}) at {}",
                        us,
                        portMapper().name().toLowerCase(Locale.ROOT),
                        LinkHandler.text(config.portMapper()));
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
        return asking.portPlease(portMapper, peer.alive())
                .thenApply(port -> notOurs(found(host, port)));
    }

    /// A port mapper that sends us to ourselves is wrong, whoever is asked for: nobody dials himself.
    private @Nullable InetSocketAddress notOurs(@Nullable InetSocketAddress found) {
        Listening own = listening;
        if (own != null && own.address().equals(found)) {
            throw new TransportException(
                    TransportException.Kind.PORT_MAPPER_UNREACHABLE,
                    "The port mapper (epmd) answers with this node's own port");
        }
        return found;
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

    void close() {
        end();
        client.close();
        asking.close();
    }

    private synchronized void end() {
        closed = true;
        if (registration != null) {
            registration.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
