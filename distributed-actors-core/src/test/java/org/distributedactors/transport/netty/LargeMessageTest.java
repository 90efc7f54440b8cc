package org.distributedactors.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.FrameDecoder;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.PeerInfo;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Tuple;
import org.distributedactors.transport.MessageTooLargeException;
import org.distributedactors.transport.SendBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Large messages go out in pieces: others pass them, their own sender's do not, and what waits is counted.
class LargeMessageTest {

    private static final Atom US = Atom.of("us@host");
    private static final NodeName PEER = NodeName.of("peer@host");
    private static final Pid TO = new Pid(PEER.atom(), 1, 0, 7);
    private static final int MEBIBYTE = 1 << 20;
    private static final SendBudget BUDGET =
            new SendBudget(MEBIBYTE, Duration.ofSeconds(60), 40 * MEBIBYTE);

    private int overflows;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final SendQueue queue =
            new SendQueue(
                    channel,
                    new PeerInfo(PEER, 7, DistributionFlags.OURS, false),
                    new LinkSettings(
                            Duration.ofSeconds(7),
                            Duration.ofSeconds(60),
                            FrameLimits.defaults(),
                            BUDGET,
                            new MessagePads(),
                            InstantSource.system()),
                    bytes -> overflows++);
    private final FrameDecoder decoder =
            new FrameDecoder(
                    new FrameLimits(16 * MEBIBYTE, 64 * MEBIBYTE, 1024, TermLimits.defaults()));

    @AfterEach
    void close() {
        queue.close();
        channel.finishAndReleaseAll();
    }

    @Test
    void aSmallMessageOfAnotherSenderPasses() {
        writable(false);
        send(1, 0, 10 * MEBIBYTE);
        send(2, 0, 0);
        writable(true);

        assertThat(received()).containsExactly("2:0", "1:0");
    }

    @Test
    void aLaterMessageOfTheSameSenderDoesNotOvertake() {
        writable(false);
        send(1, 0, 10 * MEBIBYTE);
        send(1, 1, 0);
        send(1, 2, 200_000);
        send(1, 3, 0);
        queue.send(new ControlMessage.Link(pid(1), TO), null);
        send(2, 0, 0);
        writable(true);

        assertThat(received()).containsExactly("2:0", "1:0", "1:1", "1:2", "1:3", "Link");
    }

    @Test
    void theEndOfAProcessThatIsKnownByNameDoesNotOvertakeWhatItMaySend() {
        writable(false);
        send(1, 0, MEBIBYTE);
        queue.send(
                new ControlMessage.PayloadMonitorPExit(
                        Atom.of("name"), TO, Reference.of(PEER.atom(), 7, 1, 2, 3)),
                out -> out.writeAtom(Atom.of("normal")));
        send(2, 0, 0);
        writable(true);

        assertThat(received()).containsExactly("2:0", "1:0", "PayloadMonitorPExit");
    }

    @Test
    void twoLargeMessagesTakeTurns() {
        writable(false);
        send(1, 0, 4 * MEBIBYTE);
        send(2, 0, 3 * MEBIBYTE);
        writable(true);

        assertThat(received()).containsExactly("2:0", "1:0");
    }

    @Test
    void aTickPasses() {
        writable(false);
        send(1, 0, MEBIBYTE);
        queue.tick();
        writable(true);

        ByteBuf first = channel.readOutbound();
        assertThat(first.readInt()).isZero();
        first.release();
    }

    @Test
    void piecesAreMadeOnlyAsFastAsTheSocketTakesThem() {
        writable(false);
        send(1, 0, 30 * MEBIBYTE);
        writable(false);

        assertThat(channel.outboundMessages()).isEmpty();
        assertThat(queue.queuedBytes()).isBetween(30L * MEBIBYTE, 30L * MEBIBYTE + 200);
    }

    @Test
    void noMoreIsUnderWayThanAPeerHasRoomFor() {
        writable(false);
        for (int sender = 0; sender < 30; sender++) {
            send(sender, 0, 3 * MEBIBYTE);
        }
        writable(true);

        // The decoder ends the connection at 64 MiB, and all of them are 90.
        assertThat(received()).hasSize(30);
        assertThat(queue.queuedBytes()).isZero();
    }

    @Test
    void whateverIsSentAllOfItComesInTheOrderOfEachSender() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            Map<Integer, Integer> sent = new HashMap<>();
            List<String> heard = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                int sender = random.nextInt(5);
                int size = random.nextInt(10) == 0 ? random.nextInt(400_000) : random.nextInt(100);
                send(sender, sent.merge(sender, 1, Integer::sum) - 1, size);
                if (random.nextInt(20) == 0) {
                    writable(random.nextBoolean());
                    heard.addAll(received());
                }
            }
            writable(true);
            heard.addAll(received());

            sent.forEach((sender, count) -> {
                List<String> expected = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    expected.add(sender + ":" + i);
                }
                assertThat(heard.stream().filter(name -> name.startsWith(sender + ":")))
                        .containsExactlyElementsOf(expected);
            });
            assertThat(queue.queuedBytes()).isZero();
        }
    }

    @Test
    void whatComesAfterTheSocketWasFullWithTheLastMessageIsSent() {
        channel.pipeline().addLast(new FullAfterEachWrite());
        send(1, 0, 0);
        channel.runPendingTasks();
        channel.pipeline().removeLast();
        writable(true);
        send(1, 1, 0);
        channel.runPendingTasks();

        assertThat(received()).containsExactly("1:0", "1:1");
    }

    @Test
    void whoWaitsIsWokenOnceWhenHalfIsLeft() {
        List<Long> woken = new ArrayList<>();
        writable(false);
        send(1, 0, 2 * MEBIBYTE);
        queue.whenFree(() -> woken.add(queue.queuedBytes()));
        assertThat(woken).isEmpty();

        writable(true);

        assertThat(woken).hasSize(1);
        assertThat(woken.getFirst()).isLessThanOrEqualTo(BUDGET.freeBytes());
        queue.whenFree(() -> woken.add(-1L));
        assertThat(woken).hasSize(2);
    }

    @Test
    void whoWaitsIsWokenByTheEndOfTheConnection() {
        List<Long> woken = new ArrayList<>();
        writable(false);
        send(1, 0, 2 * MEBIBYTE);
        queue.whenFree(() -> woken.add(queue.queuedBytes()));

        queue.close();

        assertThat(woken).containsExactly(0L);
    }

    @Test
    void signalsThatNobodyHoldsBackEndTheConnectionBeforeTheyFillTheMemory() {
        writable(false);
        while (overflows == 0) {
            queue.send(new ControlMessage.Link(pid(1), TO), null);
        }
        assertThat(queue.queuedBytes()).isBetween(BUDGET.mostBytes(), BUDGET.mostBytes() + 100);
    }

    @Test
    void aMessageThatNoPeerWouldTakeFailsForItsSenderAlone() {
        assertThatExceptionOfType(MessageTooLargeException.class)
                .isThrownBy(() -> send(1, 0, 41 * MEBIBYTE));
        send(1, 1, 0);
        channel.runPendingTasks();

        assertThat(received()).containsExactly("1:1");
    }

    private static final class FullAfterEachWrite extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object bytes, ChannelPromise promise) {
            context.write(bytes, promise);
            context.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        }
    }

    private static Pid pid(int number) {
        return new Pid(US, number, 0, 7);
    }

    private void send(int sender, int number, int size) {
        queue.send(
                new ControlMessage.SendSender(pid(sender), TO),
                out ->
                        out.writeTerm(
                                Tuple.of(
                                        IntegerTerm.of(sender),
                                        IntegerTerm.of(number),
                                        Binary.wrap(new byte[size]))));
    }

    private void writable(boolean yes) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, yes);
        channel.runPendingTasks();
        if (yes) {
            queue.writabilityChanged();
        }
        channel.runPendingTasks();
    }

    /// What a peer sees by now, in its order: the sender and the number of messages, else the operation.
    private List<String> received() {
        List<String> names = new ArrayList<>();
        for (ByteBuf bytes; (bytes = channel.readOutbound()) != null; bytes.release()) {
            while (bytes.isReadable()) {
                DistributionMessage message = decoder.decode(bytes.readSlice(bytes.readInt()));
                if (message != null) {
                    names.add(name(message));
                }
            }
        }
        return names;
    }

    private static String name(DistributionMessage message) {
        if (message.control() instanceof ControlMessage.SendSender) {
            Tuple tuple = (Tuple) message.payload().decode(TermLimits.defaults());
            return tuple.get(0) + ":" + tuple.get(1);
        }
        return message.control().getClass().getSimpleName();
    }
}
