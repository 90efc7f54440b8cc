package org.distributedactors.faults;

import static org.distributedactors.faults.EventLog.BROKEN;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Tuple;

/// Receives numbered messages of all other nodes under the name `sink`, and tells when one comes twice, out of order or
/// after a hole that no loss of the connection explains.
///
/// A message is `{Sender, Life, Number, Load}`: the name of the sender's node, which life of it, and its number there.
final class Sink {

    static final String NAME = "sink";

    private final Map<String, Source> sources = new HashMap<>();
    private final LongAdder received = new LongAdder();

    /// What came from one node.
    private static final class Source {

        private long life;
        private long last;
        private boolean cut = true;
    }

    private final EventLog log;

    Sink(EventLog log) {
        this.log = log;
    }

    void start(Node node) {
        node.register(
                NAME,
                node.spawn(self -> {
                    node.monitorNodes(self.pid());
                    while (true) {
                        take(self);
                    }
                }));
    }

    long received() {
        return received.sum();
    }

    private void take(PlainSelf self) {
        Object message = self.receive(any -> () -> any);
        if (message instanceof NodeEvent.NodeDown(var node, var visible, var reason, var detail)) {
            source(node.toString()).cut = true;
        } else if (message instanceof Tuple tuple && tuple.arity() == 4) {
            number(
                    ((Atom) tuple.get(0)).name(),
                    ((IntegerTerm) tuple.get(1)).longValue(),
                    ((IntegerTerm) tuple.get(2)).longValue());
        }
    }

    private Source source(String sender) {
        return sources.computeIfAbsent(sender, unknown -> new Source());
    }

    private void number(String sender, long life, long number) {
        Source source = source(sender);
        received.increment();
        if (life < source.life) {
            log.tell(BROKEN, "message", number, "of a former life of", sender);
        } else if (life > source.life) {
            if (!source.cut) {
                log.tell(BROKEN, "new life of", sender, "without a nodedown of the old one");
            }
            source.life = life;
        } else if (number <= source.last) {
            log.tell(BROKEN, "message", number, "after", source.last, "of", sender);
        } else if (number > source.last + 1 && !source.cut) {
            log.tell(BROKEN, "hole between", source.last, "and", number, "of", sender);
        }
        source.last = number;
        source.cut = false;
    }
}
