package org.distributedactors.handshake;

/// Why a handshake ended without a connection.
public enum RefusalReason {

    /// The peer does not hold our cookie.
    COOKIE,

    /// The peer lacks a capability that is mandatory.
    FLAGS,

    /// The peer's name is none, is our own, or is not the one we dialled.
    NAME,

    /// One side does not want the other: by a list of names, or for a capability the dialling side lacks.
    NOT_ALLOWED,

    /// Both sides dialled and the other connection goes first. Nothing is wrong.
    SIMULTANEOUS,

    /// The dialling side took its attempt back, since it knows of a newer one. Nothing is wrong.
    WITHDRAWN,

    /// The peer said something that has no place in the dialogue.
    PROTOCOL
}
