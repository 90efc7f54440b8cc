package org.distributedactors.process;

import java.util.function.Consumer;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Gives a process that has come from another node what it had there. By the process itself.
final class Arrival {

    private final ProcessCell cell;

    Arrival(ProcessCell cell) {
        this.cell = cell;
    }

    /// A signal of another node as one of this node.
    static Signal signal(TransitSignal signal) {
        return switch (signal) {
            case TransitSignal.Message(Object content) -> new Signal.Message(content);
            case TransitSignal.Exited(Pid from, ExitReason reason, boolean ofLink) ->
                    new Signal.ExitSignal(from, reason, ofLink);
            case TransitSignal.Fired(Reference ref, ExitReason reason) ->
                    new Signal.DownSignal(ref, reason);
            case TransitSignal.Linked(Pid other) -> new Signal.Carried(other, true);
            case TransitSignal.Unlinked(Pid other) -> new Signal.Carried(other, false);
        };
    }

    void settle(TransitSnapshot had, Pid origin, Consumer<Pid> unlink) {
        Relations relations = cell.relations();
        cell.trapExit(had.trapsExits());
        relations.cameFrom(origin.node(), unlink);
        cell.runtime.remoteNodes().cameFrom(origin.node(), cell.pid());
        cell.metNode(origin.node());
        int epoch = cell.runtime.remoteNodes().epoch();
        for (Pid other : had.links()) {
            relations.links().carried(other, epoch, origin.node());
        }
        had.watches().forEach(this::watch);
        for (TransitSnapshot.Pending timer : had.timers()) {
            if (timer.period().isZero()) {
                cell.sendAfter(timer.left(), timer.message());
            } else {
                cell.interval(timer.left(), timer.period(), timer.message());
            }
        }
    }

    private void watch(TransitSnapshot.Watch watch) {
        watch(watch.ref(), watch.target(), watch.shown());
    }

    /// Sets a monitor anew, which the process goes on to know by its old reference.
    void watch(Reference known, @Nullable Destination wanted, Term shown) {
        Destination target = wanted == null ? null : cell.router().resolve(wanted);
        if (target == null) {
            cell.relations().monitors().add(new Monitors.Monitor(known, null, shown, 0));
            cell.enqueue(new Signal.DownSignal(known, ExitReason.NOPROC));
            return;
        }
        cell.metNode(target.node());
        Reference ours = cell.runtime.makeRef();
        int epoch = cell.runtime.remoteNodes().epoch();
        cell.relations()
                .monitors()
                .carried(ours, new Monitors.Monitor(known, target, shown, epoch));
        cell.runtime.monitors().add(known, cell.pid(), shown, MonitorBook.Kind.PROCESS);
        cell.router().monitor(cell.pid(), target, ours);
    }
}
