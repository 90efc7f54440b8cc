package org.distributedactors.process;

import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;

/// A monitored process is no more, or never was. Arrives once for each monitor, never after a `demonitor`.
///
/// @param ref what `monitor` returned
/// @param target the pid, or `{Name, Node}` when it was monitored by name
/// @param reason with which it ended; `noproc` when there was none, `noconnection` when its node was lost
public record Down(Reference ref, Term target, ExitReason reason) {}
