package org.distributedactors.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.node.Node;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Tuple;

/// Sends numbered messages to the {@link Sink} of each of the other nodes, one process for each. Nobody may kill such a
/// process: a number that was taken and not sent would look like a lost message.
final class Load {

    private static final Duration PERIOD = Duration.ofMillis(20);

    private final Node node;
    private final IntegerTerm life = IntegerTerm.of(System.nanoTime());
    private final List<Sender> senders = new ArrayList<>();
    private volatile int messages;
    private volatile Binary load = Binary.of();

    private final class Sender {

        private final NodeName to;
        private volatile long number;

        Sender(NodeName to) {
            this.to = to;
        }

        private void run(PlainSelf self) {
            self.interval(PERIOD, new Object());
            while (true) {
                self.receive(any -> () -> any);
                for (int left = messages; left > 0; left--) {
                    long next = number + 1;
                    number = next;
                    node.send(Atom.of(Sink.NAME), to, message(next));
                }
            }
        }
    }

    private Tuple message(long number) {
        return Tuple.of(node.name().atom(), life, IntegerTerm.of(number), load);
    }

    Load(Node node) {
        this.node = node;
    }

    void open(List<String> others) {
        others.forEach(other -> senders.add(new Sender(NodeName.of(other))));
        senders.forEach(sender -> node.spawn(sender::run));
    }

    /// @param rate messages in a second to each node; 0 ends it
    /// @param bytes in each message
    void set(int rate, int bytes) {
        load = Binary.of(new byte[bytes]);
        messages = rate * (int) PERIOD.toMillis() / 1000;
    }

    long sent() {
        return senders.stream().mapToLong(sender -> sender.number).sum();
    }
}
