package org.distributedactors.pg;

import java.util.List;
import java.util.Map;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;

/// The beginning of a watch over all groups of a scope: what follows is told in {@link GroupChange} messages with this
/// reference, each once and none missing.
///
/// @param ref under which the process is told
/// @param groups and their members when the watch began
public record ScopeMonitor(Reference ref, Map<Term, List<Pid>> groups) {}
