package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.distributedactors.epmd.EpmdRequest;
import org.distributedactors.epmd.EpmdRequestCodec;
import org.distributedactors.transport.TransportException;
import org.distributedactors.transport.TransportException.Kind;
import org.jspecify.annotations.Nullable;

/// One connection to a port mapper: says the request once it is open, and ends with an answer or a failure.
abstract class EpmdCall<T> extends ByteToMessageDecoder {

    private final InetSocketAddress epmd;
    private final EpmdRequest request;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private volatile @Nullable ChannelHandlerContext context;

    EpmdCall(InetSocketAddress epmd, EpmdRequest request) {
        this.epmd = epmd;
        this.request = request;
    }

    final InetSocketAddress epmd() {
        return epmd;
    }

    final CompletableFuture<T> answer() {
        return answer;
    }

    @Override
    public final void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public final void channelActive(ChannelHandlerContext ctx) {
        ByteBuf bytes = ctx.alloc().buffer();
        EpmdRequestCodec.encode(request, bytes);
        ctx.writeAndFlush(bytes);
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause.getCause() == null ? cause : cause.getCause());
    }

    /// Ends the call without an answer; does nothing but close the connection when there was one already.
    final void fail(Throwable cause) {
        fail(
                new TransportException(
                        Kind.PORT_MAPPER_UNREACHABLE,
                        "The port mapper (epmd) at %s gives no answer: %s"
                                .formatted(LinkHandler.text(epmd), LinkHandler.describe(cause)),
                        cause));
    }

    final void fail(TransportException failure) {
        answer.completeExceptionally(failure);
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.close();
        }
    }
}
