package org.distributedactors.spawn;

import org.distributedactors.behaviour.Restart;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.rpc.Grant;
import org.distributedactors.term.Term;

/// A kind of actor: a name, and how to make one.
///
/// @param name what other nodes call it
/// @param grant which other nodes may start it, when the node grants that at all
/// @param restart whether one that ends is started again on its node, with the same argument and a new pid
/// @param onNodeLoss what becomes of one whose node is lost
/// @param factory makes the behaviour of one new process
public record ActorType(
        String name, Grant grant, Restart restart, OnNodeLoss onNodeLoss, Factory factory) {

    /// A type whose processes are not started again.
    ///
    /// @param spawnable whether other nodes may start it, when the node grants that at all
    public ActorType(String name, boolean spawnable, Factory factory) {
        this(
                name,
                spawnable ? Grant.ANYBODY : Grant.NOBODY,
                Restart.TEMPORARY,
                OnNodeLoss.NOTHING,
                factory);
    }

    /// Whether any other node may start it.
    public boolean spawnable() {
        return !grant.equals(Grant.NOBODY);
    }

    /// The same, open to these nodes.
    public ActorType withGrant(Grant value) {
        return new ActorType(name, value, restart, onNodeLoss, factory);
    }

    /// The same, started again or not.
    public ActorType withRestart(Restart value) {
        return new ActorType(name, grant, value, onNodeLoss, factory);
    }

    /// The same, started elsewhere or not when its node is lost.
    public ActorType withOnNodeLoss(OnNodeLoss value) {
        return new ActorType(name, grant, restart, value, factory);
    }

    /// Makes the behaviour of one new process. Called before the process runs and must not block; what takes time
    /// belongs into the behaviour's start.
    @FunctionalInterface
    public interface Factory {

        /// @param argument what the starter gave, `undefined` for nothing
        /// @throws IllegalArgumentException when the argument has the wrong form
        ProcessBehaviour create(Term argument);

        /// The same for a behaviour that wants to know in what circumstances it starts.
        ///
        /// @throws IllegalArgumentException when the argument has the wrong form
        default ProcessBehaviour create(Term argument, Start start) {
            return create(argument);
        }
    }
}
