package org.distributedactors.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.FrameEncoder;
import org.distributedactors.dist.FrameForm;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.dist.OutgoingMessage;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.Closed;
import org.distributedactors.transport.Link;
import org.distributedactors.transport.LinkListener;
import org.distributedactors.transport.SendBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A link over a channel that the test holds in its hand.
class LinkHandlerTest {

    private static final NodeName PEER = NodeName.of("peer@host");
    private static final int BIG_BATCH = 5000;

    private final List<Object> heard = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LinkHandler link =
            new LinkHandler(
                    channel,
                    new PeerInfo(PEER, 7, DistributionFlags.OURS, false),
                    Link.Direction.OUT,
                    new LinkSettings(
                            Duration.ofSeconds(7),
                            Duration.ofSeconds(60),
                            FrameLimits.defaults(),
                            SendBudget.defaults(),
                            new MessagePads(),
                            InstantSource.system()),
                    new Listener());

    LinkHandlerTest() {
        channel.pipeline().addLast(link);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whatComesBeforeTheStartIsHeardAfterIt() {
        channel.writeInbound(frames(message(1), message(2)));
        assertThat(heard).isEmpty();

        link.start();
        channel.runPendingTasks();

        assertThat(heard).containsExactly(message(1), message(2), "read");
    }

    @Test
    void theEndOfEachReadIsHeardAfterItsMessages() {
        link.start();
        channel.runPendingTasks();
        heard.clear();

        channel.writeInbound(frames(message(1), message(2)));
        channel.writeInbound(frames(message(3)));

        assertThat(heard).containsExactly(message(1), message(2), "read", message(3), "read");
    }

    @Test
    void nothingIsHeardAfterTheListenerClosedTheLink() {
        link.start();
        channel.runPendingTasks();
        heard.clear();

        channel.writeInbound(frames(message(1), message(-1), message(3)));

        assertThat(heard).containsExactly(message(1), message(-1), Closed.HERE);
    }

    @Test
    void whatWaitsGoesOnInOrderWhenTheSocketTakesMore() {
        writable(false);
        for (int i = 0; i < BIG_BATCH; i++) {
            link.send(message(i), null);
        }
        channel.runPendingTasks();
        assertThat(channel.outboundMessages()).isEmpty();

        writable(true);
        channel.runPendingTasks();

        assertThat(link.statistics().messagesOut()).isEqualTo(BIG_BATCH);
        assertThat(written()).isEqualTo(frames(numbered(BIG_BATCH)));
    }

    @Test
    void whatWaitsWhenTheLinkEndsIsNeverWritten() {
        writable(false);
        link.send(message(1), null);
        channel.runPendingTasks();

        link.close(Closed.HERE);
        link.send(message(2), null);
        channel.runPendingTasks();

        assertThat(heard).containsExactly(Closed.HERE);
        assertThat(channel.outboundMessages()).isEmpty();
    }

    private void writable(boolean yes) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, yes);
        channel.runPendingTasks();
    }

    private ByteBuf written() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf next; (next = channel.readOutbound()) != null; next.release()) {
            all.writeBytes(next);
        }
        return all;
    }

    private static ControlMessage message(int number) {
        Pid from = new Pid(PEER.atom(), number & 0xffff, 0, 7);
        return new ControlMessage.Link(from, from);
    }

    private static ControlMessage[] numbered(int count) {
        ControlMessage[] all = new ControlMessage[count];
        for (int i = 0; i < count; i++) {
            all[i] = message(i);
        }
        return all;
    }

    private static ByteBuf frames(ControlMessage... messages) {
        FrameEncoder encoder = new FrameEncoder(FrameForm.ATOM_CACHE_AND_FRAGMENTS);
        OutgoingMessage outgoing = new OutgoingMessage();
        ByteBuf bytes = Unpooled.buffer();
        for (ControlMessage message : messages) {
            outgoing.encode(message, null, encoder.form());
            encoder.write(outgoing, bytes);
        }
        return bytes;
    }

    private final class Listener implements LinkListener {

        @Override
        public boolean replacesOldConnection() {
            return false;
        }

        @Override
        public void up(Link opened) {}

        @Override
        public void failed(Closed why) {}

        @Override
        public void received(DistributionMessage message) {
            heard.add(message.control());
            if (message.control().equals(message(-1))) {
                link.close(Closed.HERE);
            }
        }

        @Override
        public void readComplete() {
            heard.add("read");
        }

        @Override
        public void closed(Closed why) {
            heard.add(why);
        }
    }
}
