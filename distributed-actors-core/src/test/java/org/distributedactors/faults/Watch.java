package org.distributedactors.faults;

import static org.distributedactors.faults.EventLog.BROKEN;

import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.process.Destination;
import org.distributedactors.process.Down;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Reference;

/// Watches the {@link Sink} of each node that connects, and tells when a monitor fires that is not open.
final class Watch {

    private static final Duration SOON = Duration.ofMillis(200);

    private final Node node;
    private final EventLog log;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final Map<String, Integer> losses = new ConcurrentHashMap<>();

    /// A monitor that has not fired.
    ///
    /// @param losses how often the node had been lost when it was made
    private record Open(Reference ref, int losses) {}

    private record Again(NodeName peer) {}

    Watch(Node node, EventLog log) {
        this.node = node;
        this.log = log;
    }

    void start() {
        node.register(
                "watch",
                node.spawn(self -> {
                    node.monitorNodes(self.pid());
                    node.nodes().forEach(peer -> watch(self, peer));
                    while (true) {
                        take(self);
                    }
                }));
    }

    /// Hears of a loss at once, not in the order of the process.
    void lost(NodeName peer) {
        losses.merge(peer.toString(), 1, Integer::sum);
    }

    /// The nodes that are watched at this moment.
    String watched() {
        return String.join(" ", new TreeSet<>(open.keySet()));
    }

    /// Nodes that were lost though a monitor made before that has not fired.
    String stale() {
        return open.entrySet().stream()
                .filter(entry -> entry.getValue().losses() < lossesOf(entry.getKey()))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private int lossesOf(String peer) {
        return losses.getOrDefault(peer, 0);
    }

    private void take(PlainSelf self) {
        Object message = self.receive(any -> () -> any);
        switch (message) {
            case NodeEvent.NodeUp up -> watch(self, up.node());
            case Again again -> watchIfThere(self, again.peer());
            case Down down -> down(self, down);
            default -> {}
        }
    }

    private void watchIfThere(PlainSelf self, NodeName peer) {
        if (node.nodes().contains(peer)) {
            watch(self, peer);
        }
    }

    private void watch(PlainSelf self, NodeName peer) {
        if (!open.containsKey(peer.toString())) {
            Destination sink = Destination.of(Atom.of(Sink.NAME), peer.atom());
            Reference ref = self.monitor(sink);
            open.put(peer.toString(), new Open(ref, lossesOf(peer.toString())));
        }
    }

    private void down(PlainSelf self, Down down) {
        String peer =
                open.entrySet().stream()
                        .filter(entry -> entry.getValue().ref().equals(down.ref()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(null);
        if (peer == null) {
            log.tell(BROKEN, "a monitor fired that was not open:", down);
            return;
        }
        open.remove(peer);
        log.tell("down", peer, down.reason());
        self.sendAfter(SOON, new Again(NodeName.of(peer)));
    }
}
