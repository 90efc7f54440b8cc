package org.distributedactors.behaviour;

import java.util.ArrayList;
import java.util.List;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// One child of a supervisor, over all its restarts.
final class Child {

    enum State {
        /// Will start.
        WAITING,
        STARTING,
        RUNNING,
        STOPPING,
        /// Has failed; what follows is not decided yet.
        FAILED,
        /// Its name belongs to another process, for whose end the supervisor waits.
        NAME_TAKEN,
        /// Does not run and nobody will start it by himself.
        STOPPED
    }

    final ChildSpec spec;
    State state = State.WAITING;
    @Nullable Pid pid;
    int restarts;

    /// Whether what was started last is a supervisor.
    boolean supervisor;

    /// Who has its name, while that is taken.
    @Nullable Pid nameOwner;

    /// Whether the request to start it is what brought it here.
    boolean added;

    /// Who waits for the start, for the end.
    @Nullable From<SupervisorMessage.ChildResult> starter;

    final List<From<SupervisorMessage.Outcome>> stoppers = new ArrayList<>(0);

    Child(ChildSpec spec) {
        this.spec = spec;
    }

    boolean isTemporary() {
        return spec.restart() == Restart.TEMPORARY;
    }

    SupervisorMessage.ChildInfo info() {
        return new SupervisorMessage.ChildInfo(spec.id(), pid, spec.restart(), restarts);
    }
}
