package org.distributedactors.boot.actuate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.distributedactors.migration.rebalance.ClusterRebalance;
import org.distributedactors.migration.rebalance.Rebalancer;
import org.distributedactors.spawn.NodeLoad;
import org.distributedactors.term.NodeName;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/// What each node has to do, and what each would give to which others; a write has all of them do it.
@Endpoint(id = "actorrebalance", defaultAccess = Access.READ_ONLY)
public final class ActorRebalanceEndpoint {

    private final Rebalancer rebalancer;
    private final ClusterRebalance cluster;

    ActorRebalanceEndpoint(Rebalancer rebalancer, ClusterRebalance cluster) {
        this.rebalancer = rebalancer;
        this.cluster = cluster;
    }

    /// @param automatic whether it happens by itself
    /// @param mean what each node would have
    /// @param nodes what each has
    /// @param moves how many would go from each node to each, of each type
    public record PlanDescriptor(
            boolean automatic,
            double mean,
            List<LoadDescriptor> nodes,
            Map<String, Map<String, Map<String, Integer>>> moves)
            implements OperationResponseBody {}

    /// One node's.
    public record LoadDescriptor(
            String node, long actors, long processes, long queued, double cpu) {}

    /// What is going on from now on, at a limited rate.
    ///
    /// @param nodes those that give what they have too much
    /// @param moves how many are to go from each node to each, of each type
    public record RebalancingDescriptor(
            List<String> nodes, Map<String, Map<String, Map<String, Integer>>> moves)
            implements OperationResponseBody {}

    /// The plan. Moves nothing.
    @ReadOperation
    public PlanDescriptor plan() {
        return new PlanDescriptor(
                rebalancer.settings().automatic(),
                await(rebalancer.plan()).mean(),
                await(rebalancer.loads()).stream().map(ActorRebalanceEndpoint::described).toList(),
                moves());
    }

    private Map<String, Map<String, Map<String, Integer>>> moves() {
        Map<String, Map<String, Map<String, Integer>>> moves = new TreeMap<>();
        await(cluster.plan())
                .forEach((from, targets) -> {
                    Map<String, Map<String, Integer>> of = new TreeMap<>();
                    targets.forEach((target, types) -> of.put(target.toString(), types));
                    moves.put(from.toString(), of);
                });
        return moves;
    }

    private static LoadDescriptor described(NodeLoad load) {
        return new LoadDescriptor(
                load.node().toString(),
                load.actors(),
                load.processes(),
                load.queued(),
                load.cpuPermille() / 1000.0);
    }

    /// Carries the plan out.
    @WriteOperation
    public RebalancingDescriptor rebalance() {
        Map<String, Map<String, Map<String, Integer>>> moves = moves();
        return new RebalancingDescriptor(
                await(cluster.rebalance()).stream().map(NodeName::toString).toList(), moves);
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException known ? known : failure;
        }
    }
}
