package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.SocketAddress;
import java.util.List;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.handshake.HandshakeCodec;
import org.distributedactors.handshake.HandshakeMessage;
import org.distributedactors.handshake.HandshakeStep;
import org.distributedactors.handshake.MalformedHandshakeException;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Attempt;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.HandshakeSide;
import org.distributedactors.transport.LinkListener;
import org.jspecify.annotations.Nullable;

/// Carries a handshake over a socket: frames of two bytes length, or four in TLS, and nothing else. Until the peer has
/// proved the cookie this is the only handler that sees its bytes, beside that of TLS. Whoever opened the socket calls
/// {@link #late} when the time for all of it is over.
///
/// In TLS nothing is said before its own handshake is done; then the peer's certificate must name the node it claims to
/// be, and only then comes the cookie.
///
/// When the handshake is complete the handler puts a {@link LinkHandler} in its place; bytes that came along
/// already are handed on to it.
final class HandshakeHandler extends ByteToMessageDecoder implements Attempt {

    /// Every message of a handshake is far shorter; the longest has a node name of 255 characters.
    private static final int MAX_FRAME = 1200;

    private static final int PLAIN_LENGTH_BYTES = 2;
    private static final int TLS_LENGTH_BYTES = 4;

    private static final Closed ABORTED =
            new Closed(CloseReason.NAME_CONFLICT, "another connection with this node goes first");

    private final HandshakeSide side;
    private final LinkSettings settings;
    private final @Nullable Tls tls;
    private final int lengthBytes;
    private volatile @Nullable ChannelHandlerContext context;
    private volatile boolean aborted;
    private boolean secured;
    private boolean ended;

    /// @param tls what the handler before this one in the pipeline speaks; null for a plain connection
    HandshakeHandler(HandshakeSide side, LinkSettings settings, @Nullable Tls tls) {
        this.side = side;
        this.settings = settings;
        this.tls = tls;
        this.lengthBytes = tls == null ? PLAIN_LENGTH_BYTES : TLS_LENGTH_BYTES;
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
        if (!ended && tls == null) {
            perform(ctx, side.start());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent done && tls != null) {
            secured(ctx, done, tls);
        }
        super.userEventTriggered(ctx, event);
    }

    /// TLS stands, or does not. Who dials knows the name that the certificate must have.
    private void secured(ChannelHandlerContext ctx, SslHandshakeCompletionEvent done, Tls how) {
        if (!done.isSuccess()) {
            fail(ctx, TlsFailure.of(done.cause(), how.protocols()));
        } else if (!ended) {
            secured = true;
            NodeName peer = side.dialled();
            String objection = peer == null ? null : objection(ctx, peer);
            if (objection == null) {
                perform(ctx, side.start());
            } else {
                fail(ctx, new Closed(CloseReason.AUTH_FAILED, objection));
            }
        }
    }

    private @Nullable String objection(ChannelHandlerContext ctx, NodeName peer) {
        SslHandler handler = ctx.pipeline().get(SslHandler.class);
        return tls == null || handler == null ? null : tls.objection(handler, peer);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        while (!ended && in.readableBytes() >= lengthBytes) {
            long length = length(in);
            if (length > MAX_FRAME) {
                fail(ctx, new Closed(CloseReason.PROTOCOL_ERROR, FirstBytes.describe(in)));
                break;
            }
            if (in.readableBytes() < lengthBytes + length) {
                return;
            }
            in.skipBytes(lengthBytes);
            receive(ctx, in.readSlice((int) length));
        }
        if (ended && !ctx.isRemoved()) {
            in.skipBytes(in.readableBytes());
        }
    }

    private long length(ByteBuf in) {
        return tls == null
                ? in.getUnsignedShort(in.readerIndex())
                : in.getUnsignedInt(in.readerIndex());
    }

    private void receive(ChannelHandlerContext ctx, ByteBuf frame) {
        try {
            perform(ctx, side.receive(decode(frame)));
        } catch (MalformedHandshakeException malformed) {
            fail(
                    ctx,
                    new Closed(CloseReason.PROTOCOL_ERROR, String.valueOf(malformed.getMessage())));
        }
    }

    private HandshakeMessage decode(ByteBuf frame) {
        return switch (side.direction()) {
            case OUT -> HandshakeCodec.decodeFromAcceptor(frame);
            case IN -> HandshakeCodec.decodeFromInitiator(frame);
        };
    }

    private void perform(ChannelHandlerContext ctx, HandshakeStep first) {
        HandshakeStep step = first;
        while (step instanceof HandshakeStep.AskAdmission
                || step instanceof HandshakeStep.AskAlive) {
            step = answer(ctx, step);
            if (ended) {
                return;
            }
        }
        switch (step) {
            case HandshakeStep.Await ignored -> {}
            case HandshakeStep.Send send -> write(ctx, send.messages());
            case HandshakeStep.Complete complete -> complete(ctx, complete);
            case HandshakeStep.Refuse refuse -> {
                write(ctx, refuse.last());
                fail(ctx, new Closed(CloseReason.of(refuse.reason()), refuse.text()));
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

    /// A peer that dialled says its name only now; the node is asked when its certificate bears the name.
    private HandshakeStep answer(ChannelHandlerContext ctx, HandshakeStep question) {
        String objection =
                question instanceof HandshakeStep.AskAdmission ask
                        ? objection(ctx, ask.peer())
                        : null;
        if (objection == null) {
            return side.answer(question);
        }
        if (side.turnAway() instanceof HandshakeStep.Refuse refuse) {
            write(ctx, refuse.last());
        }
        fail(ctx, new Closed(CloseReason.AUTH_FAILED, objection));
        return question;
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
            frame.writeZero(lengthBytes);
            HandshakeCodec.encode(message, frame);
            int length = frame.readableBytes() - lengthBytes;
            if (tls == null) {
                frame.setShort(frame.readerIndex(), length);
            } else {
                frame.setInt(frame.readerIndex(), length);
            }
            ctx.write(frame);
        }
        ctx.flush();
    }

    /// The time for the whole set-up of the connection is over. Any thread may call; a connection that stands is left alone.
    void late() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            LinkHandler.later(ctx.channel(), () -> fail(ctx, tooLate()));
        }
    }

    /// Who dials a node that speaks no TLS learns it by its silence alone: that node waits for the rest of what it takes for a
    /// long message.
    private Closed tooLate() {
        long millis = settings.setupTime().toMillis();
        if (tls == null || secured) {
            return new Closed(
                    CloseReason.CONNECT_FAILED, "the handshake was not done in " + millis + " ms");
        }
        return new Closed(
                side.dialled() == null ? CloseReason.CONNECT_FAILED : CloseReason.PROTOCOL_ERROR,
                "TLS was not there in "
                        + millis
                        + " ms (the peer may not speak it: an Erlang node is started with"
                        + " -proto_dist inet_tls)");
    }

    private void end() {
        ended = true;
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
        String certificate = tls == null ? "" : ", or it does not take this node's certificate";
        return new Closed(
                CloseReason.AUTH_FAILED,
                "the peer closed the connection in the handshake (cookies may differ"
                        + certificate
                        + "); "
                        + Cookie.COMPARE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (tls != null && TlsFailure.isTls(cause)) {
            fail(ctx, TlsFailure.of(cause, tls.protocols()));
        } else {
            fail(ctx, new Closed(CloseReason.CONNECT_FAILED, LinkHandler.describe(cause)));
        }
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
