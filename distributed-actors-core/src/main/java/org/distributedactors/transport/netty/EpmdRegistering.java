package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.io.EOFException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.distributedactors.epmd.EpmdRequest;
import org.distributedactors.epmd.EpmdResponse;
import org.distributedactors.epmd.EpmdResponseCodec;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.TransportException;
import org.distributedactors.transport.TransportException.Kind;
import org.distributedactors.transport.netty.EpmdClient.Registration;

/// A node that registers itself, and then stays registered as long as this connection is open.
final class EpmdRegistering extends EpmdCall<Registration> {

    private final NodeName name;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    EpmdRegistering(InetSocketAddress epmd, EpmdRequest request, NodeName name) {
        super(epmd, request);
        this.name = name;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (answer().isDone()) {
            in.skipBytes(in.readableBytes());
            return;
        }
        EpmdResponse.Alive2 response = EpmdResponseCodec.decodeAlive2(in);
        if (response != null && response.ok()) {
            answer().complete(new Registered(ctx.channel(), response.creation(), ended));
        } else if (response != null) {
            fail(refused());
        }
    }

    private TransportException refused() {
        return new TransportException(
                Kind.NAME_TAKEN,
                "The port mapper (epmd) at %s refuses the name '%s': a node of this name runs on this host"
                        .formatted(LinkHandler.text(epmd()), name.alive()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        fail(new EOFException("it closed the connection"));
        ended.complete(null);
        super.channelInactive(ctx);
    }

    private static final class Registered implements Registration {

        private final Channel channel;
        private final int creation;
        private final CompletableFuture<Void> lost = new CompletableFuture<>();
        private volatile boolean closed;

        Registered(Channel channel, int creation, CompletableFuture<Void> connectionEnded) {
            this.channel = channel;
            this.creation = creation;
            connectionEnded.thenRun(this::ended);
        }

        private void ended() {
            if (!closed) {
                lost.complete(null);
            }
        }

        @Override
        public int creation() {
            return creation;
        }

        @Override
        public CompletionStage<Void> lost() {
            return lost.minimalCompletionStage();
        }

        @Override
        public CompletionStage<Void> close() {
            closed = true;
            CompletableFuture<Void> gone = new CompletableFuture<>();
            channel.close().addListener(ignored -> gone.complete(null));
            return gone;
        }
    }
}
