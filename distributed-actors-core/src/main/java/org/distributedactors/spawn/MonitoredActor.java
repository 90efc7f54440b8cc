package org.distributedactors.spawn;

import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.term.Reference;

/// An actor that was watched from its very start.
///
/// @param ref its address
/// @param monitor the reference of the one {@link org.distributedactors.process.Down} that comes when it ends
public record MonitoredActor<M>(ServerRef<M> ref, Reference monitor) {}
