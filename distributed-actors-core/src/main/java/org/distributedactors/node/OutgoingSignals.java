package org.distributedactors.node;

import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.Payload;
import org.distributedactors.mapping.UnsupportedTypeException;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.RemoteSignals;
import org.distributedactors.process.Request;
import org.distributedactors.process.Traced;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what processes do to processes of other nodes into control messages.
///
/// Signals that ask for something dial when no connection stands, as in Erlang: messages, links, monitors, exits.
/// Those that only follow from an earlier connection do not: they would mean nothing to a new one.
final class OutgoingSignals implements RemoteSignals {

    private static final Logger log = LoggerFactory.getLogger(OutgoingSignals.class);

    private static final ExitReason BUSY = ExitReason.of("busy");

    private final Peers peers;
    private final SendGate gate;
    private final MessageCodec codec;
    private final @Nullable PeerTraces traces;
    private final NodeCounters counters;
    private final ProcessRuntime runtime;

    OutgoingSignals(
            Peers peers,
            SendGate gate,
            MessageCodec codec,
            @Nullable PeerTraces traces,
            NodeCounters counters,
            ProcessRuntime runtime) {
        this.peers = peers;
        this.gate = gate;
        this.codec = codec;
        this.traces = traces;
        this.counters = counters;
        this.runtime = runtime;
    }

    /// Sends a message, which is turned to bytes here and now. One that has no form on the wire is a dead letter, whatever
    /// its own code throws, and whoever waits for its answer need not wait.
    ///
    /// @throws UnsupportedTypeException when values of its type never have a form on the wire
    private void message(Atom node, ControlMessage control, Object message) {
        message(node, control, message, control instanceof ControlMessage.AliasSend);
    }

    /// @param goesOn whether the sender goes on however much waits
    private void message(Atom node, ControlMessage control, Object content, boolean goesOn) {
        Object message = traces == null ? content : Traced.messageOf(content);
        codec.requireCodecFor(message);
        Peer peer = peers.target(node);
        if (peer == null || !isAdmitted(peer, node, control, message, goesOn)) {
            return;
        }
        counters.messageOut();
        try {
            peer.send(withToken(peer, control, content), codec.payload(message), true);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError unwritable) {
            counters.unwritableMessage();
            log.debug(
                    "message dropped: it has no form on the wire, type={} peer={}",
                    message.getClass().getName(),
                    peer.name(),
                    unwritable);
            peer.droppedUnwritable();
            runtime.deadLetter(
                    DeadLetter.UNENCODABLE, receiver(node, control), message.getClass().getName());
            noAnswer(message, ExitReason.badRequest(String.valueOf(unwritable.getMessage())));
        }
    }

    private ControlMessage withToken(Peer peer, ControlMessage control, Object content) {
        return traces != null && content instanceof Traced traced
                ? traces.outgoing(peer, control, traced.token())
                : control;
    }

    /// Who calls is told by its call, who sends by an exception.
    private boolean isAdmitted(
            Peer peer, Atom node, ControlMessage control, Object message, boolean goesOn) {
        try {
            if (gate.admits(peer, goesOn)) {
                return true;
            }
        } catch (BusyException busy) {
            if (!noAnswer(message, ExitReason.of(busy))) {
                peer.droppedBusy();
                throw busy;
            }
        }
        peer.droppedBusy();
        runtime.deadLetter(DeadLetter.BUSY, receiver(node, control), message.getClass().getName());
        noAnswer(message, BUSY);
        return false;
    }

    /// Whom a message is for: a pid, an alias, or `{Name, Node}`.
    private static Term receiver(Atom node, ControlMessage control) {
        return switch (control) {
            case ControlMessage.SendSender(Pid from, Pid to) -> to;
            case ControlMessage.RegSend(Pid from, Atom name) -> Tuple.of(name, node);
            case ControlMessage.AliasSend(Pid from, Reference alias) -> alias;
            default -> node;
        };
    }

    /// Whether somebody waits for an answer and is told that there will be none.
    private boolean noAnswer(Object message, ExitReason reason) {
        Reference alias = message instanceof Request request ? request.alias() : null;
        if (alias != null) {
            runtime.aliases().down(alias, reason);
        }
        return alias != null;
    }

    private static Payload reason(ExitReason reason) {
        return new OperationChoice.Reason(reason.term());
    }

    @Override
    public boolean isConnected(Atom node) {
        Peer peer = peers.find(node);
        return peer != null && peer.isUp();
    }

    @Override
    public void send(Pid from, Pid to, Object message) {
        message(to.node(), new ControlMessage.SendSender(from, to), message);
    }

    @Override
    public void pass(Pid from, Pid to, Object message) {
        message(to.node(), new ControlMessage.SendSender(from, to), message, true);
    }

    @Override
    public void send(Pid from, Atom name, Atom node, Object message) {
        message(node, new ControlMessage.RegSend(from, name), message);
    }

    @Override
    public void sendAlias(Pid from, Reference alias, Object message) {
        message(alias.node(), new ControlMessage.AliasSend(from, alias), message);
    }

    @Override
    public void link(Pid from, Pid to) {
        peers.send(to.node(), new ControlMessage.Link(from, to), null);
    }

    @Override
    public void unlink(Pid from, Pid to, long unlinkId) {
        peers.sendIfConnected(to.node(), new ControlMessage.UnlinkId(unlinkId, from, to), null);
    }

    @Override
    public void unlinkAck(Pid from, Pid to, long unlinkId) {
        peers.sendIfConnected(to.node(), new ControlMessage.UnlinkIdAck(unlinkId, from, to), null);
    }

    @Override
    public void linkExit(Pid from, Pid to, ExitReason reason) {
        peers.sendIfConnected(to.node(), new ControlMessage.PayloadExit(from, to), reason(reason));
    }

    @Override
    public void exit(Pid from, Pid to, ExitReason reason) {
        peers.send(to.node(), new ControlMessage.PayloadExit2(from, to), reason(reason));
    }

    @Override
    public void monitor(Pid from, Destination target, Reference ref) {
        peers.send(target.node(), new ControlMessage.MonitorP(from, onTheNode(target), ref), null);
    }

    @Override
    public void demonitor(Pid from, Destination target, Reference ref) {
        peers.sendIfConnected(
                target.node(), new ControlMessage.DemonitorP(from, onTheNode(target), ref), null);
    }

    private static Term onTheNode(Destination target) {
        return switch (target) {
            case Destination.ToPid(Pid pid) -> pid;
            case Destination.ToName(Atom name, Atom ignored) -> name;
        };
    }

    @Override
    public void down(Term monitoredAs, Pid to, Reference ref, ExitReason reason) {
        peers.sendIfConnected(
                to.node(),
                new ControlMessage.PayloadMonitorPExit(monitoredAs, to, ref),
                reason(reason));
    }
}
