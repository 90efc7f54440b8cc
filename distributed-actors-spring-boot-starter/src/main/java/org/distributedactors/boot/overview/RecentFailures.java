package org.distributedactors.boot.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.distributedactors.boot.context.ActorFailedEvent;
import org.distributedactors.boot.overview.NodeSummary.Failure;
import org.distributedactors.boot.overview.NodeSummary.Failure.Kind;
import org.distributedactors.global.GlobalEvent;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.transport.CloseReason;

/// The last failures this node knows of. Any thread may call.
final class RecentFailures {

    private static final Duration HEARD_LATE = Duration.ofMillis(100);

    private final Node node;
    private final Deque<Failure> failures = new ArrayDeque<>();

    RecentFailures(Node node) {
        this.node = node;
    }

    /// The latest first.
    synchronized List<Failure> all() {
        return new ArrayList<>(failures).reversed();
    }

    void actorFailed(ActorFailedEvent event) {
        String word = TermText.reason(event.reason().term());
        add(
                Kind.ACTOR_FAILED,
                event.type() + " " + TermText.of(event.actor()),
                event.staysDown() ? word + ", stays down" : word);
    }

    /// A node that left in order has not failed, nor one that is lost because this one stops. That it leaves may be heard a
    /// moment after it is gone.
    void nodeEvent(NodeEvent event) {
        if (event instanceof NodeEvent.NodeDown down && down.reason() != CloseReason.SHUTDOWN) {
            Instant at = node.environment().clock().instant();
            node.environment().timers().after(HEARD_LATE, () -> lost(at, down));
        }
    }

    private void lost(Instant at, NodeEvent.NodeDown down) {
        if (!node.capabilities().isLeaving(down.node())) {
            add(new Failure(at, Kind.NODE_LOST, down.node().toString(), down.detail()));
        }
    }

    void globalEvent(GlobalEvent event) {
        switch (event) {
            case GlobalEvent.ConnectionRemoved(Atom node, Atom reporter, Atom lost) ->
                    add(
                            Kind.CONNECTION_REMOVED,
                            node.name(),
                            "so that partitions do not overlap: %s lost %s"
                                    .formatted(reporter.name(), lost.name()));
            case GlobalEvent.NameConflict(Term name, Pid first, Pid second, Pid kept) ->
                    add(
                            Kind.NAME_CONFLICT,
                            TermText.any(name),
                            "%s and %s had it, %s keeps it"
                                    .formatted(
                                            TermText.target(first),
                                            TermText.target(second),
                                            kept == null ? "nobody" : TermText.target(kept)));
            default -> {}
        }
    }

    private void add(Kind kind, String what, String why) {
        add(new Failure(node.environment().clock().instant(), kind, what, why));
    }

    private synchronized void add(Failure failure) {
        failures.addLast(failure);
        if (failures.size() > NodeSummary.FAILURES) {
            failures.removeFirst();
        }
    }
}
