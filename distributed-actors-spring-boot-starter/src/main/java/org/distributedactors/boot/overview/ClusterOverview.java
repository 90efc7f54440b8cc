package org.distributedactors.boot.overview;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.distributedactors.node.Node;
import org.distributedactors.node.PeerStatus;
import org.distributedactors.term.Atom;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The summaries of all nodes of this library that are connected, this one's too. Each is asked at most once a second, and
/// only while somebody looks; an Erlang node is never asked. Any thread may call.
///
/// A node that does not answer is shown with the last it said, which has its time. What a node says is its own word; it is
/// cut to size, and shown as text.
public final class ClusterOverview {

    private static final long FRESH_NANOS = 900_000_000;
    private static final int PATIENCE_MILLIS = 300;
    private static final int MOST_NODES = 200;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(ClusterOverview.class);

    private final Node node;
    private final NodeSummaries own;
    private final Map<NodeName, Asked> asked = new ConcurrentHashMap<>();

    /// A node as this one sees it.
    ///
    /// @param status what is known of the connection; null for this node itself
    /// @param summary what the node last said; null when it has said nothing in this connection, as an Erlang node does
    public record Member(
            NodeName name, @Nullable PeerStatus status, @Nullable NodeSummary summary) {}

    /// The last question to a node, and the last answer that could be read.
    private record Asked(
            CompletableFuture<Optional<NodeSummary>> answer,
            long nanos,
            @Nullable NodeSummary before) {

        @Nullable NodeSummary summary() {
            boolean answered = answer.isDone() && !answer.isCompletedExceptionally();
            return answered ? answer.join().orElse(before) : before;
        }
    }

    public ClusterOverview(Node node, NodeSummaries own) {
        this.node = node;
        this.own = own;
    }

    /// All nodes that are known, this one first and the others by name. It may block for half a second.
    public List<Member> members() {
        if (!node.isUp()) {
            return List.of(new Member(node.name(), null, null));
        }
        List<PeerStatus> peers =
                node.peers().stream()
                        .sorted(Comparator.comparing(peer -> peer.name().toString()))
                        .limit(MOST_NODES)
                        .toList();
        asked.keySet().retainAll(peers.stream().map(PeerStatus::name).toList());
        peers.forEach(this::ask);
        List<Member> members = new ArrayList<>();
        members.add(new Member(node.name(), null, own.current().orElse(null)));
        awaitAnswers();
        for (PeerStatus peer : peers) {
            Asked known = asked.get(peer.name());
            members.add(new Member(peer.name(), peer, known == null ? null : known.summary()));
        }
        return members;
    }

    private void ask(PeerStatus peer) {
        NodeName name = peer.name();
        if (!node.capabilities().offeredBy(name, NodeSummaries.CAPABILITY)) {
            asked.remove(name);
            return;
        }
        long now = node.environment().ticker().nanos();
        asked.compute(
                name,
                (ignored, last) ->
                        last != null && (now - last.nanos < FRESH_NANOS || !last.answer.isDone())
                                ? last
                                : new Asked(
                                        question(name), now, last == null ? null : last.summary()));
    }

    private CompletableFuture<Optional<NodeSummary>> question(NodeName peer) {
        return node.capabilities()
                .ask(peer, NodeSummaries.CAPABILITY, Atom.UNDEFINED, TIMEOUT)
                .thenApply(this::read)
                .exceptionally(failure -> {
                    log.debug("no summary of {}", peer, failure);
                    return Optional.empty();
                })
                .toCompletableFuture();
    }

    /// @throws RuntimeException when the term is no summary
    private Optional<NodeSummary> read(Term term) {
        return term instanceof MapTerm
                ? Optional.of(((NodeSummary) node.fromTerm(term, NodeSummary.class)).cut())
                : Optional.empty();
    }

    private void awaitAnswers() {
        CompletableFuture<?>[] answers =
                asked.values().stream().map(Asked::answer).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(answers).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException someAreLate) {
            // They are shown with what they said last.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
