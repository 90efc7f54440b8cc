package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.Payload;
import org.distributedactors.handshake.Admission;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.process.Ticker;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.Attempt;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.Link;
import org.distributedactors.transport.LinkListener;
import org.distributedactors.transport.LinkStatistics;
import org.distributedactors.transport.SendBudget;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The states of a connection, without a network: the test says what dials and links do.
class PeerTest {

    private static final NodeName US = NodeName.of("a@host");
    private static final NodeName THEM = NodeName.of("b@host");
    private static final Pid HERE = new Pid(US.atom(), 1, 0, 7);
    private static final Pid THERE = new Pid(THEM.atom(), 1, 0, 8);

    private static final int BUSY_BYTES = 10_000;

    private final List<LinkListener> dialled = new ArrayList<>();
    private final List<Runnable> setupTimers = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final List<Long> connections = new ArrayList<>();
    private int aborted;
    private final Peers peers = new Peers(new TestEnvironment(), new TestEvents());

    @Test
    void whatWaitedIsSentInOrder() {
        peers.send(THEM.atom(), message("first"), null);
        peers.send(THEM.atom(), message("second"), null);

        TestLink link = up(dialled.getFirst(), 8);
        peers.send(THEM.atom(), message("third"), null);

        assertThat(link.sent)
                .containsExactly(message("first"), message("second"), message("third"));
        assertThat(link.started).isTrue();
    }

    @Test
    void whoHearsThatANodeIsUpOrDownFindsItSo() {
        peers.of(THEM).connect(null);

        TestLink link = up(dialled.getFirst(), 8);
        link.close(Closed.BY_PEER);

        assertThat(events).containsExactly("up, connected [b@host]", "lost, connected []");
    }

    @Test
    void whatIsMeantForOneConnectionIsNotSentOverTheNext() {
        peers.of(THEM).connect(null);
        up(dialled.getFirst(), 8).close(Closed.BY_PEER);
        peers.of(THEM).connect(null);
        TestLink second = up(dialled.getLast(), 8);

        peers.sendOver(connections.getFirst(), THEM.atom(), message("late"), null);
        peers.sendOver(connections.getLast(), THEM.atom(), message("timely"), null);

        assertThat(second.sent).containsExactly(message("timely"));
    }

    @Test
    void theEndOfAReadIsHeard() {
        peers.of(THEM).connect(null);
        up(dialled.getFirst(), 8);

        dialled.getFirst().readComplete();

        assertThat(events).last().isEqualTo("read");
    }

    @Test
    void aNewConnectionTakesThePlaceOfTheOldOneOnceThatIsClosed() {
        peers.of(THEM).connect(null);
        TestLink old = up(dialled.getFirst(), 8);

        TestLink next = up(admitted(Admission.ALIVE), 9);

        assertThat(old.closed).isNotNull();
        assertThat(next.started).isTrue();
        assertThat(events).hasSize(3);
        assertThat(peers.connected()).containsExactly(THEM);
    }

    @Test
    void ofTwoNewConnectionsTheLastStays() {
        peers.of(THEM).connect(null);
        TestLink old = up(dialled.getFirst(), 8);
        old.closesAtOnce = false;
        LinkListener one = admitted(Admission.ALIVE);
        LinkListener other = admitted(Admission.ALIVE);

        TestLink first = up(one, 9);
        TestLink second = up(other, 9);
        old.end();

        assertThat(first.closed).isNotNull();
        assertThat(first.started).isFalse();
        assertThat(second.started).isTrue();
    }

    @Test
    void disconnectingEndsTheWaitForThePeersOwnConnection() {
        CompletableFuture<Boolean> connected = giveWay();

        peers.of(THEM).disconnect(Closed.HERE);

        assertThat(connected).isCompletedWithValue(false);
    }

    @Test
    void whoConnectsWhileTheLastConnectionIsBeingClosedGetsTheNext() {
        peers.of(THEM).connect(null);
        TestLink old = up(dialled.getFirst(), 8);
        old.closesAtOnce = false;
        peers.of(THEM).disconnect(Closed.HERE);

        CompletableFuture<Boolean> connected = peers.of(THEM).connect(null).toCompletableFuture();

        assertThat(connected).isNotDone();
        old.end();
        assertThat(connected).isNotDone();
        up(dialled.getLast(), 9);
        assertThat(connected).isCompletedWithValue(true);
        assertThat(dialled).hasSize(2);
    }

    @Test
    void theLimitOfAnEarlierWaitDoesNotEndALaterOne() {
        giveWay();
        up(admitted(Admission.OK), 8).close(Closed.BY_PEER);
        CompletableFuture<Boolean> connected = giveWay();

        setupTimers.get(0).run();
        assertThat(connected).isNotDone();

        setupTimers.get(1).run();
        assertThat(connected).isCompletedWithValue(false);
    }

    @Test
    void whatIsTooMuchToWaitIsLostAsAWhole() {
        while (events.isEmpty()) {
            peers.send(THEM.atom(), message("much"), out -> out.writeBinary(new byte[BUSY_BYTES]));
        }

        assertThat(events).containsExactly("unreachable");
        assertThat(aborted).isOne();
        peers.send(THEM.atom(), message("more"), null);
        assertThat(up(dialled.getLast(), 8).sent).containsExactly(message("more"));
    }

    @Test
    void whatWaitedInVainIsCountedWithTheReason() {
        peers.send(THEM.atom(), message("first"), null);
        peers.send(THEM.atom(), message("second"), null);
        dialled.getFirst().failed(new Closed(CloseReason.CONNECT_FAILED, "nobody listens"));

        assertThat(peers.statuses())
                .singleElement()
                .satisfies(status -> {
                    assertThat(status.drops()).isEqualTo(new PeerDrops(2, 0, 0));
                    assertThat(status.reason()).isEqualTo(CloseReason.CONNECT_FAILED);
                    assertThat(status.detail()).isEqualTo("nobody listens");
                });
    }

    @Test
    void theEndOfALinkWaitsWithTheLinkButOnlyForTheSameLifeOfThePeer() {
        Pid ofEarlierLife = new Pid(THEM.atom(), 1, 0, 5);
        peers.send(THEM.atom(), new ControlMessage.Link(HERE, THERE), null);
        peers.sendIfConnected(
                THEM.atom(), new ControlMessage.PayloadExit(HERE, THERE), out -> out.writeNil());
        peers.sendIfConnected(
                THEM.atom(),
                new ControlMessage.PayloadExit(HERE, ofEarlierLife),
                out -> out.writeNil());

        assertThat(up(dialled.getFirst(), THERE.creation()).sent)
                .containsExactly(
                        new ControlMessage.Link(HERE, THERE),
                        new ControlMessage.PayloadExit(HERE, THERE));
    }

    @Test
    void whoHoldsAForgottenPeerGoesOnWithTheOneInItsPlace() {
        Peer held = peers.of(THEM);
        for (int i = 0; i < 300; i++) {
            peers.of(NodeName.of("n" + i + "@host"));
        }
        assertThat(peers.find(THEM)).isNull();

        held.send(message("hello"), null, true);
        held.connect(null);

        assertThat(dialled).hasSize(1);
        assertThat(up(dialled.getFirst(), 8).sent).containsExactly(message("hello"));
        assertThat(peers.connected()).containsExactly(THEM);
    }

    @Test
    void aPeerInUseIsNotForgotten() {
        peers.of(THEM).connect(null);
        for (int i = 0; i < 300; i++) {
            peers.of(NodeName.of("n" + i + "@host"));
        }

        assertThat(peers.find(THEM)).isNotNull();
        assertThat(peers.statuses()).hasSizeLessThan(300);
    }

    @Test
    void anotherLifeOfAPeerThatIsHeardIsATwinAndRefused() {
        up(admitted(Admission.OK), 3);
        peers.heard(Set.of(THEM));

        assertThat(peers.admit(THEM, 4).admission()).isEqualTo(Admission.TWIN);
        assertThat(peers.admit(THEM, 3).admission()).isEqualTo(Admission.ALIVE);
        assertThat(peers.admit(THEM, 0).admission()).isEqualTo(Admission.ALIVE);
    }

    @Test
    void anotherLifeOfAPeerThatIsSilentMayTakeItsPlace() {
        up(admitted(Admission.OK), 3);
        peers.heard(Set.of(THEM));
        peers.heard(Set.of());

        assertThat(peers.admit(THEM, 4).admission()).isEqualTo(Admission.ALIVE);
    }

    @Test
    void anotherLifeOfAPeerWhoseConnectionIsClosedIsWelcome() {
        TestLink link = up(admitted(Admission.OK), 3);
        peers.heard(Set.of(THEM));
        link.close(Closed.BY_PEER);

        assertThat(peers.admit(THEM, 4).admission()).isEqualTo(Admission.OK);
    }

    @Test
    void nothingIsOpenedOnceAllIsClosed() {
        CompletableFuture<Boolean> connecting = connect();
        peers.close();

        assertThat(connecting).isCompletedWithValue(false);
        assertThat(connect()).isCompletedWithValue(false);
        assertThat(dialled).hasSize(1);
        assertThat(peers.admit(THEM, 0).admission()).isEqualTo(Admission.NOT_ALLOWED);
    }

    private CompletableFuture<Boolean> connect() {
        return peers.of(THEM).connect(null).toCompletableFuture();
    }

    /// The peer answers `nok`: its own connection goes first.
    private CompletableFuture<Boolean> giveWay() {
        CompletableFuture<Boolean> connected = connect();
        dialled.getLast().failed(new Closed(CloseReason.NAME_CONFLICT, "nok"));
        return connected;
    }

    private LinkListener admitted(Admission expected) {
        var decision = peers.admit(THEM, 0);
        assertThat(decision.admission()).isEqualTo(expected);
        return decision.listener();
    }

    private static TestLink up(LinkListener listener, int creation) {
        TestLink link = new TestLink(listener, creation);
        listener.up(link);
        return link;
    }

    private static ControlMessage message(String name) {
        return new ControlMessage.RegSend(HERE, Atom.of(name));
    }

    private final AtomicLong nanos = new AtomicLong();
    private final NodeCounters counters = new NodeCounters();

    private final class TestEnvironment implements PeerEnvironment {

        @Override
        public NodeName us() {
            return US;
        }

        @Override
        public InstantSource clock() {
            return InstantSource.fixed(Instant.EPOCH);
        }

        @Override
        public Ticker ticker() {
            return nanos::get;
        }

        @Override
        public NodeCounters counters() {
            return counters;
        }

        @Override
        public SendBudget budget() {
            return new SendBudget(BUSY_BYTES, Duration.ofSeconds(60), 2 * BUSY_BYTES);
        }

        @Override
        public Executor callbacks() {
            return Runnable::run;
        }

        @Override
        public Attempt dial(
                NodeName peer, @Nullable InetSocketAddress address, LinkListener listener) {
            dialled.add(listener);
            return () -> aborted++;
        }

        @Override
        public void afterSetupTime(Runnable action) {
            setupTimers.add(action);
        }
    }

    private final class TestEvents implements PeerEvents {

        @Override
        public void cannotSpawn(ControlMessage.SpawnRequest request) {
            events.add("cannot spawn");
        }

        @Override
        public void up(PeerInfo peer, long connection) {
            connections.add(connection);
            events.add("up, connected " + peers.connected());
        }

        @Override
        public void received(Peer peer, RemoteTies ties, DistributionMessage message) {}

        @Override
        public void readComplete() {
            events.add("read");
        }

        @Override
        public void readBrokenOff() {}

        @Override
        public void lost(Peer peer, Link last, Closed why) {
            events.add("lost, connected " + peers.connected());
        }

        @Override
        public void unreachable(Peer peer, Closed why) {
            events.add("unreachable");
        }
    }

    private static final class TestLink implements Link {

        private final LinkListener listener;
        private final PeerInfo peer;
        final List<ControlMessage> sent = new ArrayList<>();
        boolean started;
        boolean closesAtOnce = true;
        @Nullable Closed closed;

        TestLink(LinkListener listener, int creation) {
            this.listener = listener;
            this.peer = new PeerInfo(THEM, creation, DistributionFlags.OURS, false);
        }

        @Override
        public void start() {
            started = true;
        }

        @Override
        public void send(ControlMessage control, @Nullable Payload payload) {
            sent.add(control);
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public void beat(java.time.Duration interval) {}

        @Override
        public void whenFree(Runnable action) {
            action.run();
        }

        @Override
        public void close(Closed why) {
            if (closed == null) {
                closed = why;
                if (closesAtOnce) {
                    end();
                }
            }
        }

        void end() {
            listener.closed(closed);
        }

        @Override
        public PeerInfo peer() {
            return peer;
        }

        @Override
        public Direction direction() {
            return Direction.OUT;
        }

        @Override
        public String address() {
            return "host:1";
        }

        @Override
        public boolean encrypted() {
            return false;
        }

        @Override
        public LinkStatistics statistics() {
            return new LinkStatistics(0, 0, 0, 0, 0, Instant.EPOCH);
        }
    }
}
