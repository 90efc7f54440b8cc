package org.distributedactors.process;

import java.util.Optional;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// What each signal that is no message does to a process, by Erlang's rules. One for each runtime; what it is called
/// with is a process in its own activation. Each answer is the reason to end with, or null.
///
/// | Signal                      | Effect                                                                        |
/// |-----------------------------|-------------------------------------------------------------------------------|
/// | exit                        | who traps gets a message; who does not ends, unless the reason is `normal`    |
/// | exit `kill`, not of a link  | ends it as `killed`, whatever it traps                                        |
/// | exit of a link, down, `{shutdown, {migrated, Pid}}` of another node | links with, watches the new pid, if that node may say so |
/// | down                        | a message, if the monitor is still set                                        |
/// | loss of a connection        | `noconnection` for what it had with that node                                 |
/// | link, unlink, monitor, …    | its own tables, and answers where the protocol has them                       |
final class SignalEffects {

    private final ProcessRuntime runtime;

    SignalEffects(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    @Nullable ExitReason of(Signal signal, ProcessCell cell) {
        switch (signal) {
            case Signal.Message message -> {}
            case Signal.ExitSignal exit -> {
                return exit(cell, exit);
            }
            case Signal.DownSignal down -> {
                return isBelieved(cell, down) ? down(cell, down.ref, down.reason) : null;
            }
            case Signal.ConnectionLost lost -> {
                return connectionLost(cell, lost);
            }
            case Signal.LinkRequest request -> {
                cell.metNode(request.from.node());
                cell.relations().links().linkReceived(request.from, request.epoch);
                cell.linked(request.from);
            }
            case Signal.Unlink unlink -> cell.unlinkReceived(unlink);
            case Signal.UnlinkAck ack ->
                    cell.relations().links().unlinkAckReceived(ack.from, ack.unlinkId);
            case Signal.MonitorRequest request -> {
                cell.metNode(request.from.node());
                cell.relations()
                        .watchers()
                        .add(request.ref, request.from, request.monitoredAs, request.epoch);
            }
            case Signal.Demonitor demonitor -> cell.relations().watchers().remove(demonitor.ref);
            case Signal.Refusal refusal -> cell.refuse(refusal.monitor, refusal.reason);
            case Signal.Start start -> {
                return cell.start();
            }
            case Signal.Freeze freeze -> cell.freeze(freeze);
            case Signal.Carried carried -> {
                if (carried.linked) {
                    cell.relations().carriedLink(carried.other, runtime.remoteNodes().epoch());
                } else {
                    cell.relations().links().unlinkReceived(carried.other);
                }
            }
            case Signal.Step step -> {
                return step.action.run();
            }
            case Signal.Inspect inspect -> inspect.answer.complete(Optional.of(cell.look()));
            case Signal.Marker marker -> {}
        }
        return null;
    }

    /// Only `exit/2` kills: a link's `kill` is a reason as any other.
    private @Nullable ExitReason exit(ProcessCell cell, Signal.ExitSignal signal) {
        if (signal.ofLink) {
            boolean active = cell.relations().links().exitReceived(signal.from);
            Pid now = active ? cell.router().goesOn(signal.from.node(), signal.reason) : null;
            if (now != null) {
                cell.link(now);
                return null;
            }
            cell.unlinked(signal.from);
            return active ? exited(cell, signal.from, signal.reason, false) : null;
        }
        if (signal.reason.equals(ExitReason.KILL)) {
            return ExitReason.KILLED;
        }
        return exited(cell, signal.from, signal.reason, cell.isSelf(signal.from));
    }

    private static @Nullable ExitReason exited(
            ProcessCell cell, Pid from, ExitReason reason, boolean bySelf) {
        if (cell.trapsExits()) {
            return cell.deliver(new Exit(from, reason));
        }
        return reason.isNormal() && !bySelf ? null : reason;
    }

    /// A node speaks for what is monitored there, and for nothing else.
    private static boolean isBelieved(ProcessCell cell, Signal.DownSignal down) {
        Atom by = down.by;
        Monitors.Monitor monitor = by == null ? null : cell.relations().monitors().find(down.ref);
        return by == null || monitor == null || monitor.target() == null || monitor.isOn(by);
    }

    private @Nullable ExitReason down(ProcessCell cell, Reference ref, ExitReason reason) {
        Monitors.Monitor monitor = cell.relations().monitors().fired(ref);
        if (monitor == null) {
            return null;
        }
        Destination target = monitor.target();
        Pid now = target == null ? null : cell.router().goesOn(target.node(), reason);
        if (now != null) {
            new Arrival(cell).watch(monitor.ref(), Destination.of(now), monitor.shown());
            return null;
        }
        runtime.monitors().fired(monitor.ref(), reason);
        return cell.deliver(new Down(monitor.ref(), monitor.shown(), reason));
    }

    private @Nullable ExitReason connectionLost(ProcessCell cell, Signal.ConnectionLost lost) {
        cell.forgetWatchers(lost);
        Relations relations = cell.relations();
        ExitReason end = null;
        for (Monitors.Monitor monitor : relations.monitors().lost(lost.node, lost.epoch)) {
            end = end == null ? down(cell, monitor.ref(), ExitReason.NOCONNECTION) : end;
        }
        for (Pid other : relations.links().connectionLost(lost.node, lost.epoch)) {
            cell.unlinked(other);
            end = end == null ? exited(cell, other, ExitReason.NOCONNECTION, false) : end;
        }
        return end;
    }
}
