package org.distributedactors.dist;

import java.util.List;
import java.util.Map;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Tuple;

/// At least one control message of each operation.
final class ControlMessages {

    static final Pid FROM = new Pid(Atom.of("a@vm"), 9, 0, 0x66);
    static final Pid TO = new Pid(Atom.of("b@vm"), 0x64, 0, 0x65);
    static final Reference REFERENCE = Reference.of(Atom.of("a@vm"), 0x66, 1, 2, 3);
    static final Reference ALIAS = Reference.of(Atom.of("b@vm"), 0x65, 1, 2, 3, 4, -5);
    static final Atom NAME = Atom.of("net_kernel");
    static final Tuple REASON = Tuple.of(Atom.of("shutdown"), ListTerm.EMPTY);

    static final List<ControlMessage> ALL =
            List.of(
                    new ControlMessage.Link(FROM, TO),
                    new ControlMessage.Send(TO),
                    new ControlMessage.Exit(FROM, TO, REASON),
                    new ControlMessage.RegSend(FROM, NAME),
                    new ControlMessage.GroupLeader(FROM, TO),
                    new ControlMessage.Exit2(FROM, TO, REASON),
                    new ControlMessage.MonitorP(FROM, TO, REFERENCE),
                    new ControlMessage.MonitorP(FROM, NAME, REFERENCE),
                    new ControlMessage.DemonitorP(FROM, TO, REFERENCE),
                    new ControlMessage.DemonitorP(FROM, NAME, REFERENCE),
                    new ControlMessage.MonitorPExit(TO, FROM, REFERENCE, REASON),
                    new ControlMessage.MonitorPExit(NAME, FROM, REFERENCE, REASON),
                    new ControlMessage.SendSender(FROM, TO),
                    new ControlMessage.Traced(
                            new ControlMessage.SendSender(FROM, TO),
                            Map.of("traceparent", "00-1-2-01")),
                    new ControlMessage.Traced(
                            new ControlMessage.RegSend(FROM, NAME), Map.of("b3", "1-2", "x", "")),
                    new ControlMessage.PayloadExit(FROM, TO),
                    new ControlMessage.PayloadExit2(FROM, TO),
                    new ControlMessage.PayloadMonitorPExit(TO, FROM, REFERENCE),
                    new ControlMessage.PayloadMonitorPExit(NAME, FROM, REFERENCE),
                    spawnRequest(ListTerm.EMPTY),
                    spawnRequest(ListTerm.of(Atom.of("link"), Atom.of("monitor"))),
                    new ControlMessage.SpawnReply(REFERENCE, FROM, 3, TO),
                    new ControlMessage.SpawnReply(REFERENCE, FROM, 0, Atom.of("badopt")),
                    new ControlMessage.AliasSend(FROM, ALIAS),
                    new ControlMessage.UnlinkId(1, FROM, TO),
                    new ControlMessage.UnlinkId(Long.MAX_VALUE, FROM, TO),
                    new ControlMessage.UnlinkIdAck(-1, FROM, TO),
                    new ControlMessage.AltactSigSend(0, FROM, TO),
                    new ControlMessage.AltactSigSend(5, FROM, ALIAS),
                    new ControlMessage.AltactSigSend(24, FROM, NAME));

    private ControlMessages() {}

    static ControlMessage.SpawnRequest spawnRequest(ListTerm options) {
        return new ControlMessage.SpawnRequest(
                REFERENCE, FROM, FROM, Atom.of("erpc"), Atom.of("execute_call"), 4, options);
    }
}
