package org.distributedactors.global;

import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Decides who keeps a global name. It must be a pure function: it is called on the kernel's thread or on one that reads the network, may not wait, and
/// must give the same answer whichever of the two comes first.
@FunctionalInterface
public interface ConflictFunction {

    /// @return the process that keeps the name, while the other is killed; null when neither does, and both are told
    @Nullable Pid keep(Term name, Pid one, Pid other);
}
