package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.distributedactors.handshake.HandshakeCodec;
import org.distributedactors.handshake.HandshakeMessage;
import org.distributedactors.handshake.HandshakeStep;
import org.distributedactors.handshake.MalformedHandshakeException;
import org.distributedactors.handshake.RefusalReason;
import org.distributedactors.transport.Attempt;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.LinkListener;
import org.jspecify.annotations.Nullable;

/// Carries a handshake over a socket: frames of two bytes length, a limit of time for each step, and nothing else.
/// Until the peer has proved the cookie this is the only handler that sees its bytes.
///
/// When the handshake is complete the handler puts a {@link LinkHandler} in its place; bytes that came along
/// already are handed on to it.
final class HandshakeHandler extends ByteToMessageDecoder implements Attempt {

    /// Every message of a handshake is far shorter; the longest has a node name of 255 characters.
    private static final int MAX_FRAME = 2048;

    private static final Closed ABORTED =
            new Closed(CloseReason.NAME_CONFLICT, "another connection with this node goes first");

    private final HandshakeSide side;
    private final LinkSettings settings;
    private volatile @Nullable ChannelHandlerContext context;
    private volatile boolean aborted;
    private @Nullable Future<?> deadline;
    private boolean ended;

    HandshakeHandler(HandshakeSide side, LinkSettings settings) {
        this.side = side;
        this.settings = settings;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        if (aborted) {
            fail(ctx, ABORTED);
        } else if (ctx.channel().isActive()) {
            begin(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        begin(ctx);
    }

    private void begin(ChannelHandlerContext ctx) {
        if (!ended) {
            perform(ctx, side.start());
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        while (!ended && in.readableBytes() >= 2) {
            int length = in.getUnsignedShort(in.readerIndex());
            if (length > MAX_FRAME) {
                fail(ctx, new Closed(CloseReason.PROTOCOL_ERROR, "first bytes are no handshake"));
                return;
            }
            if (in.readableBytes() < 2 + length) {
                return;
            }
            in.skipBytes(2);
            receive(ctx, in.readSlice(length));
        }
        if (ended && !ctx.isRemoved()) {
            in.skipBytes(in.readableBytes());
        }
    }

    private void receive(ChannelHandlerContext ctx, ByteBuf frame) {
        try {
            perform(ctx, side.receive(side.decode(frame)));
        } catch (MalformedHandshakeException malformed) {
            fail(
                    ctx,
                    new Closed(CloseReason.PROTOCOL_ERROR, String.valueOf(malformed.getMessage())));
        }
    }

    private void perform(ChannelHandlerContext ctx, HandshakeStep first) {
        HandshakeStep step = first;
        while (step instanceof HandshakeStep.AskAdmission
                || step instanceof HandshakeStep.AskAlive) {
            step = side.answer(step);
        }
        switch (step) {
            case HandshakeStep.Await ignored -> armDeadline(ctx);
            case HandshakeStep.Send send -> {
                write(ctx, send.messages());
                armDeadline(ctx);
            }
            case HandshakeStep.Complete complete -> complete(ctx, complete);
            case HandshakeStep.Refuse refuse -> {
                write(ctx, refuse.last());
                fail(ctx, new Closed(closeReason(refuse.reason()), refuse.text()));
            }
            case HandshakeStep.GiveWay ignored ->
                    fail(
                            ctx,
                            new Closed(
                                    CloseReason.NAME_CONFLICT,
                                    "the peer's own connection to us goes first"));
            case HandshakeStep.AskAdmission ignored ->
                    throw new IllegalStateException("answered above");
            case HandshakeStep.AskAlive ignored ->
                    throw new IllegalStateException("answered above");
        }
    }

    private static CloseReason closeReason(RefusalReason reason) {
        return switch (reason) {
            case PROTOCOL -> CloseReason.PROTOCOL_ERROR;
            case SIMULTANEOUS, WITHDRAWN -> CloseReason.NAME_CONFLICT;
            case COOKIE, FLAGS, NAME, NOT_ALLOWED -> CloseReason.AUTH_FAILED;
        };
    }

    private void complete(ChannelHandlerContext ctx, HandshakeStep.Complete complete) {
        write(ctx, complete.last());
        end();
        LinkListener listener = side.listener();
        // Reading stops until the node says start, so that what arrives early cannot overtake what
        // went before.
        ctx.channel().config().setAutoRead(false);
        LinkHandler link =
                new LinkHandler(
                        ctx.channel(), complete.peer(), side.direction(), settings, listener);
        ctx.pipeline().replace(this, "link", link);
        listener.up(link);
    }

    private void write(ChannelHandlerContext ctx, List<HandshakeMessage> messages) {
        for (HandshakeMessage message : messages) {
            ByteBuf frame = ctx.alloc().buffer(64);
            frame.writeShort(0);
            HandshakeCodec.encode(message, frame);
            frame.setShort(frame.readerIndex(), frame.readableBytes() - 2);
            ctx.write(frame);
        }
        ctx.flush();
    }

    private void armDeadline(ChannelHandlerContext ctx) {
        disarm();
        Duration limit = settings.setupTime();
        deadline =
                ctx.executor()
                        .schedule(
                                () ->
                                        fail(
                                                ctx,
                                                new Closed(
                                                        CloseReason.CONNECT_FAILED,
                                                        "no answer in the handshake for "
                                                                + limit.toMillis()
                                                                + " ms")),
                                limit.toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void end() {
        ended = true;
        disarm();
        side.ended();
    }

    private void fail(ChannelHandlerContext ctx, Closed why) {
        if (!ended) {
            end();
            SocketAddress remote = ctx.channel().remoteAddress();
            ctx.close();
            side.failed(LinkHandler.text(remote), why);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, closedByPeer());
    }

    /// A peer that closes without a word in the middle of a handshake most often found that the cookies differ.
    private Closed closedByPeer() {
        return new Closed(
                CloseReason.AUTH_FAILED,
                "the peer closed the connection in the handshake (cookies may differ)");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, new Closed(CloseReason.CONNECT_FAILED, LinkHandler.describe(cause)));
    }

    @Override
    public void abort() {
        aborted = true;
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            LinkHandler.later(ctx.channel(), () -> fail(ctx, ABORTED));
        }
    }
}
