package org.distributedactors.boot.state;

import org.distributedactors.term.Binary;

/// A state as it is kept.
///
/// @param version of its form, {@link org.distributedactors.behaviour.Movable#stateVersion}
/// @param bytes in Erlang's external term format
public record KeptState(int version, Binary bytes) {}
