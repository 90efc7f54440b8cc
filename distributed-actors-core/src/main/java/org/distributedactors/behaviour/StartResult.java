package org.distributedactors.behaviour;

import org.distributedactors.process.ExitReason;

/// What became of the start of a server. A taken name is an answer, not an exception.
public sealed interface StartResult<M> {

    record Started<M>(ServerRef<M> ref) implements StartResult<M> {}

    /// The name belongs to another process; nothing was started.
    record AlreadyStarted<M>(ServerRef<M> ref) implements StartResult<M> {}

    /// `init` failed or stopped.
    record Failed<M>(ExitReason reason) implements StartResult<M> {}

    /// The server that runs now, whoever started it.
    ///
    /// @throws IllegalStateException when none does
    default ServerRef<M> ref() {
        return switch (this) {
            case Started<M>(ServerRef<M> ref) -> ref;
            case AlreadyStarted<M>(ServerRef<M> ref) -> ref;
            case Failed<M>(ExitReason reason) ->
                    throw new IllegalStateException("the server did not start: " + reason);
        };
    }
}
