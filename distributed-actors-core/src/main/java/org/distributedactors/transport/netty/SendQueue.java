package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.FrameEncoder;
import org.distributedactors.dist.FrameForm;
import org.distributedactors.dist.OutgoingMessage;
import org.distributedactors.dist.Payload;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.MessageTooLargeException;
import org.distributedactors.transport.netty.BulkLane.Large;
import org.jspecify.annotations.Nullable;

/// What waits to be sent on one connection, in bytes.
///
/// Senders turn their messages to bytes on their own threads and append them, under the lock, to the open batch: so it is
/// known to the byte what waits, and a value's own code holds up nobody else. One task at a time on the event loop takes
/// the batches, hands them to the socket and flushes. Between two batches goes a piece of a large message, whose turn it is
/// ({@link BulkLane}). While the socket takes no more this stops, and goes on when the socket is writable again. Ticks are
/// written all the same.
final class SendQueue {

    private final Channel channel;
    private final LinkSettings settings;
    private final LongConsumer overflow;
    private final FrameForm form;
    private final Runnable drain = this::drain;

    // Guarded by `lock`.
    private final Object lock = new Object();
    private final FrameEncoder encoder;
    private final Batches batches = new Batches();
    private final BulkLane bulk;
    private final List<Runnable> waiters = new ArrayList<>();
    private boolean scheduled;
    private boolean turnOfBulk;

    // Written under `lock`.
    private volatile boolean closed;
    private long messagesOut;

    /// Written under `lock` without a fence, for every message: who reads it anywhere else wants to know about how much
    /// waits.
    private final AtomicLong queuedBytes = new AtomicLong();

    // Written on the event loop.
    private volatile long bytesOut;
    private boolean draining;

    /// @param overflow hears how much waits when signals alone are more than the budget has room for
    SendQueue(Channel channel, PeerInfo peer, LinkSettings settings, LongConsumer overflow) {
        this.channel = channel;
        this.settings = settings;
        this.overflow = overflow;
        this.form =
                FrameForm.of(
                        peer.flags().has(Flag.DIST_HDR_ATOM_CACHE),
                        peer.flags().has(Flag.FRAGMENTS));
        this.encoder = new FrameEncoder(form);
        this.bulk = new BulkLane(encoder);
    }

    // ---- on the threads of senders

    /// @throws MessageTooLargeException when we would not take the message ourselves
    void send(ControlMessage control, @Nullable Payload payload) {
        if (closed) {
            return;
        }
        OutgoingMessage message = settings.pads().take();
        try {
            message.encode(control, payload, form);
            settings.budget().requireSize(message.size());
            if (add(message, control.sender())) {
                LinkHandler.later(channel, drain);
            }
        } finally {
            settings.pads().give(message);
        }
    }

    /// Whether the task that sends it has to be started.
    private boolean add(OutgoingMessage message, @Nullable Pid sender) {
        boolean idle;
        long waiting;
        synchronized (lock) {
            if (closed) {
                return false;
            }
            if (bulk.takes(message, sender)) {
                bulk.begin(batches);
            } else {
                encoder.write(message, batches.open());
                batches.appended();
            }
            messagesOut++;
            count();
            waiting = batches.bytes();
            idle = !scheduled;
            scheduled = true;
        }
        // Not under the lock: who hears of it may close the connection and tell the node, of which
        // others ask us meanwhile.
        if (waiting > settings.budget().mostBytes()) {
            overflow.accept(waiting);
        }
        return idle;
    }

    private void count() {
        queuedBytes.setRelease(batches.bytes() + bulk.bytes());
    }

    /// Runs something once no more than this waits, or at the end.
    void whenFree(Runnable action) {
        synchronized (lock) {
            if (!closed && queuedBytes() > settings.budget().freeBytes()) {
                waiters.add(action);
                return;
            }
        }
        action.run();
    }

    // ---- on the event loop

    /// Sends what waits, without waiting for the task that would.
    void sendNow() {
        if (queuedBytes() > 0) {
            drain();
        }
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            boolean more = true;
            while (more) {
                more = writeWhileWritable();
            }
        } finally {
            draining = false;
        }
    }

    /// Whether there is more and the socket takes it.
    private boolean writeWhileWritable() {
        boolean wrote = false;
        boolean more = true;
        while (more && channel.isWritable()) {
            more = writeNext();
            wrote |= more;
        }
        if (wrote) {
            channel.flush();
        }
        return more && channel.isWritable();
    }

    /// Whether there was anything. If not, the next sender starts this again.
    private boolean writeNext() {
        Large large = null;
        ByteBuf batch = null;
        synchronized (lock) {
            if (bulk.hasNext() && (turnOfBulk || batches.isEmpty())) {
                large = bulk.next();
            } else if (!batches.isEmpty()) {
                batch = batches.take();
                bulk.sent(batches.takenNumber());
            } else {
                scheduled = false;
                return false;
            }
            turnOfBulk = large == null;
        }
        if (batch != null) {
            writeBatch(batch);
        } else if (large != null) {
            writePiece(large);
        }
        return true;
    }

    private void writeBatch(ByteBuf batch) {
        write(channel.alloc().ioBuffer(batch.readableBytes()).writeBytes(batch));
        List<Runnable> released;
        synchronized (lock) {
            batches.recycle(batch);
            released = taken();
        }
        released.forEach(Runnable::run);
    }

    private void writePiece(Large large) {
        ByteBuf piece = channel.alloc().ioBuffer(large.fragments().nextFrameBytes());
        large.fragments().writeNext(piece);
        write(piece);
        List<Runnable> released;
        synchronized (lock) {
            goOn(bulk.done(large));
            bulk.begin(batches);
            released = taken();
        }
        released.forEach(Runnable::run);
    }

    /// Queues what waited behind a large message that is out now.
    private void goOn(Queue<BulkLane.Queued> waited) {
        for (BulkLane.Queued queued; (queued = waited.poll()) != null; ) {
            if (!bulk.takes(queued)) {
                encoder.write(queued.message(), batches.open());
                batches.appended();
            }
        }
    }

    /// Counts anew, and returns what waited for it.
    private List<Runnable> taken() {
        count();
        if (waiters.isEmpty() || queuedBytes() > settings.budget().freeBytes()) {
            return List.of();
        }
        return takeWaiters();
    }

    private List<Runnable> takeWaiters() {
        List<Runnable> all = List.copyOf(waiters);
        waiters.clear();
        return all;
    }

    private void write(ByteBuf bytes) {
        bytesOut += bytes.readableBytes();
        channel.write(bytes, channel.voidPromise());
    }

    /// Goes on, also when nothing waits: only so the next sender starts the task again.
    void writabilityChanged() {
        if (channel.isWritable()) {
            drain();
        }
    }

    void tick() {
        ByteBuf tick = channel.alloc().ioBuffer(Integer.BYTES);
        FrameEncoder.encodeTick(tick);
        write(tick);
        channel.flush();
    }

    /// Gives back memory of a connection that has nothing to do.
    void rest() {
        synchronized (lock) {
            batches.shrink();
        }
    }

    /// Writes what still waits, as far as the socket takes it, before the connection is closed on purpose.
    void flushBeforeClose() {
        drain();
    }

    void close() {
        List<Runnable> released;
        synchronized (lock) {
            closed = true;
            batches.clear();
            bulk.clear();
            queuedBytes.setRelease(0);
            released = takeWaiters();
        }
        released.forEach(Runnable::run);
    }

    // ---- seen from anywhere

    boolean isIdle() {
        return pendingBytes() == 0;
    }

    /// How many bytes wait here and in the socket's buffer.
    long pendingBytes() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        return queuedBytes() + (pending == null ? 0 : pending.totalPendingWriteBytes());
    }

    /// How many bytes wait here, of which the socket knows nothing.
    long queuedBytes() {
        return queuedBytes.getAcquire();
    }

    long messagesOut() {
        synchronized (lock) {
            return messagesOut;
        }
    }

    long bytesOut() {
        return bytesOut;
    }
}
