package org.distributedactors.global;

import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// A name with an owner in each of two partitions that join.
///
/// @param name the name
/// @param method the resolver that our owner registered with
/// @param his the owner in the other partition
/// @param ours the owner in ours
record Conflict(Term name, Term method, Pid his, Pid ours) {}
