package org.distributedactors.process;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;

/// The way out to other nodes. The runtime calls it, whoever knows the network implements it.
///
/// Every method returns at once and never fails, but for messages: to a node for which too much waits already the sender
/// may be made to wait, or its send fails, and a message whose type can never cross the wire is refused with an exception,
/// which is the sender's. Signals of one sender to one receiver leave in the order of the
/// calls. `from` is always a process of this node. When the target's node cannot be reached, the implementation
/// answers a link and a monitor through {@link IncomingSignals} with `noconnection`; the rest is dropped.
///
/// A link or monitor handed over after {@link IncomingSignals#connectionLost} was called belongs to the next
/// connection, which is dialled if need be; one handed over before is answered by that call.
public interface RemoteSignals {

    /// Nobody is reachable: a node without distribution.
    static RemoteSignals unreachable(IncomingSignals incoming) {
        return new UnreachableSignals(incoming);
    }

    /// Whether there is a connection with that node now.
    boolean isConnected(Atom node);

    void send(Pid from, Pid to, Object message);

    /// As {@link #send(Pid, Pid, Object)}, by one that only passes a message on: it does not fail because too much waits for that
    /// node, and gets its next message when that is over.
    default void pass(Pid from, Pid to, Object message) {
        send(from, to, message);
    }

    void send(Pid from, Atom name, Atom node, Object message);

    void sendAlias(Pid from, Reference alias, Object message);

    void link(Pid from, Pid to);

    void unlink(Pid from, Pid to, long unlinkId);

    void unlinkAck(Pid from, Pid to, long unlinkId);

    /// The exit signal of a link: `from` ended, or was never there.
    void linkExit(Pid from, Pid to, ExitReason reason);

    /// Erlang's `exit/2`.
    void exit(Pid from, Pid to, ExitReason reason);

    void monitor(Pid from, Destination target, Reference ref);

    void demonitor(Pid from, Destination target, Reference ref);

    /// @param monitoredAs the pid, or the atom when it was monitored by name
    void down(Term monitoredAs, Pid to, Reference ref, ExitReason reason);
}
