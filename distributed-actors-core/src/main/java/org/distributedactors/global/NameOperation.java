package org.distributedactors.global;

import org.distributedactors.term.Term;

/// One change that two joining partitions agreed on, and that every node of both carries out.
sealed interface NameOperation {

    /// The name belongs to this pid from now on, whoever had it.
    record Insert(GlobalName entry) implements NameOperation {}

    /// Nobody has the name.
    record Delete(Term name) implements NameOperation {}
}
