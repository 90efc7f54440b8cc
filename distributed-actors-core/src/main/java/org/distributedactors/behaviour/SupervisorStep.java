package org.distributedactors.behaviour;

import org.distributedactors.behaviour.SupervisorMessage.ChildInfo;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Pid;

/// What {@link SupervisorState} wants done.
sealed interface SupervisorStep {

    /// Spawn it; to be answered with `spawned`, `nameTaken` or `notSpawned`.
    record Start(Child child) implements SupervisorStep {}

    /// End it as its specification says; to be answered with `exited`.
    record Stop(Child child, Pid pid) implements SupervisorStep {}

    /// Say `nameFreed` when the owner of its name is no more.
    record WatchName(Child child, Pid owner) implements SupervisorStep {}

    record Reply<R>(From<R> to, R value) implements SupervisorStep {}

    /// All children have started for the first time.
    record Ready() implements SupervisorStep {}

    record Restarting(ChildInfo child, ExitReason reason, int restart) implements SupervisorStep {}

    record GaveUp(ChildInfo child, ExitReason reason) implements SupervisorStep {}

    /// No child is left, and the supervisor ends.
    record End(ExitReason reason) implements SupervisorStep {}
}
