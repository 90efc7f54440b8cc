package org.distributedactors.behaviour;

import java.util.function.Consumer;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.jspecify.annotations.Nullable;

/// A behaviour that says when it has started, so that whoever starts it can wait. Set the listener before it is spawned.
interface Readiness extends ProcessBehaviour {

    /// @param listener gets null when it has started, or the reason why not; called once, in the process itself
    void onReady(Consumer<@Nullable ExitReason> listener);
}
