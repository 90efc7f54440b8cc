package org.distributedactors.node;

import java.util.Map;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.IncomingSignals;
import org.distributedactors.process.RemoteMessage;
import org.distributedactors.process.TraceToken;
import org.distributedactors.process.Traced;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Turns control messages into what processes feel. Runs on the connection's thread, in the order of arrival, and
/// leaves messages in bytes: their receivers decode them.
///
/// A peer may speak for its own processes only. A signal that claims another origin ends the connection, as it does in
/// Erlang; here that holds for the sender of a message too, which Erlang takes as it comes. Exit signals of other nodes
/// do not reach this node's own services.
final class IncomingMessages {

    private final Atom us;
    private final IncomingSignals signals;
    private final MessageCodec codec;
    private final SpawnRequests spawnRequests;
    private final SpawnReplies spawnReplies;
    private final SystemProcesses systemProcesses;
    private final Map<Atom, Integer> peerServices;
    private final @Nullable PeerTraces traces;
    private final NodeCounters counters;

    IncomingMessages(
            Atom us,
            IncomingSignals signals,
            MessageCodec codec,
            SpawnRequests spawnRequests,
            SpawnReplies spawnReplies,
            SystemProcesses systemProcesses,
            Map<Atom, Integer> peerServices,
            @Nullable PeerTraces traces,
            NodeCounters counters) {
        this.us = us;
        this.signals = signals;
        this.codec = codec;
        this.spawnRequests = spawnRequests;
        this.spawnReplies = spawnReplies;
        this.systemProcesses = systemProcesses;
        this.peerServices = peerServices;
        this.traces = traces;
        this.counters = counters;
    }

    /// All that one read brought was received: those whom it concerns and who never wait run now.
    void endRound() {
        signals.endRound();
    }

    void abandonRound() {
        signals.abandonRound();
    }

    /// @throws InvalidSignalException when the message is none that this peer may send
    void receive(Peer peer, RemoteTies ties, DistributionMessage message) {
        EncodedTerm payload = message.payload();
        signals.beginRound(payload == null ? 0 : payload.size());
        switch (message.control()) {
            case ControlMessage.WithPayload control ->
                    receive(peer, ties, control, required(payload));
            case ControlMessage.Link(Pid from, Pid to) -> link(ties, own(peer, from), to);
            case ControlMessage.UnlinkId(long id, Pid from, Pid to) ->
                    unlink(ties, own(peer, from), to, id);
            case ControlMessage.UnlinkIdAck(long id, Pid from, Pid to) ->
                    unlinkAck(own(peer, from), to, id);
            case ControlMessage.Exit(Pid from, Pid to, Term reason) ->
                    linkExit(ties, own(peer, from), to, new ExitReason(reason));
            case ControlMessage.Exit2(Pid from, Pid to, Term reason) ->
                    exit(own(peer, from), to, new ExitReason(reason));
            case ControlMessage.MonitorP(Pid from, Term target, Reference reference) ->
                    monitor(ties, own(peer, from), target, own(peer, reference));
            case ControlMessage.DemonitorP(Pid from, Term ignored, Reference reference) -> {
                own(peer, from);
                ties.demonitor(own(peer, reference));
                signals.demonitor(from, reference);
            }
            case ControlMessage.MonitorPExit(Term from, Pid to, Reference reference, Term reason) ->
                    down(peer.atom(), watched(peer, from), to, reference, new ExitReason(reason));
            case ControlMessage.SpawnReply reply -> spawnReplies.received(peer.atom(), reply);
            // Processes here have no group leader: what they print is the application's business.
            case ControlMessage.GroupLeader ignored -> {}
        }
    }

    private void receive(
            Peer peer, RemoteTies ties, ControlMessage.WithPayload message, EncodedTerm payload) {
        switch (message) {
            case ControlMessage.Send(Pid to) -> message(to, payload, null);
            case ControlMessage.Traceable plain -> receive(peer, plain, payload, null);
            case ControlMessage.Traced(var traced, var headers) ->
                    receive(peer, traced, payload, tokenOf(peer, headers));
            case ControlMessage.AliasSend(Pid from, Reference alias) -> {
                own(peer, from);
                aliasMessage(alias, payload);
            }
            case ControlMessage.AltactSigSend altact -> receive(peer, altact, payload);
            case ControlMessage.PayloadExit(Pid from, Pid to) ->
                    linkExit(ties, own(peer, from), to, codec.reason(payload));
            case ControlMessage.PayloadExit2(Pid from, Pid to) ->
                    exit(own(peer, from), to, codec.reason(payload));
            case ControlMessage.PayloadMonitorPExit(Term from, Pid to, Reference reference) ->
                    down(peer.atom(), watched(peer, from), to, reference, codec.reason(payload));
            case ControlMessage.SpawnRequest request -> {
                own(peer, request.from());
                own(peer, request.requestId());
                spawnRequests.received(peer, request, payload);
            }
        }
    }

    private @Nullable TraceToken tokenOf(Peer peer, Map<String, String> headers) {
        return traces == null ? null : traces.incoming(peer, headers);
    }

    private void receive(
            Peer peer,
            ControlMessage.Traceable message,
            EncodedTerm payload,
            @Nullable TraceToken token) {
        switch (message) {
            case ControlMessage.SendSender(Pid from, Pid to) -> {
                own(peer, from);
                message(to, payload, token);
            }
            case ControlMessage.RegSend(Pid from, Atom name) -> {
                own(peer, from);
                signals.message(name, Traced.of(encoded(peer, name, payload), token));
            }
        }
    }

    private void receive(Peer peer, ControlMessage.AltactSigSend altact, EncodedTerm payload) {
        Pid from = own(peer, altact.from());
        if (altact.isExit()) {
            exit(from, altact.to(), codec.reason(payload));
            return;
        }
        switch (altact.to()) {
            case Pid to -> message(to, payload, null);
            case Atom name -> signals.message(name, encoded(peer, name, payload));
            case Reference alias -> aliasMessage(alias, payload);
            default -> throw new InvalidSignalException("a receiver of no kind that is known");
        }
    }

    /// A service ends with its node and not before, so a link with it would tell the other process nothing that the loss of the
    /// connection does not; it would only end the service when that process or its node does.
    private void link(RemoteTies ties, Pid from, Pid to) {
        if (systemProcesses.contains(to)) {
            counters.exitOfService();
        } else if (isForUs(to.node())) {
            ties.link(from, to);
            signals.link(from, to);
        }
    }

    private void unlink(RemoteTies ties, Pid from, Pid to, long id) {
        if (isForUs(to.node())) {
            ties.unlink(from, to);
            signals.unlink(from, to, id);
        }
    }

    private void unlinkAck(Pid from, Pid to, long id) {
        if (isForUs(to.node())) {
            signals.unlinkAck(from, to, id);
        }
    }

    private void monitor(RemoteTies ties, Pid from, Term target, Reference reference) {
        if (!(target instanceof Pid pid) || isForUs(pid.node())) {
            ties.monitor(reference);
            signals.monitor(from, target, reference);
        }
    }

    /// `exit/2` through any address. Who waits under an alias here waits for an answer, and will have none: its call
    /// fails with the reason.
    private void exit(Pid from, Term to, ExitReason reason) {
        switch (to) {
            case Pid pid -> exit(from, pid, reason);
            case Atom name -> signals.whereis(name).ifPresent(pid -> exit(from, pid, reason));
            case Reference alias -> aliasExit(alias, reason);
            default -> throw new InvalidSignalException("a receiver of no kind that is known");
        }
    }

    private void exit(Pid from, Pid to, ExitReason reason) {
        if (systemProcesses.contains(to)) {
            counters.exitOfService();
        } else if (isForUs(to.node())) {
            signals.exit(from, to, reason);
        }
    }

    private void aliasExit(Reference alias, ExitReason reason) {
        if (isForUs(alias.node())) {
            signals.aliasExit(alias, reason);
        }
    }

    private void linkExit(RemoteTies ties, Pid from, Pid to, ExitReason reason) {
        ties.unlink(from, to);
        if (systemProcesses.contains(to)) {
            counters.exitOfService();
        } else if (isForUs(to.node())) {
            signals.linkExit(from, to, reason);
        }
    }

    private void down(Atom by, Term from, Pid to, Reference reference, ExitReason reason) {
        if (isForUs(to.node())) {
            signals.down(by, from, to, reference, reason);
        }
    }

    private void aliasMessage(Reference alias, EncodedTerm payload) {
        if (isForUs(alias.node())) {
            signals.aliasMessage(alias, encoded(payload));
        }
    }

    /// A message to a process. An answer that came to the caller instead of its alias is brought to the alias.
    private void message(Pid to, EncodedTerm payload, @Nullable TraceToken token) {
        if (!isForUs(to.node())) {
            return;
        }
        Reference alias = AliasReply.aliasOf(payload, codec.limits());
        if (alias == null || !signals.isWaiting(alias)) {
            signals.message(to, Traced.of(encoded(payload), token));
        } else {
            signals.aliasMessage(alias, encoded(payload));
        }
    }

    private EncodedMessage encoded(EncodedTerm payload) {
        counters.messageIn();
        return codec.encoded(payload);
    }

    /// A node is no relay: what is for a process of another one goes nowhere, or a peer could speak to others in this
    /// node's name.
    private boolean isForUs(Atom node) {
        boolean here = node.equals(us);
        if (!here) {
            counters.misdirected();
        }
        return here;
    }

    private RemoteMessage encoded(Peer peer, Atom name, EncodedTerm payload) {
        Integer most = peerServices.get(name);
        if (most == null) {
            return encoded(payload);
        }
        counters.messageIn();
        return new PeerMessage.InBytes(peer.atom(), payload, most, codec);
    }

    private static Pid own(Peer peer, Pid from) {
        if (!from.node().equals(peer.atom())) {
            throw new InvalidSignalException(
                    "a signal in the name of another node, " + from.node());
        }
        return from;
    }

    /// Who watches chooses the reference, so it is its node's; with another node's, a peer could end monitors of others.
    private static Reference own(Peer peer, Reference reference) {
        if (!reference.node().equals(peer.atom())) {
            throw new InvalidSignalException(
                    "a reference of another node, " + reference.node() + ", for its own monitor");
        }
        return reference;
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
