package org.distributedactors.behaviour;

import java.util.List;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// What a supervisor understands.
public sealed interface SupervisorMessage {

    /// Starts one more child; answered when its start is done.
    record StartChild(ChildSpec spec)
            implements SupervisorMessage, Call<SupervisorMessage, ChildResult> {}

    /// Stops a child and forgets it; answered when it has ended, false when there is none.
    record StopChild(String id) implements SupervisorMessage, Call<SupervisorMessage, Boolean> {}

    record WhichChildren() implements SupervisorMessage, Call<SupervisorMessage, List<ChildInfo>> {}

    /// What became of the start of a child.
    sealed interface ChildResult {

        record Started(Pid pid) implements ChildResult {}

        /// The id or the name belongs to a process that runs.
        record AlreadyStarted(Pid pid) implements ChildResult {}

        record Failed(ExitReason reason) implements ChildResult {}
    }

    /// @param pid null while it does not run
    /// @param restarts how often it was started again
    record ChildInfo(String id, @Nullable Pid pid, Restart restart, int restarts) {}
}
