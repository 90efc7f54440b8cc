package org.distributedactors.behaviour;

import org.distributedactors.process.Self;
import org.distributedactors.term.Term;

/// Implemented by a {@link GenServer}, or by a class that implements an interface as its protocol, whose process may go on
/// on another node: says how its state travels.
///
/// ```java
/// class CounterServer implements GenServer<CounterMsg>, Movable<CounterServer.Saved> {
///     record Saved(long value) {}
///     private long value;
///     public Saved moveOut() { return new Saved(value); }
///     public void moveIn(Self self, Saved saved) { value = saved.value(); }
///     …
/// }
/// ```
///
/// The process moves with all that it has: its queue, its timers, its links and monitors, its names and groups, and the
/// callers that it has not answered yet ({@link From}s may be part of the state). What is no part of the state stays
/// behind: other fields, threads, {@link org.distributedactors.process.Timer} objects, open files.
///
/// Both methods are called by the process itself, between two messages, and nothing else of it runs meanwhile.
///
/// @param <S> the state: a record that the node's mapping can write and read
public interface Movable<S> {

    /// The state as it is now. It may be asked for and the process go on here all the same, so nothing may be given up
    /// because of it. An exception keeps the process where it is.
    S moveOut() throws Exception;

    /// Goes on with this state, in place of `init`: called once on a fresh instance before any message. It must not act on
    /// others, since the move may still be called off; the instance is dropped then. Timers, links and monitors are taken
    /// along and need not be set again. An exception keeps the process where it was.
    void moveIn(Self self, S state) throws Exception;

    /// The version of the form of the state. A node takes states of this version and of older ones.
    default int stateVersion() {
        return 1;
    }

    /// A state of an older version as one of this version, Erlang's `code_change`. An exception refuses the process, which
    /// then goes on where it was.
    ///
    /// @param version the older version
    /// @param state the state as it came
    default S codeChange(int version, Term state) throws Exception {
        throw new IllegalArgumentException(
                "no way from version %d of the state to %d".formatted(version, stateVersion()));
    }
}
