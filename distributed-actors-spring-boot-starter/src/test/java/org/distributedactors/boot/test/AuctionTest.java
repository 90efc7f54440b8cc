package org.distributedactors.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.actor.Actor;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;
import org.distributedactors.testing.Probe;
import org.distributedactors.testing.SimulatedCluster;
import org.distributedactors.testing.SimulatedNode;
import org.junit.jupiter.api.Test;

/// The code of `docs/testing.md`, which this test runs and {@link TestingGuideTest} compares with it.
@ActorTest(nodes = {"a", "b"})
class AuctionTest {

    // tag::actor[]
    interface Bids {
        void save(String by, long cents);
    }

    sealed interface AuctionMessage {
        record Bid(Pid from, String by, long cents) implements AuctionMessage {}

        record Highest() implements AuctionMessage, Call<AuctionMessage, Long> {}
    }

    record Outbid(long cents) {}

    record Sold(String to, long cents) {}

    @Actor(type = "auction")
    static class AuctionActor implements GenServer<AuctionMessage> {
        private final Bids bids;
        private Self self;
        private AuctionMessage.Bid highest;

        AuctionActor(Bids bids) {
            this.bids = bids;
        }

        @Override
        public Next init(Self me) {
            self = me;
            self.sendAfter(Duration.ofHours(1), "closing time");
            return noReply();
        }

        @Override
        public Next handle(AuctionMessage message) {
            return switch (message) {
                case AuctionMessage.Bid bid -> bid(bid);
                case AuctionMessage.Highest ask ->
                        reply(ask, highest == null ? 0 : highest.cents());
            };
        }

        private Next bid(AuctionMessage.Bid bid) {
            if (highest != null && bid.cents() <= highest.cents()) {
                self.send(bid.from(), new Outbid(highest.cents()));
                return noReply();
            }
            bids.save(bid.by(), bid.cents());
            highest = bid;
            return noReply();
        }

        @Override
        public Next handleInfo(Object info) {
            if (highest != null) {
                self.send(highest.from(), new Sold(highest.by(), highest.cents()));
            }
            return stop(ExitReason.NORMAL);
        }
    }

    // end::actor[]

    // tag::one[]
    @Test
    void theHighestBidWinsAfterAnHour(
            SimulatedCluster cluster, SimulatedNode node, Probe ann, Probe bob) {
        List<String> saved = new ArrayList<>();
        Pid auction = node.spawn(new AuctionActor((by, cents) -> saved.add(by)));
        ServerRef<AuctionMessage> ref = node.node().ref(auction, AuctionMessage.class);

        ref.cast(new AuctionMessage.Bid(ann.pid(), "ann", 500));
        assertThat(ann.call(ref, new AuctionMessage.Highest())).isEqualTo(500);
        ref.cast(new AuctionMessage.Bid(bob.pid(), "bob", 400));
        bob.expect(new Outbid(500));

        ann.expectNothing(Duration.ofMinutes(59));
        cluster.run(Duration.ofMinutes(1));
        ann.expect(new Sold("ann", 500));
        assertThat(saved).containsExactly("ann");
    }

    // end::one[]

    // tag::two[]
    @Test
    void aPartitionIsTold(
            SimulatedCluster cluster, @OnNode("a") Probe probe, @OnNode("b") SimulatedNode b) {
        Pid auction = b.spawn(new AuctionActor((by, cents) -> {}));
        probe.monitor(auction);
        cluster.run(Duration.ofSeconds(1));

        cluster.split("a | b");
        assertThat(probe.expect(Down.class).reason()).isEqualTo(ExitReason.NOCONNECTION);

        cluster.merge();
        cluster.shouldPartitionAs("a b");
        assertThat(b.isAlive(auction)).isTrue();
    }
    // end::two[]
}
