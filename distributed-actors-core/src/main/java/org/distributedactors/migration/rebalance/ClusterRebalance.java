package org.distributedactors.migration.rebalance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.distributedactors.node.Node;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Has the whole cluster level what it has to do, at somebody's demand, and shows before what would move. Each node still decides
/// for itself what it gives, and how fast; it is only asked to begin.
///
/// A node asks by the capability `rebalance`: `plan` is answered with what it would give, `[{Node, Type, Count}]`, or with `pending`
/// while it looks; `rebalance` with `ok`. Only nodes that may move something here are answered. A node that asks again and
/// again changes nothing: one round is under way at a time, and a plan is good for a second.
///
/// Any thread may call. In a partition the nodes of one side are asked.
public final class ClusterRebalance {

    static final String CAPABILITY = "rebalance";

    private static final Atom PLAN = Atom.of("plan");
    private static final Atom REBALANCE = Atom.of("rebalance");
    private static final Atom PENDING = Atom.of("pending");
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final Duration GOOD = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 30;
    private static final int MOST_ROWS = 10_000;

    private final Node node;
    private final Rebalancer rebalancer;
    private final Predicate<NodeName> granted;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable Known known;

    private record Known(Term plan, long at) {}

    /// @param granted which nodes may ask this one to give away what it has too much
    public ClusterRebalance(Node node, Rebalancer rebalancer, Predicate<NodeName> granted) {
        this.node = node;
        this.rebalancer = rebalancer;
        this.granted = granted;
        node.capabilities().offer(CAPABILITY, this::answer);
    }

    // ---- what others ask

    private Term answer(NodeName peer, Term request) {
        if (!granted.test(peer)) {
            throw new IllegalArgumentException("notsup");
        }
        if (request.equals(REBALANCE)) {
            node.environment().callbacks().execute(rebalancer::rebalance);
            return Atom.OK;
        }
        if (request.equals(PLAN)) {
            return planned();
        }
        throw new IllegalArgumentException("badarg");
    }

    private Term planned() {
        Known last = known;
        if (last != null && node.environment().ticker().nanos() - last.at() < GOOD.toNanos()) {
            return last.plan();
        }
        if (looking.compareAndSet(false, true)) {
            node.environment().callbacks().execute(this::look);
        }
        return PENDING;
    }

    private void look() {
        rebalancer
                .plan()
                .whenComplete((plan, failure) -> {
                    if (plan != null) {
                        known = new Known(written(plan), node.environment().ticker().nanos());
                    }
                    looking.set(false);
                });
    }

    private static Term written(RebalancePlan plan) {
        List<Term> rows = new ArrayList<>();
        plan.counts()
                .forEach((target, types) ->
                        types.forEach((type, count) ->
                                rows.add(
                                        Tuple.of(
                                                target.atom(),
                                                Binary.utf8(type),
                                                IntegerTerm.of(count)))));
        return ListTerm.of(rows.subList(0, Math.min(rows.size(), MOST_ROWS)));
    }

    // ---- asking

    /// What each node would give to which others now, of each type; nodes that give nothing are left out, and so are those that do
    /// not say. Moves nothing.
    public CompletionStage<Map<NodeName, Map<NodeName, Map<String, Integer>>>> plan() {
        Map<NodeName, Map<NodeName, Map<String, Integer>>> plans =
                new ConcurrentSkipListMap<>(Comparator.comparing(NodeName::toString));
        List<CompletableFuture<?>> answers = new ArrayList<>();
        answers.add(
                rebalancer
                        .plan()
                        .thenAccept(own -> put(plans, node.name(), own.counts()))
                        .toCompletableFuture());
        for (NodeName peer : peers()) {
            CompletableFuture<Term> answer = new CompletableFuture<>();
            askPlan(peer, ATTEMPTS, answer);
            answers.add(answer.thenAccept(term -> put(plans, peer, read(term))));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> plans);
    }

    private static void put(
            Map<NodeName, Map<NodeName, Map<String, Integer>>> plans,
            NodeName from,
            Map<NodeName, Map<String, Integer>> plan) {
        if (!plan.isEmpty()) {
            plans.put(from, plan);
        }
    }

    private List<NodeName> peers() {
        return node.connectedNodes().stream()
                .filter(peer -> node.capabilities().offeredBy(peer, CAPABILITY))
                .toList();
    }

    private void askPlan(NodeName peer, int attempts, CompletableFuture<Term> answer) {
        node.capabilities()
                .ask(peer, CAPABILITY, PLAN, ANSWER)
                .whenComplete((term, failure) -> {
                    if (term == null || attempts == 0) {
                        answer.complete(ListTerm.of(List.of()));
                    } else if (term.equals(PENDING)) {
                        node.environment()
                                .timers()
                                .after(AGAIN, () -> askPlan(peer, attempts - 1, answer));
                    } else {
                        answer.complete(term);
                    }
                });
    }

    /// What a peer says is taken where it makes sense.
    private static Map<NodeName, Map<String, Integer>> read(Term term) {
        Map<NodeName, Map<String, Integer>> plan = new LinkedHashMap<>();
        if (term instanceof ListTerm rows) {
            for (int i = 0; i < Math.min(rows.size(), MOST_ROWS); i++) {
                if (rows.get(i) instanceof Tuple row && row.arity() == 3) {
                    read(row, plan);
                }
            }
        }
        return plan;
    }

    private static void read(Tuple row, Map<NodeName, Map<String, Integer>> plan) {
        if (row.get(0) instanceof Atom target
                && row.get(1) instanceof Binary type
                && row.get(2) instanceof IntegerTerm count
                && count.isLong()) {
            try {
                plan.computeIfAbsent(NodeName.of(target.name()), name -> new TreeMap<>())
                        .put(type.utf8(), Math.clamp(count.longValue(), 0, 1 << 30));
            } catch (IllegalArgumentException noNode) {
                // A row less.
            }
        }
    }

    /// Has this node and all others begin to give what they have too much.
    ///
    /// @return the nodes that do, this one among them
    public CompletionStage<List<NodeName>> rebalance() {
        List<NodeName> begun = new ArrayList<>(List.of(node.name()));
        rebalancer.rebalance();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (NodeName peer : peers()) {
            answers.add(
                    node.capabilities()
                            .ask(peer, CAPABILITY, REBALANCE, ANSWER)
                            .thenAccept(ok -> {
                                synchronized (begun) {
                                    begun.add(peer);
                                }
                            })
                            .exceptionally(refused -> null)
                            .toCompletableFuture());
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        begun.stream().sorted(Comparator.comparing(NodeName::toString)).toList());
    }
}
