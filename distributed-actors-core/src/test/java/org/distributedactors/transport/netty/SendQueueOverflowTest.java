package org.distributedactors.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.SendBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// More signals than there is room for end a connection, on the thread that has queued one too many. Others may look at the
/// connection at that moment, under locks that its end needs.
class SendQueueOverflowTest {

    private static final NodeName PEER = NodeName.of("b@h");

    private final List<CompletableFuture<Long>> looks = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final SendQueue queue =
            new SendQueue(
                    channel,
                    new PeerInfo(PEER, 7, DistributionFlags.OURS, false),
                    new LinkSettings(
                            Duration.ofSeconds(7),
                            Duration.ofSeconds(60),
                            FrameLimits.defaults(),
                            new SendBudget(1, Duration.ofSeconds(60), 1 << 20),
                            new MessagePads(),
                            InstantSource.system()),
                    bytes -> othersLook());

    @AfterEach
    void close() {
        queue.close();
        channel.finishAndReleaseAll();
    }

    /// Who waits for the lock of this thread never comes back.
    private void othersLook() {
        CompletableFuture<Long> look = CompletableFuture.supplyAsync(this::messagesOut);
        looks.add(look);
        look.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private long messagesOut() {
        return queue.messagesOut();
    }

    @Test
    void othersSeeTheQueueWhileItSaysThatItIsTooLong() {
        Pid from = new Pid(Atom.of("a@h"), 1, 0, 1);
        Pid to = new Pid(PEER.atom(), 1, 0, 7);
        for (int i = 0; i < 100 && looks.isEmpty(); i++) {
            queue.send(new ControlMessage.Link(from, to), null);
        }

        assertThat(looks).singleElement().satisfies(look -> assertThat(look).isCompleted());
    }
}
