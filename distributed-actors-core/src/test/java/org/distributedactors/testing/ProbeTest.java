package org.distributedactors.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

/// A test speaks with processes of simulated nodes.
class ProbeTest {

    private final SimulatedCluster cluster = SimulatedCluster.of(7, "a", "b");
    private final SimulatedNode a = cluster.on("a");
    private final SimulatedNode b = cluster.on("b");

    interface Counter {
        void add(long n);

        long get();
    }

    static final class CountsInMemory implements Counter {
        private long value;

        @Override
        public void add(long n) {
            if (n < 0) {
                throw new IllegalArgumentException("negative");
            }
            value += n;
        }

        @Override
        public long get() {
            return value;
        }
    }

    sealed interface ReminderMessage {
        record Remind(Pid whom, String of) implements ReminderMessage {}

        record Pending() implements ReminderMessage, Call<ReminderMessage, Long> {}
    }

    record Reminder(String of) {}

    /// Reminds after an hour.
    static final class ReminderServer implements GenServer<ReminderMessage> {
        private Self self;
        private long pending;

        @Override
        public Next init(Self me) {
            self = me;
            return noReply();
        }

        @Override
        public Next handle(ReminderMessage message) {
            return switch (message) {
                case ReminderMessage.Remind remind -> {
                    pending++;
                    self.sendAfter(Duration.ofHours(1), remind);
                    yield noReply();
                }
                case ReminderMessage.Pending all -> reply(all, pending);
            };
        }

        @Override
        public Next handleInfo(Object info) {
            if (info instanceof ReminderMessage.Remind(Pid whom, String of)) {
                pending--;
                self.send(whom, new Reminder(of));
            }
            return noReply();
        }
    }

    @Test
    void callsAndCastsOfAnInterfaceOnAnotherNode() {
        cluster.shouldPartitionAs("a b");
        Pid counter = b.spawn(Counter.class, new CountsInMemory());
        Counter client = a.probe().client(Counter.class, counter);

        client.add(5);
        client.add(2);

        assertThat(client.get()).isEqualTo(7);
    }

    @Test
    void anHourPassesInNoTime() {
        Pid reminder = b.spawn(new ReminderServer());
        Probe probe = a.probe(Reminder.class);
        var server = a.node().ref(reminder, ReminderMessage.class);

        server.cast(new ReminderMessage.Remind(probe.pid(), "tea"));
        assertThat(probe.call(server, new ReminderMessage.Pending())).isEqualTo(1);
        probe.expectNothing(Duration.ofMinutes(59));
        cluster.run(Duration.ofMinutes(1));

        probe.expect(new Reminder("tea"));
    }

    @Test
    void theEndOfAProcessIsSeenByWhoWatchesItAndWhoIsLinked() {
        Pid counter = b.spawn(Counter.class, new CountsInMemory());
        Probe watcher = a.probe();
        Probe linked = b.probe();
        watcher.monitor(counter);
        linked.link(counter);
        cluster.run(Duration.ofSeconds(1));

        a.probe().client(Counter.class, counter).add(-1);

        assertThat(watcher.expect(Down.class).reason().kind())
                .isEqualTo("java.lang.IllegalArgumentException");
        assertThat(linked.expect(Exit.class).from()).isEqualTo(counter);
    }

    @Test
    void aPartitionIsSeenAndHealed() {
        Pid counter = b.spawn(Counter.class, new CountsInMemory());
        Probe probe = a.probe();
        probe.monitor(counter);
        cluster.run(Duration.ofSeconds(1));

        cluster.split("a | b");
        assertThat(probe.expect(Down.class).reason()).isEqualTo(ExitReason.NOCONNECTION);
        assertThatThrownBy(() -> probe.client(Counter.class, counter).get())
                .isInstanceOf(CallFailedException.class);

        cluster.merge();
        cluster.shouldPartitionAs("a b");
        assertThat(probe.client(Counter.class, counter).get()).isZero();
    }

    @Test
    void whatDoesNotComeIsSaidWithTheSeedAndWhatCameInstead() {
        Probe probe = a.probe();
        a.probe().send(probe.pid(), "something else");

        assertThatThrownBy(() -> probe.expect(Down.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 7")
                .hasMessageContaining("something else");
        assertThatThrownBy(() -> probe.expect(Atom.of("this"))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> probe.expectNothing(Duration.ofSeconds(1)))
                .isInstanceOf(AssertionError.class);
        probe.expect("something else");
        probe.expectNothing(Duration.ofSeconds(1));
    }
}
