package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
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
final class LinkHandler extends ChannelInboundHandlerAdapter implements Link {

    private static final Logger log = LoggerFactory.getLogger(LinkHandler.class);

    /// What is handed to the socket ahead of time; what waits beyond it can still be overtaken by a tick.
    private static final WriteBufferWaterMark SOCKET_BUFFER =
            new WriteBufferWaterMark(128 * 1024, 256 * 1024);

    private final Channel channel;
    private final PeerInfo peer;
    private final Direction direction;
    private final LinkSettings settings;
    private final LinkListener listener;
    private final FrameDecoder decoder;
    private final FrameSplitter frames;
    private final ArrayDeque<ByteBuf> early = new ArrayDeque<>();
    private final SendQueue sendQueue;
    private final NetTick netTick;
    private final Patience patience;
    private @Nullable Future<?> ticking;
    private @Nullable Future<?> watching;
    private @Nullable Future<?> beating;
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
        this.frames =
                new FrameSplitter(channel.alloc(), settings.limits().frameBytes(), new Incoming());
        this.sendQueue = new SendQueue(channel, peer, settings, this::overflowed);
        this.patience = new Patience(settings.budget());
        this.netTick =
                new NetTick(
                        settings.netTickTime(), NettyTransportConfig.TICK_INTENSITY, peer.hidden());
        this.lastReceivedMillis = settings.clock().millis();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel.config().setWriteBufferWaterMark(SOCKET_BUFFER);
        // Not at a fixed rate: after a pause of the JVM the checks that were missed would come one
        // after the other,
        // before anything is read, and find the peer silent.
        ticking = every(netTick.interval().toMillis(), this::tick);
        watching = every(Math.max(1, settings.budget().patience().toMillis() / 4), this::watch);
    }

    private Future<?> every(long millis, Runnable action) {
        return channel.eventLoop()
                .scheduleWithFixedDelay(action, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        bytesIn += bytes.readableBytes();
        lastReceivedMillis = settings.clock().millis();
        if (started) {
            frames.read(bytes);
        } else {
            early.add(bytes);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (started && !told) {
            // What was answered while it was read goes out before anybody else is woken for what
            // came with it.
            sendQueue.sendNow();
            listener.readComplete();
        }
    }

    /// Bytes that came along with the end of the handshake wait here for the start.
    @Override
    public void start() {
        later(channel, this::startNow);
    }

    private void startNow() {
        started = true;
        for (ByteBuf bytes; (bytes = early.poll()) != null; ) {
            frames.read(bytes);
        }
        if (!told) {
            listener.readComplete();
        }
        channel.config().setAutoRead(true);
    }

    /// What is read of the socket.
    private final class Incoming implements FrameSplitter.Frames {

        @Override
        public void frame(ByteBuf frame) {
            try {
                DistributionMessage message = decoder.decode(frame);
                if (message != null) {
                    messagesIn++;
                    listener.received(message);
                }
            } catch (MalformedFrameException malformed) {
                endWith(protocolError(String.valueOf(malformed.getMessage())));
            }
        }

        @Override
        public void tooLong(long length) {
            endWith(
                    protocolError(
                            "a frame of "
                                    + length
                                    + " bytes is longer than the limit of "
                                    + settings.limits().frameBytes()));
        }
    }

    private static Closed protocolError(String detail) {
        return new Closed(CloseReason.PROTOCOL_ERROR, detail);
    }

    private void tick() {
        long out = sendQueue.bytesOut();
        boolean wrote = out != bytesOutAtLastTick;
        boolean read = bytesIn != bytesInAtLastTick;
        bytesOutAtLastTick = out;
        bytesInAtLastTick = bytesIn;
        if (!wrote && sendQueue.isIdle()) {
            sendQueue.rest();
        }
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

    @Override
    public void beat(Duration interval) {
        later(
                channel,
                () -> {
                    if (!told) {
                        cancel(beating);
                        beating = every(interval.toMillis(), this::beatNow);
                        beatNow();
                    }
                });
    }

    /// What waits will do as a tick.
    private void beatNow() {
        if (sendQueue.isIdle()) {
            sendQueue.tick();
        }
    }

    /// Whether the peer takes what waits for it.
    private void watch() {
        long pending = sendQueue.pendingBytes();
        long taken = sendQueue.bytesOut() - (pending - sendQueue.queuedBytes());
        Closed why = patience.check(channel.eventLoop().ticker().nanoTime(), taken, pending);
        if (why != null) {
            endWith(why);
        }
    }

    /// Closes for a reason found here, on the event loop, and tells the listener at once.
    private void endWith(Closed why) {
        if (closing == null) {
            closing = why;
        }
        frames.stop();
        channel.close();
        tellClosed();
    }

    private void tellClosed() {
        if (!told) {
            told = true;
            cancel(ticking);
            cancel(watching);
            cancel(beating);
            sendQueue.close();
            listener.closed(closing == null ? Closed.BY_PEER : closing);
        }
    }

    private static void cancel(@Nullable Future<?> scheduled) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        tellClosed();
    }

    /// No read can be under way here, so the memory of what was read is given back.
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        frames.close();
        early.forEach(ByteBuf::release);
        early.clear();
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

    @Override
    public void send(ControlMessage control, @Nullable Payload payload) {
        sendQueue.send(control, payload);
    }

    @Override
    public long pendingBytes() {
        return sendQueue.queuedBytes();
    }

    @Override
    public void whenFree(Runnable action) {
        sendQueue.whenFree(action);
    }

    private void overflowed(long bytes) {
        close(
                new Closed(
                        CloseReason.NOT_READING,
                        bytes + " bytes of signals wait, which is more than there is room for"));
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
        return channel.pipeline().get(SslHandler.class) != null;
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
