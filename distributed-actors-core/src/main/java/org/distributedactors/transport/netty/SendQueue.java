package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.FrameEncoder;
import org.distributedactors.dist.Payload;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.distributedactors.handshake.PeerInfo;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What waits to be sent on one connection.
///
/// Any thread adds messages; one task at a time on the event loop encodes all that wait into one buffer and flushes
/// once. While the socket takes no more, encoding stops and goes on when the socket is writable again. Ticks are
/// written all the same.
final class SendQueue {

    private static final Logger log = LoggerFactory.getLogger(SendQueue.class);

    private static final int CHUNK = 1024;
    private static final int BATCH_BYTES = 64 * 1024;

    private final Channel channel;
    private final PeerInfo peer;
    private final FrameEncoder encoder;
    private final MpscUnboundedAtomicArrayQueue<Outbound> queue =
            new MpscUnboundedAtomicArrayQueue<>(CHUNK);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean closed;
    private volatile long messagesOut;
    private volatile long bytesOut;

    private record Outbound(ControlMessage control, @Nullable Payload payload) {}

    SendQueue(Channel channel, PeerInfo peer) {
        this.channel = channel;
        this.peer = peer;
        this.encoder = new FrameEncoder(peer.flags().has(Flag.FRAGMENTS));
    }

    void send(ControlMessage control, @Nullable Payload payload) {
        if (!closed) {
            queue.offer(new Outbound(control, payload));
            schedule();
        }
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            LinkHandler.later(channel, this::drain);
        }
    }

    private void drain() {
        do {
            if (!writeBatches()) {
                return; // Stays marked as scheduled: writabilityChanged() goes on from here.
            }
            scheduled.set(false);
        } while (!queue.isEmpty() && scheduled.compareAndSet(false, true));
    }

    /// Whether the queue is empty now; false when the socket takes no more.
    private boolean writeBatches() {
        while (!queue.isEmpty()) {
            if (!channel.isWritable() && channel.isActive()) {
                return false;
            }
            writeBatch();
        }
        return true;
    }

    private void writeBatch() {
        ByteBuf batch = channel.alloc().ioBuffer(BATCH_BYTES);
        long count = 0;
        Outbound next;
        while (batch.readableBytes() < BATCH_BYTES && (next = queue.poll()) != null) {
            count += encode(next, batch);
        }
        if (batch.isReadable()) {
            messagesOut += count;
            bytesOut += batch.readableBytes();
            channel.writeAndFlush(batch, channel.voidPromise());
        } else {
            batch.release();
        }
    }

    /// A value that cannot be written costs itself and nothing else, whatever its own code throws: this task must not
    /// end before its time, for nobody would start it again.
    private int encode(Outbound message, ByteBuf batch) {
        try {
            encoder.encode(message.control(), message.payload(), batch);
            return 1;
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError failure) {
            log.atDebug()
                    .addKeyValue("peer", peer.name())
                    .addKeyValue("reason", LinkHandler.describe(failure))
                    .log(
                            "A message to {} could not be written: {}",
                            peer.name(),
                            LinkHandler.describe(failure));
            return 0;
        }
    }

    void writabilityChanged() {
        if (channel.isWritable() && scheduled.get()) {
            drain();
        }
    }

    void tick() {
        ByteBuf tick = channel.alloc().ioBuffer(4);
        encoder.encodeTick(tick);
        bytesOut += tick.readableBytes();
        channel.writeAndFlush(tick, channel.voidPromise());
    }

    /// Writes what still waits, as far as the socket takes it, before the connection is closed on purpose.
    void flushBeforeClose() {
        writeBatches();
    }

    void close() {
        closed = true;
        queue.clear();
    }

    boolean isIdle() {
        return queue.isEmpty() && pendingBytes() == 0;
    }

    long messagesOut() {
        return messagesOut;
    }

    long bytesOut() {
        return bytesOut;
    }

    long pendingBytes() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }
}
