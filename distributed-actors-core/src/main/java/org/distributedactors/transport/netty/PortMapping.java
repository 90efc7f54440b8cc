package org.distributedactors.transport.netty;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Listening;
import org.distributedactors.transport.Listening.PortMapper;

/// Makes this node known to others, and finds others.
final class PortMapping {

    private static final int FIRST_CREATION = 4;

    private final RandomGenerator random;

    PortMapping(RandomGenerator random) {
        this.random = random;
    }

    Listening start(InetSocketAddress bound) {
        return new Listening(
                bound, random.nextInt(FIRST_CREATION, Integer.MAX_VALUE), PortMapper.NONE);
    }

    /// Where a node listens, by the port mapper of its host.
    CompletionStage<InetSocketAddress> lookup(NodeName peer) {
        return CompletableFuture.failedFuture(new UnknownHostException(peer.host()));
    }

    static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return LinkHandler.describe(cause);
    }
}
