package org.distributedactors.behaviour;

import org.distributedactors.process.Timer;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// One child of a supervisor, over all its restarts.
final class Child {

    enum State {
        /// Waits for its turn to start.
        WAITING,
        STARTING,
        RUNNING,
        STOPPING,
        /// Does not run: it ended in order, or its name is taken.
        STOPPED
    }

    final ChildSpec spec;
    State state = State.WAITING;
    @Nullable Pid pid;
    int restarts;
    @Nullable Timer deadline;

    /// Who waits for the start, for the end.
    @Nullable From<SupervisorMessage.ChildResult> starter;

    @Nullable From<Boolean> stopper;

    Child(ChildSpec spec) {
        this.spec = spec;
    }

    void started(SupervisorMessage.ChildResult result) {
        if (starter != null) {
            starter.reply(result);
            starter = null;
        }
    }

    void ended() {
        pid = null;
        state = State.STOPPED;
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
        if (stopper != null) {
            stopper.reply(true);
            stopper = null;
        }
    }

    SupervisorMessage.ChildInfo info() {
        return new SupervisorMessage.ChildInfo(spec.id(), pid, spec.restart(), restarts);
    }
}
