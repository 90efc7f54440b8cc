package org.distributedactors.node;

import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.Payload;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.RemoteSignals;
import org.distributedactors.process.Request;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;

/// Turns what processes do to processes of other nodes into control messages.
///
/// Signals that ask for something dial when no connection stands, as in Erlang: messages, links, monitors, exits.
/// Those that only follow from an earlier connection do not: they would mean nothing to a new one.
final class OutgoingSignals implements RemoteSignals {

    private final Peers peers;
    private final MessageCodec codec;
    private final NodeCounters counters;
    private final ProcessRuntime runtime;

    OutgoingSignals(
            Peers peers, MessageCodec codec, NodeCounters counters, ProcessRuntime runtime) {
        this.peers = peers;
        this.codec = codec;
        this.counters = counters;
        this.runtime = runtime;
    }

    private Payload message(Object message) {
        counters.messageOut();
        Payload payload = codec.payload(message);
        return out -> {
            try {
                payload.writeTo(out);
            } catch (RuntimeException unwritable) {
                failed(message, unwritable);
                throw unwritable;
            }
        };
    }

    /// The message is a dead letter, and whoever waits for its answer need not wait.
    private void failed(Object message, RuntimeException unwritable) {
        runtime.counters().countDeadLetter(DeadLetter.UNENCODABLE);
        Reference alias = message instanceof Request request ? request.alias() : null;
        if (alias != null) {
            runtime.aliases().down(alias, ExitReason.of(unwritable));
        }
    }

    private static Payload reason(ExitReason reason) {
        return out -> out.writeTerm(reason.term());
    }

    @Override
    public void send(Pid from, Pid to, Object message) {
        peers.send(to.node(), new ControlMessage.SendSender(from, to), message(message));
    }

    @Override
    public void send(Pid from, Atom name, Atom node, Object message) {
        peers.send(node, new ControlMessage.RegSend(from, name), message(message));
    }

    @Override
    public void sendAlias(Pid from, Reference alias, Object message) {
        peers.send(alias.node(), new ControlMessage.AliasSend(from, alias), message(message));
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
