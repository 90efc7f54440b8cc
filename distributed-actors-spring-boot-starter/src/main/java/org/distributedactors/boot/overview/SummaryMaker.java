package org.distributedactors.boot.overview;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.distributedactors.boot.actor.ActorInstances;
import org.distributedactors.boot.overview.NodeSummary.Shown;
import org.distributedactors.boot.overview.NodeSummary.Tie;
import org.distributedactors.boot.overview.NodeSummary.TypeCount;
import org.distributedactors.migration.rebalance.Rebalancer;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeStatus;
import org.distributedactors.node.PeerDrops;
import org.distributedactors.node.PeerStatus;
import org.distributedactors.process.MonitorBook;
import org.distributedactors.process.ProcessCensus;
import org.distributedactors.process.ProcessInfo;
import org.distributedactors.process.ProcessRelations;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// Makes the summary of this node. It counts all processes, and asks some of them for their links; one that is stuck in a
/// handler does not answer, so the whole waits {@link #PATIENCE_MILLIS} at most.
final class SummaryMaker {

    private static final int PATIENCE_MILLIS = 200;

    /// How many processes are asked for their links.
    private static final int ASKED = 150;

    private static final Pattern SERVICE =
            Pattern.compile(
                    "org\\.distributedactors\\.(node|rpc|global|pg|spawn|migration|boot\\.actor|boot\\.exclusive)\\..*|global_name_server|pg"
                            + " scope .*");

    private static final Pattern LAMBDA = Pattern.compile("\\$\\$Lambda.*");

    private final Node node;
    private final ActorInstances actors;
    private final RecentFailures failures;
    private final Rebalancer rebalancer;

    SummaryMaker(Node node, ActorInstances actors, RecentFailures failures, Rebalancer rebalancer) {
        this.node = node;
        this.actors = actors;
        this.failures = failures;
        this.rebalancer = rebalancer;
    }

    /// Empty while the node is not up. It may block for a moment.
    Optional<NodeSummary> make() {
        return node.status().map(this::make);
    }

    private NodeSummary make(NodeStatus status) {
        ProcessRuntime processes = node.processes();
        ProcessCensus census = processes.census(NodeSummary.TYPES);
        Map<Pid, ActorInstances.Status> listed = new LinkedHashMap<>();
        actors.all().forEach(actor -> listed.put(actor.pid(), actor));
        Set<Pid> asked = asked(processes, census, listed);
        Map<Pid, ProcessRelations> relations = relations(processes, asked);
        List<Tie> ties = new ArrayList<>();
        Set<Pid> shown = new LinkedHashSet<>();
        Set<Pid> linked = new LinkedHashSet<>();
        census.longest().forEach(queue -> shown.add(queue.pid()));
        relations.forEach((pid, its) -> {
            if (!its.links().isEmpty() || !its.monitoredBy().isEmpty()) {
                shown.add(pid);
            }
            its.links()
                    .forEach(other -> {
                        addTie(ties, Tie.Kind.LINK, pid, TermText.target(other));
                        linked.add(other);
                    });
        });
        linked.stream().filter(processes::isHere).limit(NodeSummary.SHOWN).forEach(shown::add);
        Map<String, Long> monitorsOf = new HashMap<>();
        for (MonitorBook.Entry entry : processes.monitors().active()) {
            monitorsOf.merge(String.valueOf(TermText.nodeOf(entry.target())), 1L, Long::sum);
            addTie(ties, Tie.Kind.MONITOR, entry.watcher(), TermText.target(entry.target()));
            if (shown.size() < NodeSummary.SHOWN) {
                shown.add(entry.watcher());
            }
        }
        listed.keySet().stream().limit(NodeSummary.SHOWN).forEach(shown::add);
        return new NodeSummary(
                        node.environment().clock().instant(),
                        status.since(),
                        census.processes(),
                        census.waiting(),
                        types(census),
                        shown.stream()
                                .limit(NodeSummary.SHOWN)
                                .flatMap(pid -> shown(processes, pid, listed.get(pid)).stream())
                                .toList(),
                        ties,
                        node.peers().stream()
                                .limit(NodeSummary.PEERS)
                                .map(peer -> peer(peer, monitorsOf))
                                .toList(),
                        failures.all(),
                        rebalancer.moves().orElse(null))
                .cut();
    }

    private static void addTie(List<Tie> ties, Tie.Kind kind, Pid from, String to) {
        if (ties.size() < NodeSummary.TIES) {
            ties.add(new Tie(kind, TermText.target(from), to));
        }
    }

    /// Actors, those with a name, and those with long queues.
    private static Set<Pid> asked(
            ProcessRuntime processes,
            ProcessCensus census,
            Map<Pid, ActorInstances.Status> listed) {
        Set<Pid> asked = new LinkedHashSet<>();
        listed.keySet().stream().limit(ASKED / 2).forEach(asked::add);
        processes.registered().stream()
                .limit(ASKED)
                .forEach(name -> processes.whereis(name).ifPresent(asked::add));
        census.longest().forEach(queue -> asked.add(queue.pid()));
        return asked;
    }

    private static Map<Pid, ProcessRelations> relations(ProcessRuntime processes, Set<Pid> asked) {
        Map<Pid, CompletableFuture<Optional<ProcessRelations>>> answers = new LinkedHashMap<>();
        asked.stream()
                .limit(ASKED)
                .forEach(pid -> answers.put(pid, processes.relations(pid).toCompletableFuture()));
        awaitAll(answers.values().toArray(CompletableFuture<?>[]::new));
        Map<Pid, ProcessRelations> told = new LinkedHashMap<>();
        answers.forEach((pid, answer) -> {
            if (answer.isDone() && !answer.isCompletedExceptionally()) {
                answer.join().ifPresent(relations -> told.put(pid, relations));
            }
        });
        return told;
    }

    private static void awaitAll(CompletableFuture<?>[] answers) {
        try {
            CompletableFuture.allOf(answers).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException someDidNotAnswer) {
            // What the others said is shown.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Plain processes of one class are one type, whichever of its lambdas they run.
    private static List<TypeCount> types(ProcessCensus census) {
        Map<String, TypeCount> types = new LinkedHashMap<>();
        for (ProcessCensus.OfType type : census.types()) {
            TypeCount one =
                    new TypeCount(
                            readable(type.type()),
                            type.processes(),
                            type.waiting(),
                            type.longest(),
                            isService(type.type()));
            types.merge(one.type(), one, TypeCount::plus);
        }
        return List.copyOf(types.values());
    }

    private static boolean isService(String type) {
        return SERVICE.matcher(type).matches();
    }

    private static String readable(String type) {
        return LAMBDA.matcher(type).replaceFirst("\\$lambda");
    }

    private static Optional<Shown> shown(
            ProcessRuntime processes, Pid pid, ActorInstances.@Nullable Status actor) {
        return processes.info(pid).map(info -> shown(info, actor));
    }

    private static Shown shown(ProcessInfo info, ActorInstances.@Nullable Status actor) {
        String name = info.name() == null ? null : info.name().name();
        return new Shown(
                TermText.of(info.pid()),
                actor != null && actor.global() != null ? actor.global() : name,
                readable(info.type()),
                info.queueLength(),
                isService(info.type()));
    }

    private static NodeSummary.Peer peer(PeerStatus peer, Map<String, Long> monitorsOf) {
        PeerStatus.Connection connection = peer.connection();
        PeerDrops drops = peer.drops();
        return new NodeSummary.Peer(
                peer.name().toString(),
                peer.state(),
                peer.since(),
                connection == null ? 0 : connection.statistics().pendingBytes(),
                drops.unconnected(),
                drops.busy(),
                drops.unwritable(),
                monitorsOf.getOrDefault(peer.name().toString(), 0L),
                peer.reason(),
                peer.detail());
    }
}
