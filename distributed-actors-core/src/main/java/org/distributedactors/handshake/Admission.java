package org.distributedactors.handshake;

/// What the node decides about a peer that dialled it, from the one table of all connections.
///
/// When both nodes dial each other at the same moment, the attempt of the greater name survives; names
/// compare byte by byte.
public enum Admission {

    /// Nothing stands between the two: go on.
    OK,

    /// We were dialling the peer too and gave that up, since its name is the greater one: go on.
    OK_SIMULTANEOUS,

    /// We are dialling the peer and our name is the greater one: this attempt ends, ours goes on.
    NOK,

    /// A connection with this name stands already. The peer is asked whether this one shall replace it.
    ALIVE,

    /// Another attempt to replace the standing connection is under way: this one ends without a word.
    ALREADY_PENDING,

    /// A connection with this name stands, of another life that was heard a moment ago: two nodes have one name.
    TWIN,

    /// The peer is not wanted here.
    NOT_ALLOWED
}
