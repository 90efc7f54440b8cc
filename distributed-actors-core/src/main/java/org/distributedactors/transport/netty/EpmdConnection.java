package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.util.List;
import org.distributedactors.epmd.EpmdRequest;
import org.distributedactors.epmd.EpmdRequestCodec;
import org.distributedactors.epmd.EpmdResponse;
import org.distributedactors.epmd.EpmdResponseCodec;
import org.distributedactors.epmd.EpmdStep;
import org.distributedactors.epmd.MalformedEpmdMessageException;
import org.distributedactors.term.Binary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of an {@link EpmdServer}: one request, and for a node that registered the rest of its life.
final class EpmdConnection extends ByteToMessageDecoder {

    /// The name of the handler that ends a connection nothing comes on.
    static final String IDLE = "idle";

    private static final Logger log = LoggerFactory.getLogger(EpmdConnection.class);

    private final EpmdServer server;
    private boolean served;
    private @Nullable Binary registered;

    EpmdConnection(EpmdServer server) {
        this.server = server;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (served) {
            in.skipBytes(in.readableBytes());
            ctx.close();
            return;
        }
        try {
            EpmdRequest request = EpmdRequestCodec.decode(in);
            if (request != null) {
                served = true;
                perform(ctx, server.handle(request, isFromThisHost(ctx.channel())));
            }
        } catch (MalformedEpmdMessageException malformed) {
            log.debug("A port mapper's client is dropped: {}", malformed.getMessage());
            served = true;
            in.skipBytes(in.readableBytes());
            ctx.close();
        }
    }

    private void perform(ChannelHandlerContext ctx, EpmdStep step) {
        switch (step) {
            case EpmdStep.Answer(EpmdResponse response) ->
                    send(ctx, response).addListener(ChannelFutureListener.CLOSE);
            case EpmdStep.Registered(EpmdResponse response, Binary name) -> {
                registered = name;
                server.registered(ctx.channel());
                ctx.pipeline().remove(IDLE);
                send(ctx, response);
            }
            case EpmdStep.Rejected(EpmdResponse response) -> send(ctx, response);
            case EpmdStep.Drop() -> ctx.close();
        }
    }

    private static ChannelFuture send(ChannelHandlerContext ctx, EpmdResponse response) {
        ByteBuf bytes = ctx.alloc().buffer();
        EpmdResponseCodec.encode(response, bytes);
        return ctx.writeAndFlush(bytes);
    }

    private static boolean isFromThisHost(Channel channel) {
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        InetSocketAddress local = (InetSocketAddress) channel.localAddress();
        return remote.getAddress().isLoopbackAddress()
                || remote.getAddress().equals(local.getAddress());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (registered != null) {
            server.unregister(registered);
            registered = null;
        }
        super.channelInactive(ctx);
    }

    /// A connection that broke, or on which nothing came for too long.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
