package org.distributedactors.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The way to ask another node what one of its processes is doing. Implemented above, where there is a network.
@FunctionalInterface
public interface RemoteInspection {

    /// Knows nothing.
    RemoteInspection NONE = (target, limit) -> CompletableFuture.completedStage(Optional.empty());

    /// Asks the process's node, if it is connected.
    ///
    /// @param target a process of another node
    /// @param limit the stage is complete by then
    /// @return never fails; empty when the node is not connected, does not answer in time, or does not know
    CompletionStage<Optional<ProcessInfo>> inspect(Destination target, Duration limit);
}
