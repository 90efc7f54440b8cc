package org.distributedactors.boot.context;

import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Two partitions met, each had an owner of the same global name, and this node decided for both.
///
/// @param name the name
/// @param first the owner on the other side
/// @param second the owner on this side
/// @param kept who keeps the name; null when nobody does
public record GlobalNameConflictEvent(Term name, Pid first, Pid second, @Nullable Pid kept) {}
