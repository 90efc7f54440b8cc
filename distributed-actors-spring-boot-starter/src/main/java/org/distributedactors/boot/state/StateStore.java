package org.distributedactors.boot.state;

import java.util.Optional;

/// Keeps the states of actors outside of the cluster. An application may bring its own as a bean; {@link JdbcStateStore} keeps
/// them in a database. Called by processes, which wait; many of them at once.
///
/// Each start of an actor is a new owner of its state, with a higher number, and only the last one can save. So of two copies
/// that a partition made, the one that was started later keeps its state and the other one learns that it is superseded.
/// That holds as far as the store is one: where each side of a partition has a store of its own, nothing decides.
public interface StateStore {

    /// Makes a new owner of an actor's state.
    ///
    /// @param actor what the actor is called among all of the cluster
    /// @return the owner's number, and the state as it was saved last
    /// @throws IllegalStateException when the store has no answer
    Opened open(String actor);

    /// Saves the state.
    ///
    /// @param owner as {@link #open} gave it
    /// @throws SupersededException when there is a later owner
    /// @throws IllegalStateException when the store has no answer; whether it is saved is not known then
    void save(String actor, long owner, KeptState state);

    /// Forgets the state of an actor that has done what it was for. Nothing happens when there is a later owner.
    ///
    /// @throws IllegalStateException when the store has no answer
    void forget(String actor, long owner);

    /// What a new owner finds.
    ///
    /// @param owner higher than that of every owner before
    /// @param state empty when none was saved
    record Opened(long owner, Optional<KeptState> state) {}
}
