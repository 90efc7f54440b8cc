package org.distributedactors.process;

import java.util.Optional;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// The way in for signals of other nodes. Called on the thread that read them, in their order; each call only puts
/// a signal into a queue or answers that there is nobody, so it is quick and runs no user code; only {@link #endRound} does.
///
/// Pids of an older incarnation of this node count as processes that are no more.
public final class IncomingSignals {

    private final ProcessRuntime runtime;
    private final SignalRouter router;

    IncomingSignals(ProcessRuntime runtime, SignalRouter router) {
        this.runtime = runtime;
        this.router = router;
    }

    /// Begins a round of deliveries on this thread, unless one is under way: until its end, idle {@link NonBlocking}
    /// processes that get something from this thread are left alone. To be followed by {@link #endRound} or
    /// {@link #abandonRound} on the same thread, whatever happens.
    ///
    /// @param bytes how long the message is that is delivered next
    public void beginRound(int bytes) {
        DeliveryRound.begin(bytes);
    }

    /// Runs, on this thread and within half a millisecond in all, those that the round has left alone; those for whom there
    /// is no time are handed to the workers. Runs user code, so no lock may be held. Nothing happens without a round.
    public void endRound() {
        DeliveryRound.end(runtime.ticker());
    }

    /// Hands all of them to the workers.
    public void abandonRound() {
        DeliveryRound.abandon();
    }

    public void message(Pid to, Object message) {
        if (router.isHere(to.node())) {
            router.deliverForNobody(to, message);
        } else {
            router.message(runtime.outside(), to, message);
        }
    }

    public void message(Atom name, Object message) {
        router.deliverForNobody(name, message);
    }

    public void aliasMessage(Reference alias, Object message) {
        router.aliasMessage(runtime.outside(), alias, message);
    }

    /// Who has the name here.
    public Optional<Pid> whereis(Atom name) {
        return runtime.whereis(name);
    }

    /// Whether somebody waits for an answer under the alias.
    public boolean isWaiting(Reference alias) {
        return runtime.aliases().isOpen(alias);
    }

    /// An exit signal through an alias: whoever waits for an answer there will have none.
    public void aliasExit(Reference alias, ExitReason reason) {
        runtime.aliases().down(alias, reason);
    }

    public void link(Pid from, Pid to) {
        ProcessCell cell = runtime.find(to);
        if (cell == null) {
            router.linkExit(to, from, ExitReason.NOPROC);
            return;
        }
        runtime.remoteNodes().touch(from.node(), cell);
        cell.enqueue(new Signal.LinkRequest(from, runtime.remoteNodes().epoch()));
    }

    public void unlink(Pid from, Pid to, long unlinkId) {
        router.unlink(from, to, unlinkId);
    }

    public void unlinkAck(Pid from, Pid to, long unlinkId) {
        router.unlinkAck(from, to, unlinkId);
    }

    public void linkExit(Pid from, Pid to, ExitReason reason) {
        router.linkExit(from, to, reason);
    }

    public void exit(Pid from, Pid to, ExitReason reason) {
        router.exit(from, to, reason);
    }

    /// @param target a pid of this node, or the atom of a name
    public void monitor(Pid from, Term target, Reference ref) {
        ProcessCell cell = find(target);
        if (cell == null) {
            router.down(target, from, ref, ExitReason.NOPROC);
            return;
        }
        runtime.remoteNodes().touch(from.node(), cell);
        runtime.remoteNodes().watch(ref, cell);
        cell.enqueue(new Signal.MonitorRequest(from, ref, target, runtime.remoteNodes().epoch()));
    }

    public void demonitor(Pid from, Reference ref) {
        ProcessCell cell = runtime.remoteNodes().unwatch(ref);
        if (cell != null) {
            cell.enqueue(new Signal.Demonitor(ref));
        }
    }

    /// What a process of this node monitors has ended. A node speaks for its own processes and names alone.
    ///
    /// @param by the node that says so
    /// @param from what was monitored, as that node writes it; the watcher knows it by the reference
    public void down(Atom by, Term from, Pid to, Reference ref, ExitReason reason) {
        router.downFrom(by, from, to, ref, reason);
    }

    /// The connection to that node is gone. Each link and monitor with it fires once with `noconnection`, after everything
    /// that came from there before, and whoever watched from there is forgotten.
    public void connectionLost(Atom node) {
        runtime.remoteNodes().connectionLost(node);
        runtime.aliases().connectionLost(node);
    }

    private @Nullable ProcessCell find(Term target) {
        return switch (target) {
            case Pid pid -> runtime.find(pid);
            case Atom name -> runtime.names().whereis(name);
            default -> null;
        };
    }
}
