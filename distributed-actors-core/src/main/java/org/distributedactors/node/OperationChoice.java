package org.distributedactors.node;

import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.ControlMessage.AltactSigSend;
import org.distributedactors.dist.Payload;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Which operation says a signal to one peer: what both sides can do decides. Immutable.
///
/// | Signal                   | Peer                | Operation                                        |
/// |--------------------------|---------------------|--------------------------------------------------|
/// | message to a pid         | without SEND_SENDER | SEND                                             |
/// | message to an alias      | with ALTACT_SIG     | ALTACT_SIG_SEND                                  |
/// | message to an alias      | without ALIAS       | none: such a node makes no aliases               |
/// | end of a link, exit/2, end of what is monitored | without EXIT_PAYLOAD | EXIT, EXIT2, MONITOR_P_EXIT |
/// | monitor, demonitor       | without DIST_MONITOR, or by name without DIST_MONITOR_NAME | none, as in Erlang: only the loss of the node is told |
/// | spawn                    | without SPAWN       | none: whoever asked gets `notsup`                |
///
/// Everything else has one form. UNLINK_ID needs no choice, for a peer without it is refused in the handshake.
final class OperationChoice {

    /// A reason that follows its signal, or stands inside it where the peer wants that.
    record Reason(Term term) implements Payload {

        @Override
        public void writeTo(TermWriter out) {
            out.writeTerm(term);
        }
    }

    private final boolean sendSender;
    private final boolean exitPayload;
    private final boolean monitor;
    private final boolean monitorName;
    private final boolean alias;
    private final boolean altact;
    private final boolean spawn;
    private final boolean usual;

    /// @param negotiated what both sides can do
    OperationChoice(DistributionFlags negotiated) {
        sendSender = negotiated.has(Flag.SEND_SENDER);
        exitPayload = negotiated.has(Flag.EXIT_PAYLOAD);
        monitor = negotiated.has(Flag.DIST_MONITOR);
        monitorName = negotiated.has(Flag.DIST_MONITOR_NAME);
        alias = negotiated.has(Flag.ALIAS);
        altact = negotiated.has(Flag.ALTACT_SIG);
        spawn = negotiated.has(Flag.SPAWN);
        usual = sendSender && exitPayload && monitor && monitorName && alias && spawn;
    }

    /// The form for this peer, or null when there is none and the signal is not sent. The payload goes along when the
    /// form has one.
    @Nullable ControlMessage of(ControlMessage control, @Nullable Payload payload) {
        // Each message comes here; nearly every peer and message is done with these looks.
        if (usual && !(altact && control instanceof ControlMessage.AliasSend)) {
            return control;
        }
        if (!exitPayload && payload instanceof Reason(Term reason)) {
            return withReasonInside(control, reason);
        }
        return switch (control) {
            case ControlMessage.SendSender(var from, var to) when !sendSender ->
                    new ControlMessage.Send(to);
            case ControlMessage.AliasSend(var from, var to) when altact ->
                    new AltactSigSend(AltactSigSend.ALIAS, from, to);
            case ControlMessage.AliasSend ignored when !alias -> null;
            case ControlMessage.MonitorP(var from, var target, var reference)
                    when !canMonitor(target) ->
                    null;
            case ControlMessage.DemonitorP(var from, var target, var reference)
                    when !canMonitor(target) ->
                    null;
            case ControlMessage.SpawnRequest ignored when !spawn -> null;
            default -> control;
        };
    }

    private boolean canMonitor(Term target) {
        return target instanceof Atom ? monitorName : monitor;
    }

    private static ControlMessage withReasonInside(ControlMessage control, Term reason) {
        return switch (control) {
            case ControlMessage.PayloadExit(var from, var to) ->
                    new ControlMessage.Exit(from, to, reason);
            case ControlMessage.PayloadExit2(var from, var to) ->
                    new ControlMessage.Exit2(from, to, reason);
            case ControlMessage.PayloadMonitorPExit(var from, var to, var reference) ->
                    new ControlMessage.MonitorPExit(from, to, reference, reason);
            default -> throw new IllegalArgumentException("no signal with a reason: " + control);
        };
    }
}
