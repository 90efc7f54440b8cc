package org.distributedactors.process;

import java.util.List;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// What a process has with others, as it says itself between two messages.
///
/// @param links the processes it is linked with
/// @param monitors what it watches, as it was named: pids, names, `{Name, Node}`
/// @param monitoredBy the processes that watch it
/// @param trapsExits whether exit signals become messages
public record ProcessRelations(
        List<Pid> links, List<Term> monitors, List<Pid> monitoredBy, boolean trapsExits) {}
