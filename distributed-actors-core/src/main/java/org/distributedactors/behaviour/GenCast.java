package org.distributedactors.behaviour;

/// A message for a server that is not answered; on the wire `{'$gen_cast', Request}`.
public record GenCast(Object request) {}
