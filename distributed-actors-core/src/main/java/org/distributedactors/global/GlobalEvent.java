package org.distributedactors.global;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Something that happened to the names or to the partition, as this node saw it.
public sealed interface GlobalEvent {

    /// The name belongs to this pid in this node's table from now on.
    ///
    /// @param previous who had it until now, or null
    record NameRegistered(Term name, Pid pid, @Nullable Pid previous) implements GlobalEvent {}

    /// The name is free in this node's table: it was given back, or its process or node is gone.
    record NameUnregistered(Term name, Pid pid) implements GlobalEvent {}

    /// Two partitions met with different owners of one name, and this node decided.
    ///
    /// @param kept who keeps the name, or null when nobody does
    record NameConflict(Term name, Pid first, Pid second, @Nullable Pid kept)
            implements GlobalEvent {}

    /// Our table of names differed from that of another node of our partition, and was made equal.
    ///
    /// @param node the other node
    /// @param names how many names differed
    record TableMended(Term node, int names) implements GlobalEvent {}

    /// The node belongs to our partition.
    record NodeJoined(Atom node) implements GlobalEvent {}

    /// The node no longer belongs to our partition.
    record NodeLeft(Atom node) implements GlobalEvent {}

    /// We cut our connection to a node, so that no two partitions overlap.
    ///
    /// @param reporter who lost its connection to a node, or asked to be left
    /// @param lost the node that was lost
    record ConnectionRemoved(Atom node, Atom reporter, Atom lost) implements GlobalEvent {}
}
