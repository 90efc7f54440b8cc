package org.distributedactors.process;

import java.time.Duration;
import java.util.function.Supplier;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// A process as it sees itself. Only the process may use it, in its own handlers or its own thread; the exceptions are
/// {@link #pid}, {@link #runtime} and {@link #send}, which any thread may call.
public interface Self {

    Pid pid();

    ProcessRuntime runtime();

    /// What has come along with the message that is handled now; null for nothing, and in a plain process.
    default @Nullable TraceToken traceToken() {
        return null;
    }

    /// Sends a plain message. Never fails and never waits: a message nobody can get is a dead letter. Only a receiver of this
    /// node whose mailbox is bounded may have the sender wait or fail, if its {@link MailboxBound} says so, and another node
    /// for which too much waits already.
    ///
    /// @throws MailboxFullException in that case
    /// @throws IllegalArgumentException when the receiver is on another node and the type of the message has no form on the
    ///     wire
    void send(Pid to, Object message);

    void send(Destination to, Object message);

    /// Watches a process: exactly one {@link Down} comes, at once if there is no such process.
    Reference monitor(Pid target);

    Reference monitor(Destination target);

    /// Watches whoever is at the address now. When nobody is, the {@link Down} comes at once with `noproc`.
    Reference monitor(Address target);

    /// Watches a process from its very start: its own node made the monitor when it made the process, so that no end of it is
    /// missed, and its reason is known. `spawn` waits for the pid meanwhile; what it throws is thrown, and nothing is
    /// watched.
    ///
    /// @param ref under which the other node made the monitor
    /// @param node where the process is
    /// @return the pid
    Pid monitorFromStart(Reference ref, Atom node, Supplier<Pid> spawn);

    /// Stops watching. A {@link Down} that has come but was not received yet is removed: none is seen after this.
    ///
    /// @return whether the monitor was there
    boolean demonitor(Reference ref);

    /// Ties both ends together: when one ends, the other gets an exit signal. No effect when they are linked already.
    void link(Pid other);

    /// Notes a link with a process that has had it from its very start: its own node made the link when it made the process, so
    /// that no end of it is missed. `spawn` waits for the pid meanwhile; what it throws is thrown, and nothing is linked.
    ///
    /// @param node where the process is
    /// @return the pid
    Pid linkFromStart(Atom node, Supplier<Pid> spawn);

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

    /// A message to this process after a while; never if it ends before.
    Timer sendAfter(Duration delay, Object message);

    /// A message to this process again and again, at the multiples of the period from now on. Times that have passed before
    /// the message could be sent are left out.
    ///
    /// @param period longer than zero
    Timer interval(Duration period, Object message);

    Pid spawn(ProcessBody body);

    /// Spawns and links in one step: no end of the new process is missed.
    Pid spawnLink(ProcessBody body);

    SpawnResult spawn(SpawnOptions options, ProcessBehaviour behaviour);

    SpawnResult spawnLink(SpawnOptions options, ProcessBehaviour behaviour);
}
