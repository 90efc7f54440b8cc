package org.distributedactors.pg;

import java.util.List;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;

/// The beginning of a watch over one group: what follows is told in {@link GroupChange} messages with this reference, each
/// once and none missing.
///
/// @param ref under which the process is told
/// @param members when the watch began
public record GroupMonitor(Reference ref, List<Pid> members) {}
