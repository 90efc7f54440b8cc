package org.distributedactors.behaviour;

import java.util.List;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// What a supervisor understands; the calls of OTP's `supervisor`. A call that comes while the supervisor starts or ends
/// several children in order is answered when that is done.
public sealed interface SupervisorMessage {

    /// Starts one more child; answered when its start is done. A child that cannot start is forgotten.
    record StartChild(ChildSpec spec)
            implements SupervisorMessage, Call<SupervisorMessage, ChildResult> {}

    /// Ends a child; answered when it has ended. It stays known and can be started again, unless it is temporary or the
    /// supervisor is {@link Strategy#DYNAMIC}. There every child of the id ends.
    record TerminateChild(String id)
            implements SupervisorMessage, Call<SupervisorMessage, Outcome> {}

    /// The same for the child with this pid.
    record TerminateProcess(Pid pid)
            implements SupervisorMessage, Call<SupervisorMessage, Outcome> {}

    /// Starts a child that was ended or has ended, and is still known.
    record RestartChild(String id)
            implements SupervisorMessage, Call<SupervisorMessage, ChildResult> {}

    /// Forgets a child that does not run.
    record DeleteChild(String id) implements SupervisorMessage, Call<SupervisorMessage, Outcome> {}

    /// All children in the order of their start.
    record WhichChildren() implements SupervisorMessage, Call<SupervisorMessage, List<ChildInfo>> {}

    /// How many there are, without listing them.
    record CountChildren() implements SupervisorMessage, Call<SupervisorMessage, ChildCount> {}

    /// What became of the start of a child.
    sealed interface ChildResult {

        record Started(Pid pid) implements ChildResult {}

        /// The id or the name belongs to a process that runs.
        record AlreadyStarted(Pid pid) implements ChildResult {}

        /// The reason of a start that failed, or `already_present`, `not_found`, `restarting`, `max_children`.
        record Failed(ExitReason reason) implements ChildResult {}
    }

    /// What became of a request about a child.
    enum Outcome {
        OK,
        NOT_FOUND,
        /// It runs, so it cannot be forgotten.
        RUNNING,
        /// It is about to start, so it cannot be forgotten.
        RESTARTING
    }

    /// @param pid null while it does not run
    /// @param restarts how often it was started again
    record ChildInfo(String id, @Nullable Pid pid, Restart restart, int restarts) {}

    /// @param specs children that are known
    /// @param active children that run
    record ChildCount(int specs, int active) {}
}
