package org.distributedactors.boot.actor;

import java.util.Collection;
import java.util.Set;
import org.distributedactors.term.NodeName;

/// Which side of a parted cluster may run actors with a global name: the one that has more than half of the seeds. With such a
/// rule a node on another side stops its own.
///
/// It knows no more than who is connected, and decides wrong where that is not enough:
/// - When most seeds have crashed, those that are left stop although nobody else runs.
/// - On a side with exactly half of the seeds, and when the cluster falls into more than two parts, nobody may run at all.
/// - Until a node has noticed that the others are gone, up to the tick time, both sides run.
///
/// For one owner in spite of that there are exclusive names.
///
/// @param seeds all that were configured, the same on every node; none for no such rule
public record MajorityRule(Set<NodeName> seeds) {

    /// Actors with a global name run on every side.
    public static final MajorityRule EVERYWHERE = new MajorityRule(Set.of());

    public MajorityRule {
        seeds = Set.copyOf(seeds);
    }

    /// Whether a node that is connected with these is on the side of the majority.
    boolean holds(NodeName self, Collection<NodeName> connected) {
        return 2 * reached(self, connected) > seeds.size();
    }

    /// How many of the seeds are on the node's side.
    long reached(NodeName self, Collection<NodeName> connected) {
        return seeds.stream().filter(seed -> seed.equals(self) || connected.contains(seed)).count();
    }
}
