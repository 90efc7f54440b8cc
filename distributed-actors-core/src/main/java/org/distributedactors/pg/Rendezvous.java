package org.distributedactors.pg;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Picks a member by a key: the one whose hash together with the key is highest. Every node that sees the same members
/// picks the same one, and when a member comes or goes only the keys it gains or had move.
public final class Rendezvous {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Rendezvous() {}

    /// The node that is responsible for the key among these; empty when there are none.
    public static Optional<NodeName> pickNode(Term key, Collection<NodeName> nodes) {
        long keyHash = hash(key.toString());
        return nodes.stream()
                .max(
                        Comparator.<NodeName>comparingLong(
                                        node -> mix(keyHash ^ hash(node.toString())))
                                .thenComparing(NodeName::toString));
    }

    static @Nullable Pid pick(Term key, List<Pid> members) {
        long keyHash = hash(key.toString());
        Pid best = null;
        long highest = 0;
        for (Pid member : members) {
            long score = mix(keyHash ^ hash(member));
            if (best == null || score > highest || score == highest && member.compareTo(best) > 0) {
                best = member;
                highest = score;
            }
        }
        return best;
    }

    /// By what is written of the pid, since a hash code of Java's is nobody's promise to another release.
    private static long hash(Pid pid) {
        long hash = hash(pid.node().name());
        hash = mix(hash ^ pid.id());
        hash = mix(hash ^ pid.serial());
        return mix(hash ^ pid.creation());
    }

    /// FNV-1a.
    private static long hash(String text) {
        long hash = FNV_OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /// Spreads each bit over all others.
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
