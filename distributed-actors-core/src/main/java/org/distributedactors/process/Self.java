package org.distributedactors.process;

import java.time.Duration;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;

/// A process as it sees itself. Only the process may use it, in its own handlers or its own thread; the exceptions are
/// {@link #pid}, {@link #runtime} and {@link #send}, which any thread may call.
public interface Self {

    Pid pid();

    ProcessRuntime runtime();

    /// Sends a plain message. Never fails and never waits: a message nobody can get is a dead letter.
    void send(Pid to, Object message);

    void send(Destination to, Object message);

    /// Watches a process: exactly one {@link Down} comes, at once if there is no such process.
    Reference monitor(Pid target);

    Reference monitor(Destination target);

    /// Watches whoever is at the address now. When nobody is, the {@link Down} comes at once with `noproc`.
    Reference monitor(Address target);

    /// Stops watching. A {@link Down} that has come but was not received yet is removed: none is seen after this.
    ///
    /// @return whether the monitor was there
    boolean demonitor(Reference ref);

    /// Ties both ends together: when one ends, the other gets an exit signal. No effect when they are linked already.
    void link(Pid other);

    /// Unties. No exit signal of the other has an effect after this.
    void unlink(Pid other);

    /// Whether exit signals become {@link Exit} messages instead of ending this process. Set it before linking.
    ///
    /// @return how it was before
    boolean trapExit(boolean trap);

    /// Sends an exit signal, Erlang's `exit/2`.
    void exit(Pid to, ExitReason reason);

    /// Ends this process now; does not return.
    ProcessExit exit(ExitReason reason);

    /// A message to this process after a while.
    Timer sendAfter(Duration delay, Object message);

    /// A message to this process again and again. The next one is timed when the one before has been put in the queue.
    Timer interval(Duration period, Object message);

    Pid spawn(ProcessBody body);

    /// Spawns and links in one step: no end of the new process is missed.
    Pid spawnLink(ProcessBody body);

    SpawnResult spawn(SpawnOptions options, ProcessBehaviour behaviour);

    SpawnResult spawnLink(SpawnOptions options, ProcessBehaviour behaviour);
}
