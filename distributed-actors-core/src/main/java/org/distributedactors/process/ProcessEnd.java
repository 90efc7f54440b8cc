package org.distributedactors.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// The end of one process, in the order that Erlang keeps: its name is released, the queue is closed, links are told,
/// then watchers; then what was still queued is answered as if it had come to nobody.
///
/// The queue is closed before anybody is told, so each link and monitor is either in the tables, and told the
/// reason, or in the queue or later, and told `noproc`: one of both, once.
final class ProcessEnd {

    private final ProcessCell cell;
    private final ProcessRuntime runtime;
    private final SignalRouter router;
    private final ExitReason reason;
    private final Pid self;

    ProcessEnd(ProcessCell cell, ExitReason reason) {
        this.cell = cell;
        this.runtime = cell.runtime();
        this.router = runtime.router();
        this.reason = reason;
        this.self = cell.pid();
    }

    /// @param inHand the head of the queue, or null
    /// @param handled whether the signal in hand has had its effect
    void run(@Nullable Signal inHand, boolean handled) {
        runtime.names().release(cell);
        runtime.remove(cell);
        Relations known = cell.relationsIfAny();
        Transit transit = known == null ? null : known.transit();
        List<Signal> rest = new ArrayList<>();
        if (transit != null) {
            transit.leftOver().forEach(signal -> add(rest, signal));
        }
        if (inHand != null && !handled) {
            add(rest, inHand);
        }
        cell.closeMailbox();
        for (Signal signal = cell.close(inHand); signal != null; signal = signal.next()) {
            add(rest, signal);
        }
        rest.forEach(this::settle);
        Relations relations = cell.relationsIfAny();
        if (relations != null) {
            relations.cancelTimers();
            if (relations.hasCome()) {
                runtime.remoteNodes().ended(self);
            }
            tellOthers(relations);
        }
        for (Signal signal : rest) {
            if (!(signal instanceof Signal.Unlink)) {
                refuse(signal);
            }
        }
        if (transit != null) {
            transit.ended(reason);
        }
    }

    private static void add(List<Signal> rest, Signal signal) {
        if (!signal.isDone()) {
            rest.add(signal);
        }
    }

    /// What others have already given up, or have already told, must not be told to them.
    private void settle(Signal signal) {
        switch (signal) {
            case Signal.Unlink unlink -> cell.unlinkReceived(unlink);
            case Signal.Demonitor demonitor -> cell.relations().watchers().remove(demonitor.ref);
            case Signal.ExitSignal exit when exit.ofLink ->
                    cell.relations().links().exitReceived(exit.from);
            case Signal.DownSignal down -> {
                Monitors.Monitor fired = cell.relations().monitors().fired(down.ref);
                runtime.monitors().fired(fired == null ? down.ref : fired.ref(), down.reason);
            }
            case Signal.ConnectionLost lost -> {
                cell.forgetWatchers(lost);
                cell.relations().links().connectionLost(lost.node, lost.epoch);
            }
            default -> {}
        }
    }

    void tellOthers(Relations relations) {
        for (Pid other : relations.links().own()) {
            router.linkExit(self, other, reason);
        }
        relations
                .watchers()
                .forEach(watcher -> {
                    runtime.remoteNodes().unwatch(watcher.ref());
                    router.down(watcher.monitoredAs(), watcher.pid(), watcher.ref(), reason);
                });
        for (Monitors.Monitor monitor : relations.monitors().all()) {
            runtime.monitors().remove(monitor.ref());
            if (monitor.target() != null) {
                router.demonitor(self, monitor.target(), relations.monitors().ourOf(monitor.ref()));
            }
        }
        for (Atom node : relations.nodes()) {
            runtime.remoteNodes().forget(node, cell);
        }
    }

    /// Answers a signal that the process did not come to. A request learns the reason; for links and monitors there
    /// is no such process.
    void refuse(Signal signal) {
        switch (signal) {
            case Signal.Message message ->
                    router.deadLetter(DeadLetter.UNREAD, self, cell.contentOf(message), reason);
            case Signal.Inspect inspect -> inspect.answer.complete(Optional.empty());
            case Signal.Freeze freeze -> freeze.action.accept(null);
            case Signal.Unlink unlink -> router.unlinkAck(self, unlink.from, unlink.unlinkId);
            case Signal.LinkRequest request -> {
                runtime.remoteNodes().forget(request.from.node(), cell);
                router.linkExit(self, request.from, ExitReason.NOPROC);
            }
            case Signal.MonitorRequest request -> {
                runtime.remoteNodes().forget(request.from.node(), cell);
                runtime.remoteNodes().unwatch(request.ref);
                router.down(request.monitoredAs, request.from, request.ref, ExitReason.NOPROC);
            }
            default -> {}
        }
    }
}
