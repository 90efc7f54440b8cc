package org.distributedactors.spawn;

import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.term.Term;

/// A kind of actor: a name, and how to make one.
///
/// @param name what other nodes call it
/// @param spawnable whether other nodes may start it, when the node grants that at all
/// @param factory makes the behaviour of one new process
public record ActorType(String name, boolean spawnable, Factory factory) {

    /// Makes the behaviour of one new process. Called before the process runs and must not block; what takes time
    /// belongs into the behaviour's start.
    @FunctionalInterface
    public interface Factory {

        /// @param argument what the starter gave, `undefined` for nothing
        /// @throws IllegalArgumentException when the argument has the wrong form
        ProcessBehaviour create(Term argument);
    }
}
