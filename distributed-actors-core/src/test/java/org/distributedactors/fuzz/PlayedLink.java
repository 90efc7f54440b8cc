package org.distributedactors.fuzz;

import java.time.Duration;
import java.time.Instant;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.FrameForm;
import org.distributedactors.dist.OutgoingMessage;
import org.distributedactors.dist.Payload;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.Link;
import org.distributedactors.transport.LinkListener;
import org.distributedactors.transport.LinkStatistics;

/// A connection whose other end is the fuzzer. What the node sends is turned to bytes and looked at no further.
final class PlayedLink implements Link {

    private final PeerInfo peer;
    private final LinkListener listener;
    private final OutgoingMessage out = new OutgoingMessage();
    private Closed closed;

    PlayedLink(PeerInfo peer, LinkListener listener) {
        this.peer = peer;
        this.listener = listener;
    }

    boolean isOpen() {
        return closed == null;
    }

    @Override
    public PeerInfo peer() {
        return peer;
    }

    @Override
    public Direction direction() {
        return Direction.IN;
    }

    @Override
    public String address() {
        return "192.0.2.1:1";
    }

    @Override
    public boolean encrypted() {
        return false;
    }

    @Override
    public void start() {}

    @Override
    public void send(ControlMessage control, Payload payload) {
        if (isOpen()) {
            out.encode(control, payload, FrameForm.ATOM_CACHE_AND_FRAGMENTS);
        }
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void beat(Duration interval) {}

    @Override
    public void whenFree(Runnable action) {
        action.run();
    }

    @Override
    public void close(Closed why) {
        if (isOpen()) {
            closed = why;
            listener.closed(why);
        }
    }

    @Override
    public LinkStatistics statistics() {
        return new LinkStatistics(0, 0, 0, 0, 0, Instant.EPOCH);
    }
}
