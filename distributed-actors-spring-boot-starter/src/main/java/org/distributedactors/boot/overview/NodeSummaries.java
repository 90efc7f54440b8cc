package org.distributedactors.boot.overview;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.distributedactors.boot.actor.ActorInstances;
import org.distributedactors.boot.actor.ActorStates;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.Node;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The summary of this node, for itself and for other nodes of this library.
///
/// Whoever asks gets the last one, and if that is older than a second another is made meanwhile, on a thread of its own. So
/// while nobody looks nothing is done, and however many look it is done once a second. Any thread may call.
public final class NodeSummaries {

    /// What other nodes ask for it under.
    static final String CAPABILITY = "node_summary";

    private static final long FRESH_NANOS = 1_000_000_000;
    private static final Logger log = LoggerFactory.getLogger(NodeSummaries.class);

    private final Node node;
    private final SummaryMaker maker;
    private final AtomicBoolean making = new AtomicBoolean();
    private volatile @Nullable Made last;

    private record Made(NodeSummary summary, Term term, long nanos) {}

    /// @param kernel whose node it is; not started yet
    public NodeSummaries(Kernel kernel, ActorInstances actors, ActorStates states) {
        this.node = kernel.node();
        RecentFailures failures = new RecentFailures(node);
        kernel.addListener(failures::nodeEvent);
        kernel.globalRegistry().onEvent(failures::globalEvent);
        states.onFailure(failures::actorFailed);
        this.maker = new SummaryMaker(node, actors, failures, kernel.rebalancer());
    }

    /// Lets other nodes of this library ask.
    void offer() {
        node.capabilities().offer(CAPABILITY, this::answer);
    }

    /// For other nodes, on the kernel's thread, so nothing is made here. `undefined` when there is none yet.
    private Term answer(NodeName peer, Term request) {
        Made now = last;
        if (now == null || isOld(now)) {
            Thread.startVirtualThread(this::make);
        }
        return now == null ? Atom.UNDEFINED : now.term;
    }

    /// A summary of this moment or of at most a second ago; empty while the node is not up. It may block for a moment.
    Optional<NodeSummary> current() {
        Made now = last;
        if (now == null || isOld(now)) {
            make();
        }
        return node.isUp() ? Optional.ofNullable(last).map(Made::summary) : Optional.empty();
    }

    private boolean isOld(Made made) {
        return node.environment().ticker().nanos() - made.nanos > FRESH_NANOS;
    }

    /// One thread makes one; others go on with the last.
    private void make() {
        if (!making.compareAndSet(false, true)) {
            return;
        }
        try {
            maker.make()
                    .ifPresent(summary ->
                            last =
                                    new Made(
                                            summary,
                                            node.toTerm(summary),
                                            node.environment().ticker().nanos()));
        } catch (IllegalStateException wentDown) {
            log.debug("no summary: the node went down", wentDown);
        } finally {
            making.set(false);
        }
    }
}
