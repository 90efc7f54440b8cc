package org.distributedactors.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.Payload;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.handshake.HandshakeMessage;
import org.distributedactors.handshake.HandshakeStep;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.process.Timer;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.Attempt;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.HandshakeSide;
import org.distributedactors.transport.Link;
import org.distributedactors.transport.LinkAcceptor;
import org.distributedactors.transport.LinkListener;
import org.distributedactors.transport.LinkStatistics;
import org.jspecify.annotations.Nullable;

/// One end of a simulated connection, from the dial on. The handshake is the real one; frames are values, and arrive in
/// the order they were sent.
///
/// | State     | Event                          | Next      |
/// |-----------|--------------------------------|-----------|
/// | OPENING   | the other machine accepts      | HANDSHAKE |
/// | HANDSHAKE | complete                       | UP        |
/// | UP        | closed here, there, or between | CLOSED    |
/// | any       | failed, aborted, too late      | CLOSED    |
final class ConnectionEnd implements Link, Attempt {

    private static final Closed REFUSED =
            new Closed(CloseReason.CONNECT_FAILED, "connection refused");
    private static final Closed TOO_LATE =
            new Closed(CloseReason.CONNECT_FAILED, "no answer in time");
    private static final Closed ABORTED =
            new Closed(CloseReason.NAME_CONFLICT, "another connection with this node goes first");

    private static final long BEAT_NANOS = 1_000_000;

    private enum State {
        OPENING,
        HANDSHAKE,
        UP,
        CLOSED
    }

    private final SimulatedNetwork network;
    private final Life life;
    private final NodeName otherName;
    private final HandshakeSide side;
    private final Duration setupTime;
    private final Queue<Frame> underWay = new ArrayDeque<>();
    private final Queue<Frame> unread = new ArrayDeque<>();
    private State state = State.OPENING;
    private @Nullable ConnectionEnd otherEnd;
    private @Nullable PeerInfo peer;
    private @Nullable Timer deadline;
    private boolean reading;
    private boolean deaf;
    private long lastArrival;
    private boolean beating;
    private long lastBeat;
    private long messagesIn;
    private long messagesOut;

    ConnectionEnd(
            SimulatedNetwork network,
            Life life,
            NodeName otherName,
            HandshakeSide side,
            Duration setupTime) {
        this.network = network;
        this.life = life;
        this.otherName = otherName;
        this.side = side;
        this.setupTime = setupTime;
        life.add(this);
    }

    NodeName other() {
        return otherName;
    }

    boolean isOtherEndOf(ConnectionEnd end) {
        return otherEnd == end;
    }

    // ---- opening

    void dial() {
        network.tell(life.name(), otherName, () -> "dials");
        armDeadline();
        knock();
    }

    private void knock() {
        network.time().at(network.arrival(), null, this::knocked);
    }

    private void knocked() {
        Wire wire = network.wire(life.name(), otherName);
        if (state == State.CLOSED) {
            return;
        }
        if (wire.isBlocked()) {
            wire.hold(this::knock);
            return;
        }
        Life there = network.machine(otherName);
        LinkAcceptor acceptor = there == null ? null : there.acceptor();
        if (there == null || acceptor == null) {
            network.time().at(network.arrival(), life, () -> fail(REFUSED));
            return;
        }
        HandshakeSide accepting = new HandshakeSide.Accepting(acceptor, () -> {});
        ConnectionEnd end = new ConnectionEnd(network, there, life.name(), accepting, setupTime);
        end.otherEnd = this;
        otherEnd = end;
        end.accepted();
    }

    private void accepted() {
        state = State.HANDSHAKE;
        travel(new Frame.Accepted());
        perform(side.start());
    }

    private void perform(HandshakeStep first) {
        HandshakeStep step = first;
        while (step instanceof HandshakeStep.AskAdmission
                || step instanceof HandshakeStep.AskAlive) {
            step = side.answer(step);
        }
        switch (step) {
            case HandshakeStep.Await ignored -> armDeadline();
            case HandshakeStep.Send send -> {
                send.messages().forEach(this::write);
                armDeadline();
            }
            case HandshakeStep.Complete complete -> complete(complete);
            case HandshakeStep.Refuse refuse -> {
                refuse.last().forEach(this::write);
                fail(new Closed(CloseReason.of(refuse.reason()), refuse.text()));
            }
            case HandshakeStep.GiveWay ignored -> fail(ABORTED);
            case HandshakeStep.AskAdmission ignored ->
                    throw new IllegalStateException("answered above");
            case HandshakeStep.AskAlive ignored ->
                    throw new IllegalStateException("answered above");
        }
    }

    private void complete(HandshakeStep.Complete complete) {
        complete.last().forEach(this::write);
        disarm();
        state = State.UP;
        peer = complete.peer();
        network.tell(otherName, life.name(), () -> "up");
        side.listener().up(this);
    }

    private void write(HandshakeMessage message) {
        travel(new Frame.Handshake(message));
    }

    private void armDeadline() {
        disarm();
        deadline = network.time().after(setupTime, life, () -> fail(TOO_LATE));
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    private void fail(Closed why) {
        if (state == State.OPENING || state == State.HANDSHAKE) {
            leave(why);
            side.failed(otherName.toString(), why);
        }
    }

    private void leave(Closed why) {
        network.tell(otherName, life.name(), () -> "gone: " + why);
        disarm();
        state = State.CLOSED;
        life.remove(this);
        travel(new Frame.End());
    }

    @Override
    public void abort() {
        network.time().at(network.time().nanos(), life, () -> fail(ABORTED));
    }

    // ---- between the ends

    private void travel(Frame frame) {
        ConnectionEnd receiver = otherEnd;
        if (receiver != null) {
            underWay.add(frame);
            lastArrival = Math.max(lastArrival + 1, network.arrival());
            network.time().at(lastArrival, receiver.life, () -> arriveAt(receiver));
        }
    }

    /// Something arrives: whatever is first on the way, whether its own packet or a later one brings it along.
    private void arriveAt(ConnectionEnd receiver) {
        Wire wire = network.wire(life.name(), otherName);
        if (wire.isBlocked()) {
            wire.hold(() -> {
                lastArrival = Math.max(lastArrival + 1, network.arrival());
                network.time().at(lastArrival, receiver.life, () -> arriveAt(receiver));
            });
            return;
        }
        Frame frame = underWay.poll();
        if (frame != null && receiver.state != State.CLOSED && !receiver.deaf) {
            receiver.arrived(frame);
        }
    }

    private void arrived(Frame frame) {
        if (state == State.UP && !reading) {
            unread.add(frame);
            return;
        }
        switch (frame) {
            case Frame.Accepted ignored -> {
                state = State.HANDSHAKE;
                perform(side.start());
            }
            case Frame.Handshake(HandshakeMessage message) -> {
                network.tell(otherName, life.name(), () -> text(message));
                perform(side.receive(message));
            }
            case Frame.Message(DistributionMessage message) -> {
                messagesIn++;
                network.tell(otherName, life.name(), () -> text(message));
                side.listener().received(message);
                if (state == State.UP) {
                    side.listener().readComplete();
                }
            }
            case Frame.End ignored -> ended();
        }
    }

    private static String text(HandshakeMessage message) {
        return "handshake " + message.getClass().getSimpleName();
    }

    private static String text(DistributionMessage message) {
        EncodedTerm payload = message.payload();
        String content = payload == null ? "" : " " + payload.decode(TermLimits.defaults());
        return message.control() + content;
    }

    private void ended() {
        if (state == State.UP) {
            end(Closed.BY_PEER);
        } else {
            fail(
                    new Closed(
                            CloseReason.AUTH_FAILED,
                            "the peer closed the connection in the handshake"));
        }
    }

    /// What is under way does not arrive any more, unless this end still hears it.
    void cut(boolean hears) {
        deaf = !hears;
    }

    /// The machine is dead; its kernel closes what it had open.
    void endWithMachine() {
        state = State.CLOSED;
        travel(new Frame.End());
    }

    void closeFromOutside(Closed why) {
        network.time()
                .at(
                        network.time().nanos(),
                        life,
                        () -> {
                            if (state == State.UP) {
                                end(why);
                            } else {
                                fail(why);
                            }
                        });
    }

    private void end(Closed why) {
        leave(why);
        side.listener().closed(why);
    }

    // ---- what the node does with it

    @Override
    public PeerInfo peer() {
        PeerInfo known = peer;
        if (known == null) {
            throw new IllegalStateException("the handshake is not done");
        }
        return known;
    }

    @Override
    public Direction direction() {
        return side.direction();
    }

    @Override
    public String address() {
        return otherName.toString();
    }

    @Override
    public boolean encrypted() {
        return false;
    }

    @Override
    public void start() {
        network.time().at(network.time().nanos(), life, this::read);
    }

    private void read() {
        reading = true;
        while (state == State.UP && !unread.isEmpty()) {
            arrived(unread.remove());
        }
    }

    /// What has no form on the wire fails for its sender, as on a real connection.
    @Override
    public void send(ControlMessage control, @Nullable Payload payload) {
        if (state != State.UP) {
            return;
        }
        EncodedTerm encoded = payload == null ? null : EncodedTerm.written(payload::writeTo);
        messagesOut++;
        DistributionMessage message = new DistributionMessage(control, encoded);
        if (!network.isLeftOut(message)) {
            travel(new Frame.Message(message));
        }
    }

    /// The listener hears it on another stack, as from a thread of the network.
    @Override
    public void close(Closed why) {
        if (state == State.UP) {
            leave(why);
            LinkListener listener = side.listener();
            network.time().at(network.time().nanos(), life, () -> listener.closed(why));
        } else {
            fail(why);
        }
    }

    /// Simulated connections take everything at once.
    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void whenFree(Runnable action) {
        action.run();
    }

    @Override
    public LinkStatistics statistics() {
        if (otherEnd != null && otherEnd.beatsNow()) {
            lastBeat = network.time().nanos();
        }
        long bytesIn = messagesIn + lastBeat / BEAT_NANOS;
        return new LinkStatistics(messagesIn, messagesOut, bytesIn, 0, 0, Instant.EPOCH);
    }

    /// Ticks are no frames here, or each would be an event of its own: whoever looks finds what they would have brought.
    @Override
    public void beat(Duration interval) {
        beating = true;
    }

    private boolean beatsNow() {
        return beating
                && state == State.UP
                && !life.hasEnded()
                && life.frozenUntil() <= network.time().nanos()
                && !network.wire(life.name(), otherName).isBlocked();
    }
}
