package org.distributedactors.spawn;

import org.distributedactors.term.Pid;

/// The circumstances in which a spawned actor starts.
///
/// @param parent its supervisor, whose exit ends it also when it traps exits
/// @param id what it is called among all actors of the cluster, whatever its pid: the same when it is started again, here or on
///     another node, or moves
public record Start(Pid parent, String id) {}
