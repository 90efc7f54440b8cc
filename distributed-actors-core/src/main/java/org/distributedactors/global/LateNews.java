package org.distributedactors.global;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;

/// Nodes of which a member says that they joined our partition, although we have just lost them.
///
/// Either that was said before the member heard of the loss: then the member will leave the node, and we must not take it
/// in, or we would have a member that the others do not have. Or the node has joined anew. Only the node itself knows, so
/// we connect to it and wait:
///
/// | From the node            | Means                              | Done                                                  |
/// |--------------------------|------------------------------------|-------------------------------------------------------|
/// | `in_sync`                | it counts us to its partition      | take it in, with those of its names that nobody changed |
/// | `init_connect`           | it does not                        | the two of us join like any two; if we get to know each other through others before that, its names are those of the news |
/// | nothing, or no connection | it is lost to us                  | tell the others, who leave it                         |
///
/// Meanwhile this node changes no names, for it does not know whom to tell.
final class LateNews {

    /// How long news may be under way.
    private static final Duration UNDER_WAY = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int LIMIT = 1_000;

    private final KnownNodes nodes;
    private final NameTable names;
    private final Introductions introductions;
    private final Outbox outbox;
    private final Map<Atom, Long> justLost = new HashMap<>();
    private final Map<Atom, Awaited> awaited = new TreeMap<>();

    /// @param names what is to be inserted if the news hold
    /// @param denied whether the node has said that it does not count us to its partition
    private record Awaited(
            KnownNode node, long number, Map<Term, GlobalName> names, boolean denied) {

        Awaited deny() {
            return new Awaited(node, number, names, true);
        }
    }

    LateNews(KnownNodes nodes, NameTable names, Introductions introductions, Outbox outbox) {
        this.nodes = nodes;
        this.names = names;
        this.introductions = introductions;
        this.outbox = outbox;
    }

    /// Whether it is clear who belongs to our partition.
    boolean isEmpty() {
        return awaited.values().stream().allMatch(Awaited::denied);
    }

    /// Whether the node has yet to say what holds.
    boolean isAwaited(Atom node) {
        Awaited news = awaited.get(node);
        return news != null && !news.denied;
    }

    /// The same, about the news of this number.
    boolean isAwaited(Atom node, long number) {
        Awaited news = awaited.get(node);
        return news != null && news.number == number && !news.denied;
    }

    /// A node was lost, and all have been told.
    void lost(Atom node) {
        long number = outbox.nextId();
        justLost.put(node, number);
        outbox.startTimer(new GlobalTimer.StaleNews(node, number), UNDER_WAY);
    }

    /// News of this node can no longer be older than its loss.
    void forgetLoss(GlobalTimer.StaleNews timer) {
        justLost.remove(timer.node(), timer.number());
    }

    /// Whether news of this node may have been sent before their sender heard that it is lost.
    boolean isLate(Atom node) {
        return (justLost.containsKey(node) || isAwaited(node)) && !nodes.isConnected(node);
    }

    /// Keeps what is said of a node until the node itself says what holds.
    void keep(KnownNode node, List<NameOperation> operations) {
        if (awaited.size() >= LIMIT && !awaited.containsKey(node.node())) {
            return;
        }
        Map<Term, GlobalName> its = new HashMap<>();
        for (NameOperation operation : operations) {
            if (operation instanceof NameOperation.Insert(GlobalName entry)
                    && entry.pid().node().equals(node.node())) {
                its.put(entry.name(), entry);
            }
        }
        long number = outbox.nextId();
        awaited.put(node.node(), new Awaited(node, number, its, false));
        outbox.startTimer(new GlobalTimer.UnconfirmedNews(node.node(), number), PATIENCE);
        outbox.add(new GlobalEffect.Connect(node.node()));
    }

    /// The name was changed by somebody who knows more.
    void changed(Term name) {
        awaited.values().forEach(news -> news.names.remove(name));
    }

    /// The node does not count us to its partition, or did not yet when it said so.
    void denied(Atom node) {
        awaited.computeIfPresent(node, (_, news) -> news.deny());
    }

    /// What was said of the node is out of date.
    void drop(Atom node) {
        awaited.remove(node);
    }

    /// The node counts us to its partition, or is connected and joined it once more.
    void confirmed(Atom node) {
        Awaited news = awaited.remove(node);
        if (news == null || nodes.isKnown(node)) {
            return;
        }
        nodes.add(List.of(news.node));
        List<GlobalName> its = new ArrayList<>(news.names.values());
        its.forEach(names::insert);
        introductions.introduceTo(List.of(node));
    }
}
