package org.distributedactors.node;

import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;

/// Something that another node asked for and was not granted.
///
/// @param peer who asked, as its connection has proved it
/// @param kind of what it asked for
/// @param what the name of it, as the peer wrote it: data, never markup
/// @param error what the peer was told
public record Refusal(NodeName peer, Kind kind, String what, Atom error) {

    private static final int LONGEST = 200;

    /// What a node may ask for.
    public enum Kind {
        /// A function, by `erpc`, `rpc` or `spawn`.
        FUNCTION,
        /// An actor of a type, to be started here.
        ACTOR,
        /// A process of a type, to be moved here.
        ARRIVAL
    }

    /// Keeps the first 200 characters of what was asked for.
    public Refusal {
        what = what.length() > LONGEST ? what.substring(0, LONGEST) : what;
    }
}
