package org.distributedactors.boot.overview;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.distributedactors.mapping.AsMap;
import org.distributedactors.migration.rebalance.Moves;
import org.distributedactors.node.PeerStatus;
import org.distributedactors.transport.CloseReason;
import org.jspecify.annotations.Nullable;

/// A node at one moment, in a few kilobytes. It holds names, types and numbers, never a message or a state.
///
/// On the wire it is a map with these components as keys; later versions add keys, and skip those they do not know.
///
/// @param at when it was made
/// @param since when the node came up
/// @param processes how many run
/// @param queued messages that wait in all mailboxes
/// @param types the types with the most processes
/// @param shown the processes with the longest queues, then those with links and monitors
/// @param ties links and monitors of the processes that are shown
/// @param peers its connections
/// @param failures what failed lately, the latest first
/// @param moves processes that go from it to other nodes at this moment; null when none do
@AsMap
public record NodeSummary(
        Instant at,
        Instant since,
        int processes,
        long queued,
        List<TypeCount> types,
        List<Shown> shown,
        List<Tie> ties,
        List<Peer> peers,
        List<Failure> failures,
        @Nullable Moves moves) {

    /// How many types are told.
    static final int TYPES = 20;

    /// How many processes are told.
    static final int SHOWN = 60;

    /// How many links and monitors are told.
    static final int TIES = 200;

    /// How many connections are told.
    static final int PEERS = 100;

    /// How many failures are told and remembered.
    static final int FAILURES = 20;

    private static final int TEXT = 200;

    /// All processes of one type.
    ///
    /// @param queued messages that wait in their mailboxes
    /// @param longest messages that wait in the fullest of these
    /// @param service whether they belong to the node itself, not to the application
    @AsMap
    public record TypeCount(String type, int processes, long queued, int longest, boolean service) {

        TypeCount plus(TypeCount other) {
            return new TypeCount(
                    type,
                    processes + other.processes,
                    queued + other.queued,
                    Math.max(longest, other.longest),
                    service);
        }

        private TypeCount cut() {
            return new TypeCount(text(type), processes, queued, longest, service);
        }
    }

    /// A process that is worth a look.
    ///
    /// @param pid as its own node prints it
    /// @param name its global name, else its local one
    /// @param service whether it belongs to the node itself, not to the application
    @AsMap
    public record Shown(
            String pid, @Nullable String name, String type, int queued, boolean service) {

        private Shown cut() {
            return new Shown(text(pid), textOrNull(name), text(type), queued, service);
        }
    }

    /// A link, or a monitor of `to` by `from`. Both are `node/<0.1.0>`; `to` may be `node/name`, or a node.
    @AsMap
    public record Tie(Kind kind, String from, String to) {

        /// Of which kind it is.
        public enum Kind {
            LINK,
            MONITOR
        }

        private Tie cut() {
            return new Tie(kind, text(from), text(to));
        }
    }

    /// A connection, or what is left of one.
    ///
    /// @param pendingBytes bytes that wait to be sent
    /// @param unconnected signals that waited for a connection which did not come up
    /// @param busy messages that were refused because too much waited
    /// @param unwritable messages with a value that has no form on the wire
    /// @param monitors how many monitors are set here on what is there
    /// @param reason why the last connection ended; null while there is one
    /// @param detail the same in one clause
    @AsMap
    public record Peer(
            String name,
            PeerStatus.State state,
            Instant since,
            long pendingBytes,
            long unconnected,
            long busy,
            long unwritable,
            long monitors,
            @Nullable CloseReason reason,
            @Nullable String detail) {

        private Peer cut() {
            return new Peer(
                    text(name),
                    state,
                    since,
                    pendingBytes,
                    unconnected,
                    busy,
                    unwritable,
                    monitors,
                    reason,
                    textOrNull(detail));
        }
    }

    /// Something that failed.
    ///
    /// @param what the node, the name, or the actor's type and pid
    /// @param why in a few words, never what an exception said
    @AsMap
    public record Failure(Instant at, Kind kind, String what, String why) {

        /// What kind of thing failed.
        public enum Kind {
            ACTOR_FAILED,
            NODE_LOST,
            CONNECTION_REMOVED,
            NAME_CONFLICT
        }

        private Failure cut() {
            return new Failure(at, kind, text(what), text(why));
        }
    }

    /// The same within the limits, whoever made it.
    NodeSummary cut() {
        return new NodeSummary(
                at,
                since,
                processes,
                queued,
                some(types, TYPES, TypeCount::cut),
                some(shown, SHOWN, Shown::cut),
                some(ties, TIES, Tie::cut),
                some(peers, PEERS, Peer::cut),
                some(failures, FAILURES, Failure::cut),
                moves);
    }

    private static <T> List<T> some(List<T> all, int limit, UnaryOperator<T> cut) {
        return all.stream().limit(limit).map(cut).toList();
    }

    private static String text(String text) {
        return text.length() <= TEXT ? text : text.substring(0, TEXT) + "…";
    }

    private static @Nullable String textOrNull(@Nullable String text) {
        return text == null ? null : text(text);
    }
}
