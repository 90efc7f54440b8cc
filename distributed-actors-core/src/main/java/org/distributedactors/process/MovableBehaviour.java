package org.distributedactors.process;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// What a {@link ProcessBehaviour} is asked when its process goes on on another node. All but {@link #implementation},
/// {@link #stateVersion} and {@link #moves} is called by the process itself, between two messages.
public interface MovableBehaviour {

    /// The class by which nodes know what this is; see {@link ProcessBehaviour#movable}.
    Class<?> implementation();

    /// The version of the form of the state.
    int stateVersion();

    /// What else its new instance is to know, beside the state: what it is called, for example.
    default String label() {
        return "";
    }

    /// How often the process has moved before.
    default int moves() {
        return 0;
    }

    /// The state, for another node. The process may yet go on here.
    Object moveOut() throws Exception;

    /// Goes on with a state, in place of {@link ProcessBehaviour#start}.
    ///
    /// @param idle after which time without a message the process wants to be told; empty when it does not
    void moveIn(Self self, MovedState state, Optional<Duration> idle) throws Exception;

    /// How much is left of the time after which the process wants to be told that no message has come.
    default Optional<Duration> idle() {
        return Optional.empty();
    }

    /// What a queued message is on another node, when it is one that only this behaviour knows: itself for an ordinary
    /// one, an {@link ExitReason} for what ends the process with it, null for what need not be kept.
    default @Nullable Object written(Object message) {
        return message;
    }

    /// The process goes on on another node, or did not come here after all: this instance is left without an end of its
    /// process.
    default void left() {}

    /// A state as it came.
    ///
    /// @param version of its form
    /// @param label as {@link #label} gave it
    record MovedState(int version, String label, RemoteMessage bytes) {

        /// The state as it came.
        ///
        /// @throws RuntimeException when it is none
        public Term term() {
            return (Term) bytes.decode(null);
        }

        /// The state as a value of this type.
        ///
        /// @throws RuntimeException when it has another form
        public Object as(Type type) {
            return bytes.decode(type);
        }
    }
}
