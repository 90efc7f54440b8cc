package org.distributedactors.global;

import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// A name as it travels between nodes.
///
/// @param name any term
/// @param pid who has it
/// @param method the resolver a conflict is given to: a fun, kept as it came
record GlobalName(Term name, Pid pid, Term method) {}
