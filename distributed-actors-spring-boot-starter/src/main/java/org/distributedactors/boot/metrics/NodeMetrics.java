package org.distributedactors.boot.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeCounters;
import org.distributedactors.node.PeerStatus;
import org.distributedactors.node.Refusal;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.process.MonitorBook;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.LinkStatistics;

/// The meters of a node.
///
/// | Meter                                    | Type            | Tags                  |
/// |------------------------------------------|-----------------|-----------------------|
/// | `distributed.actors.nodes`               | gauge           | `state`               |
/// | `distributed.actors.actors`              | gauge           | `type`                |
/// | `distributed.actors.mailbox.messages`    | gauge           |                       |
/// | `distributed.actors.mailbox.largest`     | gauge           |                       |
/// | `distributed.actors.mailbox.warnings`    | counter         |                       |
/// | `distributed.actors.messages`            | counter         | `direction` = in, out, local |
/// | `distributed.actors.requests.refused`    | counter         | `kind`                |
/// | `distributed.actors.signals.refused`     | counter         | `reason`              |
/// | `distributed.actors.dead.letters`        | counter         | `reason`              |
/// | `distributed.actors.transport.bytes`     | counter, bytes  | `direction` = in, out |
/// | `distributed.actors.transport.pending`   | gauge, bytes    |                       |
/// | `distributed.actors.connections.closed`  | counter         | `reason`              |
/// | `distributed.actors.monitors`            | gauge           | `kind`                |
/// | `distributed.actors.links`               | gauge           |                       |
public final class NodeMetrics implements MeterBinder {

    private final Node node;
    private final Supplier<Set<String>> types;

    /// @param types those of the application's own actors, asked for when a registry is there
    public NodeMetrics(Node node, Supplier<Set<String>> types) {
        this.node = node;
        this.types = types;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindNodes(registry);
        bindMessages(registry);
        bindDeadLetters(registry);
        bindRefusals(registry);
        bindSignals(registry);
        bindTransport(registry);
        bindProcesses(registry);
    }

    private void bindNodes(MeterRegistry registry) {
        for (PeerStatus.State state : PeerStatus.State.values()) {
            Gauge.builder("distributed.actors.nodes", node, known -> count(known, state))
                    .description("Other nodes that are known")
                    .baseUnit("nodes")
                    .tag("state", state.name())
                    .register(registry);
        }
        for (CloseReason reason : CloseReason.values()) {
            FunctionCounter.builder(
                            "distributed.actors.connections.closed",
                            node.counters(),
                            counters -> counters.connectionsClosed(reason))
                    .description("Connections, and attempts at one, that ended")
                    .tag("reason", reason.name())
                    .register(registry);
        }
    }

    private void bindRefusals(MeterRegistry registry) {
        for (Refusal.Kind kind : Refusal.Kind.values()) {
            FunctionCounter.builder(
                            "distributed.actors.requests.refused",
                            node.refusals(),
                            refusals -> refusals.count(kind))
                    .description("Requests of other nodes for what they are not granted")
                    .tag("kind", kind.name())
                    .register(registry);
        }
    }

    private void bindSignals(MeterRegistry registry) {
        signals(registry, "OVER_QUOTA", NodeCounters::quotasExceeded);
        signals(registry, "SERVICE", NodeCounters::exitsOfServices);
        signals(registry, "TRACE_TOKEN", NodeCounters::badTraceTokens);
        signals(registry, "THIRD_NODE", NodeCounters::misdirectedSignals);
    }

    private void signals(
            MeterRegistry registry, String reason, ToDoubleFunction<NodeCounters> value) {
        FunctionCounter.builder("distributed.actors.signals.refused", node.counters(), value)
                .description("Signals of other nodes without effect here")
                .tag("reason", reason)
                .register(registry);
    }

    private static long count(Node node, PeerStatus.State state) {
        return node.peers().stream().filter(peer -> peer.state() == state).count();
    }

    private void bindMessages(MeterRegistry registry) {
        messages(registry, "in", from -> from.counters().messagesIn());
        messages(registry, "out", from -> from.counters().messagesOut());
        messages(registry, "local", new Growing(NodeMetrics::local));
    }

    /// What was taken, less what has come from elsewhere: so a message within the node costs no counter of its own.
    private static long local(Node node) {
        return ofProcesses(node, processes -> processes.counters().messages())
                - node.counters().messagesIn();
    }

    private void messages(MeterRegistry registry, String direction, ToDoubleFunction<Node> value) {
        FunctionCounter.builder("distributed.actors.messages", node, value)
                .description(
                        "Messages from and to other nodes, and within this one as they are taken")
                .baseUnit(BaseUnits.MESSAGES)
                .tag("direction", direction)
                .register(registry);
    }

    private void bindDeadLetters(MeterRegistry registry) {
        for (DeadLetter reason : DeadLetter.values()) {
            FunctionCounter.builder(
                            "distributed.actors.dead.letters",
                            node,
                            from -> deadLetters(from, reason))
                    .description("Messages that reached nobody")
                    .tag("reason", reason.name())
                    .register(registry);
        }
    }

    private static long deadLetters(Node node, DeadLetter reason) {
        return ofProcesses(node, processes -> processes.counters().deadLetters(reason));
    }

    private void bindTransport(MeterRegistry registry) {
        bytes(registry, "in", NodeCounters::bytesInOfClosed, LinkStatistics::bytesIn);
        bytes(registry, "out", NodeCounters::bytesOutOfClosed, LinkStatistics::bytesOut);
        Gauge.builder(
                        "distributed.actors.transport.pending",
                        node,
                        from -> sum(from, LinkStatistics::pendingBytes))
                .description("Bytes that wait to be sent to other nodes")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }

    private void bytes(
            MeterRegistry registry,
            String direction,
            ToLongFunction<NodeCounters> closed,
            ToLongFunction<LinkStatistics> open) {
        ToLongFunction<Node> both = from -> closed.applyAsLong(from.counters()) + sum(from, open);
        FunctionCounter.builder("distributed.actors.transport.bytes", node, new Growing(both))
                .description("Bytes from and to other nodes")
                .baseUnit(BaseUnits.BYTES)
                .tag("direction", direction)
                .register(registry);
    }

    private static long sum(Node node, ToLongFunction<LinkStatistics> value) {
        return node.peers().stream()
                .map(PeerStatus::connection)
                .filter(Objects::nonNull)
                .mapToLong(connection -> value.applyAsLong(connection.statistics()))
                .sum();
    }

    private void bindProcesses(MeterRegistry registry) {
        ProcessesByType byType = new ProcessesByType(node, types.get());
        for (String type : byType.types()) {
            Gauge.builder("distributed.actors.actors", () -> byType.count(type))
                    .description("Processes of this node")
                    .baseUnit("actors")
                    .tag("type", type)
                    .register(registry);
        }
        mailboxes(registry);
        links(registry);
        for (MonitorBook.Kind kind : MonitorBook.Kind.values()) {
            Gauge.builder(
                            "distributed.actors.monitors",
                            node,
                            from ->
                                    ofProcesses(
                                            from,
                                            processes -> processes.monitors().activeCount(kind)))
                    .description("Monitors that processes of this node have set")
                    .tag("kind", kind.name())
                    .register(registry);
        }
    }

    private void links(MeterRegistry registry) {
        Gauge.builder(
                        "distributed.actors.links",
                        node,
                        from -> ofProcesses(from, ProcessRuntime::linkCount))
                .description("Links of this node's processes, each end by itself")
                .baseUnit("links")
                .register(registry);
    }

    private void mailboxes(MeterRegistry registry) {
        Gauge.builder(
                        "distributed.actors.mailbox.messages",
                        node,
                        from -> ofProcesses(from, processes -> processes.mailboxDepths().waiting()))
                .description("Messages that wait in all mailboxes")
                .baseUnit(BaseUnits.MESSAGES)
                .register(registry);
        Gauge.builder(
                        "distributed.actors.mailbox.largest",
                        node,
                        from -> ofProcesses(from, processes -> processes.mailboxDepths().largest()))
                .description("Messages that wait in the fullest mailbox")
                .baseUnit(BaseUnits.MESSAGES)
                .register(registry);
        FunctionCounter.builder(
                        "distributed.actors.mailbox.warnings",
                        node,
                        from ->
                                ofProcesses(
                                        from, processes -> processes.counters().longMailboxes()))
                .description("Looks at a mailbox that found more than the warning threshold")
                .register(registry);
    }

    private static long ofProcesses(Node node, ToLongFunction<ProcessRuntime> value) {
        return node.isUp() ? value.applyAsLong(node.processes()) : 0;
    }

    /// Keeps a counter from falling in the moment in which something is in neither of two sums.
    private static final class Growing implements ToDoubleFunction<Node> {

        private final ToLongFunction<Node> value;
        private long highest;

        Growing(ToLongFunction<Node> value) {
            this.value = value;
        }

        @Override
        public synchronized double applyAsDouble(Node node) {
            highest = Math.max(highest, value.applyAsLong(node));
            return highest;
        }
    }
}
