package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.FrameDecoder;
import org.distributedactors.dist.MalformedFrameException;
import org.distributedactors.dist.NetTick;
import org.distributedactors.dist.Payload;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.Link;
import org.distributedactors.transport.LinkListener;
import org.distributedactors.transport.LinkStatistics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection after its handshake: frames in, frames out, ticks.
///
/// Frames are read in place and handed to the listener on the event loop. What is sent waits in a {@link SendQueue}.
/// Everything but {@link #send}, {@link #close}, {@link #start} and {@link #statistics} runs on the event loop.
final class LinkHandler extends ByteToMessageDecoder implements Link {

    private static final Logger log = LoggerFactory.getLogger(LinkHandler.class);

    private static final int LENGTH_BYTES = 4;

    private final Channel channel;
    private final PeerInfo peer;
    private final Direction direction;
    private final LinkSettings settings;
    private final LinkListener listener;
    private final FrameDecoder decoder;
    private final SendQueue sendQueue;
    private final NetTick netTick;
    private @Nullable Future<?> ticking;
    private @Nullable Closed closing;
    private boolean started;
    private boolean told;

    private volatile long messagesIn;
    private volatile long bytesIn;
    private volatile long lastReceivedMillis;
    private long bytesInAtLastTick;
    private long bytesOutAtLastTick;

    LinkHandler(
            Channel channel,
            PeerInfo peer,
            Direction direction,
            LinkSettings settings,
            LinkListener listener) {
        this.channel = channel;
        this.peer = peer;
        this.direction = direction;
        this.settings = settings;
        this.listener = listener;
        this.decoder = new FrameDecoder(settings.limits());
        this.sendQueue = new SendQueue(channel, peer);
        this.netTick =
                new NetTick(
                        settings.netTickTime(), NettyTransportConfig.TICK_INTENSITY, peer.hidden());
        this.lastReceivedMillis = settings.clock().millis();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        long interval = netTick.interval().toMillis();
        // Not at a fixed rate: after a pause of the JVM the checks that were missed would come one
        // after the other,
        // before anything is read, and find the peer silent.
        ticking =
                ctx.executor()
                        .scheduleWithFixedDelay(
                                this::tick, interval, interval, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        bytesIn += ((ByteBuf) message).readableBytes();
        lastReceivedMillis = settings.clock().millis();
        super.channelRead(ctx, message);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        while (started && closing == null && in.readableBytes() >= LENGTH_BYTES) {
            long length = in.getUnsignedInt(in.readerIndex());
            if (length > settings.limits().frameBytes()) {
                endWith(
                        new Closed(
                                CloseReason.PROTOCOL_ERROR,
                                "a frame of "
                                        + length
                                        + " bytes is longer than the limit of "
                                        + settings.limits().frameBytes()));
                break;
            }
            if (in.readableBytes() < LENGTH_BYTES + length) {
                return;
            }
            in.skipBytes(LENGTH_BYTES);
            frame(in.readSlice((int) length));
        }
        if (closing != null) {
            in.skipBytes(in.readableBytes());
        }
    }

    private void frame(ByteBuf frame) {
        try {
            DistributionMessage message = decoder.decode(frame);
            if (message != null) {
                messagesIn++;
                listener.received(message);
            }
        } catch (MalformedFrameException malformed) {
            endWith(new Closed(CloseReason.PROTOCOL_ERROR, String.valueOf(malformed.getMessage())));
        }
    }

    private void tick() {
        long out = sendQueue.bytesOut();
        boolean wrote = out != bytesOutAtLastTick;
        boolean read = bytesIn != bytesInAtLastTick;
        bytesOutAtLastTick = out;
        bytesInAtLastTick = bytesIn;
        switch (netTick.check(wrote, read, sendQueue.isIdle())) {
            case NOTHING -> {}
            case SEND_TICK -> sendQueue.tick();
            case DOWN ->
                    endWith(
                            new Closed(
                                    CloseReason.NET_TICK_TIMEOUT,
                                    "silent for the net tick time of "
                                            + settings.netTickTime().toSeconds()
                                            + " s"));
        }
    }

    /// Closes for a reason found here, on the event loop, and tells the listener at once.
    private void endWith(Closed why) {
        if (closing == null) {
            closing = why;
        }
        channel.close();
        tellClosed();
    }

    private void tellClosed() {
        if (!told) {
            told = true;
            if (ticking != null) {
                ticking.cancel(false);
            }
            sendQueue.close();
            listener.closed(closing == null ? Closed.BY_PEER : closing);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        super.channelInactive(ctx);
        tellClosed();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        sendQueue.writabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean network = cause instanceof java.io.IOException;
        endWith(
                network
                        ? new Closed(CloseReason.CLOSED_BY_PEER, describe(cause))
                        : new Closed(CloseReason.PROTOCOL_ERROR, describe(cause)));
    }

    /// Bytes that came along with the end of the handshake wait here for the start.
    @Override
    public void start() {
        later(
                channel,
                () -> {
                    started = true;
                    channel.pipeline().fireChannelRead(Unpooled.EMPTY_BUFFER);
                    channel.config().setAutoRead(true);
                });
    }

    @Override
    public void send(ControlMessage control, @Nullable Payload payload) {
        sendQueue.send(control, payload);
    }

    @Override
    public void close(Closed why) {
        if (channel.eventLoop().inEventLoop()) {
            // At once: what a peer sent after what it must not send is not looked at.
            closeNow(why);
        } else {
            later(channel, () -> closeNow(why));
        }
    }

    private void closeNow(Closed why) {
        if (closing == null) {
            sendQueue.flushBeforeClose();
            endWith(why);
        }
    }

    /// Runs something on the channel's event loop. Once that has ended all its channels are closed, and nothing is left
    /// to do.
    static void later(Channel channel, Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException over) {
            log.trace("The network of this node is closed", over);
        }
    }

    @Override
    public PeerInfo peer() {
        return peer;
    }

    @Override
    public Direction direction() {
        return direction;
    }

    @Override
    public String address() {
        return text(channel.remoteAddress());
    }

    @Override
    public boolean encrypted() {
        return false;
    }

    @Override
    public LinkStatistics statistics() {
        return new LinkStatistics(
                messagesIn,
                sendQueue.messagesOut(),
                bytesIn,
                sendQueue.bytesOut(),
                sendQueue.pendingBytes(),
                java.time.Instant.ofEpochMilli(lastReceivedMillis));
    }

    static String text(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getHostString() + ":" + inet.getPort()
                : String.valueOf(address);
    }

    static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
