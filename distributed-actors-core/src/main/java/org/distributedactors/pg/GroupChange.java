package org.distributedactors.pg;

import java.util.List;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;

/// What a process is told that watches a group or a scope; in Erlang `{Ref, join, Group, Pids}` and
/// `{Ref, leave, Group, Pids}`.
public sealed interface GroupChange {

    /// Which watch this is about.
    Reference ref();

    /// The group.
    Term group();

    /// Those that joined or left, one that did so twice twice.
    List<Pid> pids();

    /// Processes joined.
    record Join(Reference ref, Term group, List<Pid> pids) implements GroupChange {}

    /// Processes left, ended, or were lost with their node.
    record Leave(Reference ref, Term group, List<Pid> pids) implements GroupChange {}
}
