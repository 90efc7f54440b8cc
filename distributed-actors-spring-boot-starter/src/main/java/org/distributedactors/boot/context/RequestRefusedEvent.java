package org.distributedactors.boot.context;

import org.distributedactors.node.Refusal;
import org.distributedactors.term.NodeName;

/// Another node asked for something that it is not granted. At most ten a second are published. Where Actuator has an audit
/// repository it gets an event of the type `ACTOR_REQUEST_REFUSED` too, with the peer as the principal.
///
/// @param peer who asked
/// @param kind what kind of thing it asked for
/// @param what the name of it, as the peer wrote it: data, never markup
/// @param error what the peer was told
/// @param untold how many more there were since the last event
public record RequestRefusedEvent(
        NodeName peer, Refusal.Kind kind, String what, String error, long untold) {}
