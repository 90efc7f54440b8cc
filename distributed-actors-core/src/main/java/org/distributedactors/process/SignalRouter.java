package org.distributedactors.process;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Brings each signal to its receiver: into the queue of a process here, or out to another node. What finds nobody
/// here is answered at once, as if the process had just ended. Usable from any thread.
final class SignalRouter {

    private final ProcessRuntime runtime;

    SignalRouter(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    boolean isHere(Atom node) {
        return runtime.node().equals(node);
    }

    private RemoteSignals remote() {
        return runtime.remote();
    }

    private @Nullable ProcessCell find(Pid pid) {
        return runtime.find(pid);
    }

    void message(Pid from, Pid to, Object content) {
        if (isHere(to.node())) {
            deliver(to, content);
        } else {
            remote().send(from, to, content);
        }
    }

    /// Passes a message on to where a process has gone.
    void pass(Pid from, Pid to, Object content) {
        if (isHere(to.node())) {
            deliver(to, content);
        } else {
            remote().pass(from, to, content);
        }
    }

    /// @param to of this node
    void deliver(Pid to, Object content) {
        ProcessCell unbounded = runtime.tracing() == null ? runtime.findUnbounded(to) : null;
        if (unbounded != null) {
            unbounded.enqueue(new Signal.Message(content));
            sample(unbounded);
            return;
        }
        ProcessCell cell = find(to);
        if (cell == null) {
            deadLetter(DeadLetter.NO_PROCESS, to, content, ExitReason.NOPROC);
        } else {
            cell.post(content);
            sample(cell);
        }
    }

    private static void sample(ProcessCell cell) {
        if (Thread.currentThread() instanceof Worker worker && worker.takesSample()) {
            cell.backlog().sample();
        }
    }

    void message(Pid from, Destination to, Object content) {
        switch (to) {
            case Destination.ToPid(Pid pid) -> message(from, pid, content);
            case Destination.ToName(Atom name, Atom node) when isHere(node) ->
                    message(name, content);
            case Destination.ToName(Atom name, Atom node) ->
                    remote().send(from, name, node, content);
        }
    }

    void message(Atom name, Object content) {
        ProcessCell cell = runtime.names().whereis(name);
        if (cell == null) {
            deadLetter(DeadLetter.NO_NAME, name, content, ExitReason.NOPROC);
        } else {
            cell.post(content);
        }
    }

    /// A message that nobody here has sent: of another node, or of a timer. Nobody can be told that there is no room for it.
    void deliverForNobody(Pid to, Object content) {
        ProcessCell cell = find(to);
        if (cell == null) {
            deadLetter(DeadLetter.NO_PROCESS, to, content, ExitReason.NOPROC);
        } else {
            cell.postForNobody(content);
        }
    }

    void deliverForNobody(Atom name, Object content) {
        ProcessCell cell = runtime.names().whereis(name);
        if (cell == null) {
            deadLetter(DeadLetter.NO_NAME, name, content, ExitReason.NOPROC);
        } else {
            cell.postForNobody(content);
        }
    }

    void aliasMessage(Pid from, Reference alias, Object content) {
        if (!isHere(alias.node())) {
            remote().sendAlias(from, alias, content);
        } else if (!runtime.aliases().answer(alias, content)) {
            runtime.deadLetter(DeadLetter.NO_ALIAS, alias, content.getClass().getName());
        }
    }

    /// Counts it, and tells the sender of a request that there will be no answer.
    void deadLetter(DeadLetter why, Term receiver, Object content, ExitReason reason) {
        Object message = Traced.messageOf(content);
        runtime.deadLetter(why, receiver, message.getClass().getName());
        Reference alias = message instanceof Request request ? request.alias() : null;
        if (alias != null) {
            runtime.aliases().down(alias, reason);
        }
    }

    void link(Pid from, Pid to) {
        if (!isHere(to.node())) {
            remote().link(from, to);
            return;
        }
        ProcessCell cell = find(to);
        if (cell == null) {
            linkExit(to, from, ExitReason.NOPROC);
        } else {
            cell.enqueue(new Signal.LinkRequest(from, 0));
        }
    }

    void unlink(Pid from, Pid to, long unlinkId) {
        if (!isHere(to.node())) {
            remote().unlink(from, to, unlinkId);
            return;
        }
        ProcessCell cell = find(to);
        if (cell == null) {
            unlinkAck(to, from, unlinkId);
        } else {
            cell.enqueue(new Signal.Unlink(from, unlinkId));
        }
    }

    void unlinkAck(Pid from, Pid to, long unlinkId) {
        if (!isHere(to.node())) {
            remote().unlinkAck(from, to, unlinkId);
            return;
        }
        ProcessCell cell = find(to);
        if (cell != null) {
            cell.enqueue(new Signal.UnlinkAck(from, unlinkId));
        }
    }

    void linkExit(Pid from, Pid to, ExitReason reason) {
        if (isHere(to.node())) {
            exit(to, new Signal.ExitSignal(from, reason, true));
        } else {
            remote().linkExit(from, to, reason);
        }
    }

    void exit(Pid from, Pid to, ExitReason reason) {
        if (isHere(to.node())) {
            exit(to, new Signal.ExitSignal(from, reason, false));
        } else {
            remote().exit(from, to, reason);
        }
    }

    private void exit(Pid to, Signal.ExitSignal signal) {
        ProcessCell cell = find(to);
        if (cell != null) {
            cell.enqueue(signal);
            cell.hurry(signal);
        }
    }

    /// A name of this node is resolved here, once: the monitor is on the process that has it now.
    ///
    /// @return where the monitor is; null when nobody has the name
    @Nullable Destination resolve(Destination target) {
        if (target instanceof Destination.ToName(Atom name, Atom node) && isHere(node)) {
            ProcessCell cell = runtime.names().whereis(name);
            return cell == null ? null : Destination.of(cell.pid());
        }
        return target;
    }

    /// @param target resolved, if it is a name of this node
    void monitor(Pid from, Destination target, Reference ref) {
        if (target instanceof Destination.ToPid(Pid pid) && isHere(pid.node())) {
            ProcessCell cell = find(pid);
            if (cell == null) {
                down(pid, from, ref, ExitReason.NOPROC);
            } else {
                cell.enqueue(new Signal.MonitorRequest(from, ref, pid, 0));
            }
        } else {
            remote().monitor(from, target, ref);
        }
    }

    /// @param target resolved, as it was given to `monitor`
    void demonitor(Pid from, Destination target, Reference ref) {
        if (target instanceof Destination.ToPid(Pid pid) && isHere(pid.node())) {
            ProcessCell cell = find(pid);
            if (cell != null) {
                cell.enqueue(new Signal.Demonitor(ref));
            }
        } else {
            remote().demonitor(from, target, ref);
        }
    }

    void down(Term monitoredAs, Pid to, Reference ref, ExitReason reason) {
        if (isHere(to.node())) {
            downFrom(null, monitoredAs, to, ref, reason);
        } else {
            remote().down(monitoredAs, to, ref, reason);
        }
    }

    /// @param by the node that says so, null for this one
    void downFrom(@Nullable Atom by, Term monitoredAs, Pid to, Reference ref, ExitReason reason) {
        if (!follows(by, ref, reason)) {
            downHere(by, to, ref, reason);
        }
    }

    /// Whether the end is none: a call waits on, for the process that goes on in place of the one that was called.
    private boolean follows(@Nullable Atom by, Reference ref, ExitReason reason) {
        Pid now = by == null ? null : goesOn(by, reason);
        if (by == null || now == null || !runtime.aliases().moved(ref, by, now.node())) {
            return false;
        }
        monitor(runtime.outside(), Destination.of(now), ref);
        return true;
    }

    /// As which a process goes on for which another node stood until now; null when it has ended, or when that node may not say
    /// so. It names a process of a third node that is connected, so nobody makes us dial, or one of this node that has come from
    /// there, so nobody ties our processes to each other.
    @Nullable Pid goesOn(Atom by, ExitReason reason) {
        Pid now = reason.goesOnAs();
        if (now == null || isHere(by) || now.node().equals(by)) {
            return null;
        }
        boolean known =
                isHere(now.node())
                        ? runtime.remoteNodes().hasComeFrom(by, now)
                        : remote().isConnected(now.node());
        return known ? now : null;
    }

    private void downHere(@Nullable Atom by, Pid to, Reference ref, ExitReason reason) {
        if (!runtime.aliases().down(ref, reason)) {
            ProcessCell cell = find(to);
            if (cell != null) {
                cell.enqueue(new Signal.DownSignal(ref, reason, by));
            }
        }
    }
}
