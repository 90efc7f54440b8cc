package org.distributedactors.migration.rebalance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.distributedactors.migration.MovableProcess;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;

/// Which of its own processes a node gives to which others. No I/O, no clock, no chance.
///
/// Each node plans for itself, from the same shares. One that has more than the mean gives what is above it, and no more; to
/// each node that has less a part of it, in proportion to what that lacks. So several that give at the same time do not
/// overfill one that takes, whoever is quicker, and a process that has moved is not moved on: it is where there was
/// too little.
///
/// While no node is further from the mean than the tolerance nobody gives, so that small differences move nobody. Those
/// that have moved least often go first.
///
/// @param mean what each node would have
/// @param moves what is given to whom, in the order in which it goes
/// @param all how many would go without a limit to how many go at most, as far as that is known without planning all of it
public record RebalancePlan(double mean, List<Move> moves, int all) {

    /// One process that goes to another node.
    public record Move(MovableProcess process, NodeName target) {}

    public RebalancePlan {
        moves = List.copyOf(moves);
    }

    /// Levels the load.
    ///
    /// @param us this node
    /// @param shares of all nodes that take part, this one among them
    /// @param movable the processes of this node that may go; others are not touched
    /// @param perProcess how much each of them adds to the load
    /// @param tolerance how far from the mean a node may be before anybody moves, such as 0.1
    /// @param most how many go at most
    public static RebalancePlan level(
            NodeName us,
            List<Share> shares,
            List<MovableProcess> movable,
            double perProcess,
            double tolerance,
            int most) {
        double mean = shares.stream().mapToDouble(Share::load).average().orElse(0);
        double own = loadOf(us, shares);
        double excess = own - mean;
        double least = shares.stream().mapToDouble(Share::load).min().orElse(0);
        boolean level = own <= mean * (1 + tolerance) && least >= mean * (1 - tolerance);
        if (level || excess < perProcess || perProcess <= 0) {
            return new RebalancePlan(mean, List.of(), 0);
        }
        Map<NodeName, Double> lacks = new LinkedHashMap<>();
        for (Share share : sorted(shares)) {
            if (!share.node().equals(us) && share.load() < mean) {
                lacks.put(share.node(), mean - share.load());
            }
        }
        double lacking = lacks.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<NodeName, Integer> room = new LinkedHashMap<>();
        lacks.forEach((node, lack) ->
                room.put(node, (int) Math.floor(excess * lack / lacking / perProcess + 1e-9)));
        int taken = taken(shares, room, movable);
        List<Move> moves = given(sorted(shares), room, movable, Math.min(most, movable.size()));
        return new RebalancePlan(mean, moves, moves.size() < most ? moves.size() : taken);
    }

    /// How many the others have room for, of the types that each takes.
    private static int taken(
            List<Share> shares, Map<NodeName, Integer> room, List<MovableProcess> movable) {
        Map<String, Integer> ofType = new HashMap<>();
        movable.forEach(process -> ofType.merge(process.type(), 1, Integer::sum));
        long taken = 0;
        for (Share share : shares) {
            int known = share.types().stream().mapToInt(type -> ofType.getOrDefault(type, 0)).sum();
            taken += Math.min(known, room.getOrDefault(share.node(), 0));
        }
        return (int) Math.min(taken, movable.size());
    }

    /// Gives all away, to nodes that have least first.
    ///
    /// @param shares of the nodes that take, without this one
    /// @param movable the processes of this node that may go
    /// @param perProcess how much each of them adds to the load
    public static RebalancePlan empty(
            List<Share> shares, List<MovableProcess> movable, double perProcess) {
        Map<NodeName, Double> loads = new LinkedHashMap<>();
        sorted(shares).forEach(share -> loads.put(share.node(), share.load()));
        List<Move> moves = new ArrayList<>();
        for (MovableProcess process : oldestFirst(movable)) {
            shares.stream()
                    .filter(share -> share.types().contains(process.type()))
                    .map(Share::node)
                    .min(
                            Comparator.<NodeName>comparingDouble(
                                            node -> loads.getOrDefault(node, 0.0))
                                    .thenComparing(NodeName::toString))
                    .ifPresent(target -> {
                        moves.add(new Move(process, target));
                        loads.merge(target, perProcess, Double::sum);
                    });
        }
        double mean = loads.values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
        return new RebalancePlan(mean, moves, moves.size());
    }

    /// To one target after the other, so that all of them get some early.
    private static List<Move> given(
            List<Share> shares,
            Map<NodeName, Integer> room,
            List<MovableProcess> movable,
            int most) {
        List<Move> moves = new ArrayList<>();
        List<MovableProcess> waiting = new ArrayList<>(oldestFirst(movable));
        boolean progress = true;
        while (progress && moves.size() < most) {
            progress = false;
            for (Share share : shares) {
                int left = room.getOrDefault(share.node(), 0);
                MovableProcess process = left > 0 ? take(waiting, share) : null;
                if (process != null && moves.size() < most) {
                    moves.add(new Move(process, share.node()));
                    room.put(share.node(), left - 1);
                    progress = true;
                }
            }
        }
        return moves;
    }

    private static @Nullable MovableProcess take(List<MovableProcess> waiting, Share share) {
        for (int i = waiting.size() - 1; i >= 0; i--) {
            if (share.types().contains(waiting.get(i).type())) {
                return waiting.remove(i);
            }
        }
        return null;
    }

    /// Those that have moved least often, taken from the end.
    private static List<MovableProcess> oldestFirst(List<MovableProcess> movable) {
        return movable.stream()
                .sorted(
                        Comparator.comparingInt(MovableProcess::moves)
                                .thenComparing(MovableProcess::pid)
                                .reversed())
                .toList();
    }

    private static List<Share> sorted(List<Share> shares) {
        return shares.stream()
                .sorted(Comparator.comparing(share -> share.node().toString()))
                .toList();
    }

    private static double loadOf(NodeName us, List<Share> shares) {
        return shares.stream()
                .filter(share -> share.node().equals(us))
                .mapToDouble(Share::load)
                .sum();
    }

    /// How many go to each node, of each type.
    public Map<NodeName, Map<String, Integer>> counts() {
        Map<NodeName, Map<String, Integer>> counts = new LinkedHashMap<>();
        for (Move move : moves) {
            counts.computeIfAbsent(move.target(), node -> new TreeMap<>())
                    .merge(move.process().type(), 1, Integer::sum);
        }
        return counts;
    }

    @Override
    public String toString() {
        return "mean %.1f, %d to move: %s".formatted(mean, moves.size(), counts());
    }
}
