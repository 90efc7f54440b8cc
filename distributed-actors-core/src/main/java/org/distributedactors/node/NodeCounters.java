package org.distributedactors.node;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Link;
import org.distributedactors.transport.LinkStatistics;

/// What this node has counted since it started. Any thread may read; the figures only grow.
public final class NodeCounters {

    private final LongAdder messagesIn = new LongAdder();
    private final LongAdder messagesOut = new LongAdder();
    private final LongAdder unwritable = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder exitsOfServices = new LongAdder();
    private final LongAdder misdirected = new LongAdder();
    private final LongAdder quotasExceeded = new LongAdder();
    private final LongAdder badTraceTokens = new LongAdder();
    private final LongAdder bytesInOfClosed = new LongAdder();
    private final LongAdder bytesOutOfClosed = new LongAdder();
    private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);
    private final Map<Link.Direction, OutcomeTimes> handshakes =
            Map.of(Link.Direction.IN, new OutcomeTimes(), Link.Direction.OUT, new OutcomeTimes());

    NodeCounters() {
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new LongAdder());
        }
    }

    void messageIn() {
        messagesIn.increment();
    }

    void messageOut() {
        messagesOut.increment();
    }

    void unwritableMessage() {
        unwritable.increment();
    }

    void unreadableMessage() {
        unreadable.increment();
    }

    void exitOfService() {
        exitsOfServices.increment();
    }

    void misdirected() {
        misdirected.increment();
    }

    void quotaExceeded() {
        quotasExceeded.increment();
    }

    void badTraceToken() {
        badTraceTokens.increment();
    }

    void connectionClosed(CloseReason reason) {
        counter(reason).increment();
    }

    /// Keeps the bytes of a connection that is over.
    void keepBytes(LinkStatistics last) {
        bytesInOfClosed.add(last.bytesIn());
        bytesOutOfClosed.add(last.bytesOut());
    }

    private LongAdder counter(CloseReason reason) {
        LongAdder counter = closed.get(reason);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + reason);
        }
        return counter;
    }

    /// How connections were set up that this node opens, from the first step to the end of the handshake, or that others
    /// open, from the moment in which they have said their name. What comes without a name is not counted.
    public OutcomeTimes handshakes(Link.Direction direction) {
        OutcomeTimes times = handshakes.get(direction);
        if (times == null) {
            throw new IllegalStateException("no times for " + direction);
        }
        return times;
    }

    /// Messages that came from other nodes.
    public long messagesIn() {
        return messagesIn.sum();
    }

    /// Messages handed to connections.
    public long messagesOut() {
        return messagesOut.sum();
    }

    /// Messages that were dropped because a value in them has no form on the wire.
    public long unwritableMessages() {
        return unwritable.sum();
    }

    /// Messages that were dropped because they were none of what their receiver declared.
    public long unreadableMessages() {
        return unreadable.sum();
    }

    /// Exit signals of other nodes to this node's own services, which had no effect.
    public long exitsOfServices() {
        return exitsOfServices.sum();
    }

    /// Signals of other nodes for processes of yet other nodes, which went nowhere.
    public long misdirectedSignals() {
        return misdirected.sum();
    }

    /// Connections that ended because the peer held more links and monitors here than one may.
    public long quotasExceeded() {
        return quotasExceeded.sum();
    }

    /// Trace tokens of other nodes that were ignored because they are too large or hold something else; their messages were
    /// not.
    public long badTraceTokens() {
        return badTraceTokens.sum();
    }

    /// Bytes that came on connections that are over; those that stand have their own statistics.
    public long bytesInOfClosed() {
        return bytesInOfClosed.sum();
    }

    /// Bytes that went out on connections that are over; those that stand have their own statistics.
    public long bytesOutOfClosed() {
        return bytesOutOfClosed.sum();
    }

    /// Connections, and attempts at one, that ended for this reason.
    public long connectionsClosed(CloseReason reason) {
        return counter(reason).sum();
    }
}
