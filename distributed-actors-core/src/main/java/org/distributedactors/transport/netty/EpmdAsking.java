package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import org.distributedactors.epmd.EpmdRequest;

/// A question to a port mapper. The answer ends where the connection ends.
final class EpmdAsking<T> extends EpmdCall<T> {

    /// Enough for about two thousand names.
    private static final int MAX_ANSWER = 64 * 1024;

    private final Function<ByteBuf, T> reader;

    EpmdAsking(InetSocketAddress epmd, EpmdRequest request, Function<ByteBuf, T> reader) {
        super(epmd, request);
        this.reader = reader;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() > MAX_ANSWER) {
            in.skipBytes(in.readableBytes());
            fail(new TooLongFrameException("more than " + MAX_ANSWER + " bytes"));
        }
    }

    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (!answer().isDone()) {
            answer().complete(reader.apply(in));
        }
        in.skipBytes(in.readableBytes());
    }
}
