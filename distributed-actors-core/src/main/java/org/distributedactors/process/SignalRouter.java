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

    /// @param to of this node
    void deliver(Pid to, Object content) {
        ProcessCell cell = find(to);
        if (cell == null) {
            deadLetter(DeadLetter.NO_PROCESS, content, ExitReason.NOPROC);
        } else {
            cell.enqueue(new Signal.Message(content));
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
            deadLetter(DeadLetter.NO_NAME, content, ExitReason.NOPROC);
        } else {
            cell.enqueue(new Signal.Message(content));
        }
    }

    void aliasMessage(Pid from, Reference alias, Object content) {
        if (!isHere(alias.node())) {
            remote().sendAlias(from, alias, content);
        } else if (!runtime.aliases().answer(alias, content)) {
            runtime.counters().countDeadLetter(DeadLetter.NO_ALIAS);
        }
    }

    /// Counts it, and tells the sender of a request that there will be no answer.
    void deadLetter(DeadLetter why, Object content, ExitReason reason) {
        runtime.counters().countDeadLetter(why);
        Reference alias = content instanceof Request request ? request.alias() : null;
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
        if (!isHere(to.node())) {
            remote().down(monitoredAs, to, ref, reason);
        } else if (!runtime.aliases().down(ref, reason)) {
            ProcessCell cell = find(to);
            if (cell != null) {
                cell.enqueue(new Signal.DownSignal(ref, reason));
            }
        }
    }
}
