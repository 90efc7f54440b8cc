package org.distributedactors.node;

import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.IncomingSignals;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Turns control messages into what processes feel. Runs on the connection's thread, in the order of arrival, and
/// leaves messages in bytes: their receivers decode them.
///
/// A peer may speak for its own processes only. A signal that claims another origin ends the connection, as it does in
/// Erlang.
final class IncomingMessages {

    private final IncomingSignals signals;
    private final MessageCodec codec;
    private final SpawnRequests spawnRequests;
    private final SpawnReplies spawnReplies;
    private final NodeCounters counters;

    IncomingMessages(
            IncomingSignals signals,
            MessageCodec codec,
            SpawnRequests spawnRequests,
            SpawnReplies spawnReplies,
            NodeCounters counters) {
        this.signals = signals;
        this.codec = codec;
        this.spawnRequests = spawnRequests;
        this.spawnReplies = spawnReplies;
        this.counters = counters;
    }

    /// @throws InvalidSignalException when the message is none that this peer may send
    void receive(Peer peer, DistributionMessage message) {
        EncodedTerm payload = message.payload();
        switch (message.control()) {
            case ControlMessage.WithPayload control -> receive(peer, control, required(payload));
            case ControlMessage.Link(Pid from, Pid to) -> signals.link(own(peer, from), to);
            case ControlMessage.UnlinkId(long id, Pid from, Pid to) ->
                    signals.unlink(own(peer, from), to, id);
            case ControlMessage.UnlinkIdAck(long id, Pid from, Pid to) ->
                    signals.unlinkAck(own(peer, from), to, id);
            case ControlMessage.Exit(Pid from, Pid to, Term reason) ->
                    signals.linkExit(own(peer, from), to, new ExitReason(reason));
            case ControlMessage.Exit2(Pid from, Pid to, Term reason) ->
                    signals.exit(own(peer, from), to, new ExitReason(reason));
            case ControlMessage.MonitorP(Pid from, Term target, Reference reference) ->
                    signals.monitor(own(peer, from), target, reference);
            case ControlMessage.DemonitorP(Pid from, Term ignored, Reference reference) ->
                    signals.demonitor(own(peer, from), reference);
            case ControlMessage.MonitorPExit(Term from, Pid to, Reference reference, Term reason) ->
                    signals.down(watched(peer, from), to, reference, new ExitReason(reason));
            case ControlMessage.SpawnReply reply -> spawnReplies.received(peer.atom(), reply);
            // Processes here have no group leader: what they print is the application's business.
            case ControlMessage.GroupLeader ignored -> {}
        }
    }

    private void receive(Peer peer, ControlMessage.WithPayload message, EncodedTerm payload) {
        switch (message) {
            case ControlMessage.Send(Pid to) -> signals.message(to, encoded(payload));
            case ControlMessage.SendSender(Pid ignored, Pid to) ->
                    signals.message(to, encoded(payload));
            case ControlMessage.RegSend(Pid ignored, Atom name) ->
                    signals.message(name, encoded(payload));
            case ControlMessage.AliasSend(Pid ignored, Reference alias) ->
                    signals.aliasMessage(alias, encoded(payload));
            case ControlMessage.AltactSigSend altact -> receive(peer, altact, payload);
            case ControlMessage.PayloadExit(Pid from, Pid to) ->
                    signals.linkExit(own(peer, from), to, codec.reason(payload));
            case ControlMessage.PayloadExit2(Pid from, Pid to) ->
                    signals.exit(own(peer, from), to, codec.reason(payload));
            case ControlMessage.PayloadMonitorPExit(Term from, Pid to, Reference reference) ->
                    signals.down(watched(peer, from), to, reference, codec.reason(payload));
            case ControlMessage.SpawnRequest request -> {
                own(peer, request.from());
                spawnRequests.received(peer, request, payload);
            }
        }
    }

    private void receive(Peer peer, ControlMessage.AltactSigSend altact, EncodedTerm payload) {
        switch (altact.to()) {
            case Pid to when altact.isExit() ->
                    signals.exit(own(peer, altact.from()), to, codec.reason(payload));
            case Pid to -> signals.message(to, encoded(payload));
            case Atom name -> signals.message(name, encoded(payload));
            case Reference alias when !altact.isExit() ->
                    signals.aliasMessage(alias, encoded(payload));
            default ->
                    throw new InvalidSignalException(
                            "an exit signal through an alias is not understood");
        }
    }

    private EncodedMessage encoded(EncodedTerm payload) {
        counters.messageIn();
        return codec.encoded(payload);
    }

    private static Pid own(Peer peer, Pid from) {
        if (!from.node().equals(peer.atom())) {
            throw new InvalidSignalException(
                    "a signal in the name of another node, " + from.node());
        }
        return from;
    }

    /// What a monitor watched there: a process, or a name.
    private static Term watched(Peer peer, Term from) {
        return from instanceof Pid pid ? own(peer, pid) : from;
    }

    private static EncodedTerm required(@Nullable EncodedTerm payload) {
        if (payload == null) {
            throw new InvalidSignalException("a message without its content");
        }
        return payload;
    }
}
