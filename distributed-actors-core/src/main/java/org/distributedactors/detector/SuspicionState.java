package org.distributedactors.detector;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;

/// Decides who is suspected, whom to ask about it, and who is given up. No I/O, no clock, no thread: the owner asks once in
/// an eighth of the suspicion time, and peers that are watched have been asked to write something at least as often.
///
/// | Checks without a byte from the peer | A further node heard it lately | Step                                       |
/// |-------------------------------------|--------------------------------|--------------------------------------------|
/// | fewer than 4                        | -                              | none                                       |
/// | 4 to 7                              | either                         | suspected: up to three others are asked    |
/// | 8 or more                           | no, or nobody answered         | given up                                   |
/// | 8 or more                           | yes                            | asked again; the net tick is the last limit |
///
/// Silence is counted in checks and not in time: a node that was stopped itself checked nothing meanwhile, so when it goes
/// on it has nobody to accuse.
final class SuspicionState {

    /// Checks that fall into the suspicion time.
    static final int INTENSITY = 8;

    private static final int SUSPECT = INTENSITY / 2;

    /// Who was silent for as many checks does not count as heard.
    private static final int HEARD = 2;

    private static final int MOST_ASKED = 3;

    /// What the owner has to do.
    sealed interface Step {

        /// The peer is suspected from now on.
        record Suspect(NodeName peer) implements Step {}

        /// The peer was suspected and is heard again.
        record Relieve(NodeName peer) implements Step {}

        /// Ask this node whether it hears the peer.
        record Ask(NodeName helper, NodeName about) implements Step {}

        /// Close this connection.
        record GiveUp(NodeName peer, long connection, String detail) implements Step {}
    }

    private static final class Watched {

        private final long connection;
        private long bytes;
        private int silent;
        private final Map<NodeName, Boolean> votes = new HashMap<>();

        private Watched(long connection) {
            this.connection = connection;
        }
    }

    private final Map<NodeName, Long> connections = new HashMap<>();
    private final Map<NodeName, Watched> watched = new LinkedHashMap<>();
    private final RandomGenerator random;

    /// @param random picks whom to ask
    SuspicionState(RandomGenerator random) {
        this.random = random;
    }

    void up(NodeName peer, long connection) {
        connections.put(peer, connection);
        watched.remove(peer);
    }

    void down(NodeName peer) {
        connections.remove(peer);
        watched.remove(peer);
    }

    /// The peer is asked to write often enough, over this connection. It is watched from now on: one that lives answers at least.
    void asked(NodeName peer, long connection) {
        Long current = connections.get(peer);
        if (current != null && current == connection) {
            watched.put(peer, new Watched(connection));
        }
    }

    /// The peer does not want to.
    void refused(NodeName peer) {
        watched.remove(peer);
    }

    /// The connection that stands with the peer; null without one.
    @Nullable Long connection(NodeName peer) {
        return connections.get(peer);
    }

    boolean isWatched(NodeName peer) {
        return watched.containsKey(peer);
    }

    /// Whether the peer was heard lately; null when there is no connection, or it is not watched.
    @Nullable Boolean heard(NodeName peer) {
        Watched its = watched.get(peer);
        return its == null ? null : its.silent < HEARD;
    }

    /// All that were heard lately.
    Set<NodeName> heard() {
        return watched.entrySet().stream()
                .filter(entry -> entry.getValue().silent < HEARD)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Who is suspected, in the order of names.
    Set<NodeName> suspected() {
        Set<NodeName> all = new TreeSet<>(Comparator.comparing(NodeName::toString));
        watched.forEach((peer, its) -> {
            if (its.silent >= SUSPECT) {
                all.add(peer);
            }
        });
        return all;
    }

    /// What a node answered that was asked about a peer.
    void answered(NodeName helper, NodeName about, boolean heard) {
        Watched its = watched.get(about);
        if (its != null && its.silent >= SUSPECT) {
            its.votes.put(helper, heard);
        }
    }

    /// One check.
    ///
    /// @param bytesIn how much each connected peer has sent in all
    List<Step> check(Map<NodeName, Long> bytesIn) {
        List<Step> steps = new ArrayList<>();
        bytesIn.forEach((peer, bytes) -> {
            Watched its = watched.get(peer);
            if (its != null) {
                count(peer, its, bytes, steps);
            }
        });
        for (Map.Entry<NodeName, Watched> entry : watched.entrySet()) {
            judge(entry.getKey(), entry.getValue(), steps);
        }
        return steps;
    }

    private static void count(NodeName peer, Watched its, long bytes, List<Step> steps) {
        if (bytes == its.bytes) {
            its.silent++;
            return;
        }
        if (its.silent >= SUSPECT) {
            steps.add(new Step.Relieve(peer));
        }
        its.bytes = bytes;
        its.silent = 0;
        its.votes.clear();
    }

    private void judge(NodeName peer, Watched its, List<Step> steps) {
        if (its.silent < SUSPECT) {
            return;
        }
        if (its.silent == SUSPECT) {
            steps.add(new Step.Suspect(peer));
        }
        if (its.silent >= INTENSITY && !its.votes.containsValue(true)) {
            steps.add(new Step.GiveUp(peer, its.connection, silence(its)));
            return;
        }
        // An answer holds until the next check: who heard the peer once may not hear it now.
        its.votes.clear();
        helpers(peer).forEach(helper -> steps.add(new Step.Ask(helper, peer)));
    }

    private static String silence(Watched its) {
        return its.votes.isEmpty()
                ? "silent, and no other node could say more"
                : "silent, and not heard by others either: " + its.votes.size() + " asked";
    }

    private List<NodeName> helpers(NodeName suspect) {
        List<NodeName> able = new ArrayList<>();
        watched.forEach((peer, its) -> {
            if (its.silent < HEARD && !peer.equals(suspect)) {
                able.add(peer);
            }
        });
        int asked = Math.min(MOST_ASKED, able.size());
        for (int i = 0; i < asked; i++) {
            Collections.swap(able, i, random.nextInt(i, able.size()));
        }
        return able.subList(0, asked);
    }
}
