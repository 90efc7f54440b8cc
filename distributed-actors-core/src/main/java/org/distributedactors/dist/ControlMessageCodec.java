package org.distributedactors.dist;

import java.math.BigInteger;
import java.util.Map;
import org.distributedactors.dist.ControlMessage.AliasSend;
import org.distributedactors.dist.ControlMessage.AltactSigSend;
import org.distributedactors.dist.ControlMessage.DemonitorP;
import org.distributedactors.dist.ControlMessage.Exit;
import org.distributedactors.dist.ControlMessage.Exit2;
import org.distributedactors.dist.ControlMessage.GroupLeader;
import org.distributedactors.dist.ControlMessage.Link;
import org.distributedactors.dist.ControlMessage.MonitorP;
import org.distributedactors.dist.ControlMessage.MonitorPExit;
import org.distributedactors.dist.ControlMessage.PayloadExit;
import org.distributedactors.dist.ControlMessage.PayloadExit2;
import org.distributedactors.dist.ControlMessage.PayloadMonitorPExit;
import org.distributedactors.dist.ControlMessage.RegSend;
import org.distributedactors.dist.ControlMessage.Send;
import org.distributedactors.dist.ControlMessage.SendSender;
import org.distributedactors.dist.ControlMessage.SpawnReply;
import org.distributedactors.dist.ControlMessage.SpawnRequest;
import org.distributedactors.dist.ControlMessage.Traced;
import org.distributedactors.dist.ControlMessage.UnlinkId;
import org.distributedactors.dist.ControlMessage.UnlinkIdAck;
import org.distributedactors.etf.MalformedTermException;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// Control messages to tuples and back. What the tuples look like is in the table of {@link Operation}.
final class ControlMessageCodec {

    private ControlMessageCodec() {}

    /// Reads one control message and leaves the reader behind it.
    ///
    /// @throws MalformedFrameException when it is no known operation of the right elements
    static ControlMessage read(TermReader in) {
        Operation operation = readOperation(in);
        try {
            return operation.readElements(in);
        } catch (MalformedTermException | IllegalArgumentException e) {
            throw new MalformedFrameException(operation + ": " + e.getMessage(), e);
        }
    }

    private static Operation readOperation(TermReader in) {
        try {
            int arity = in.readTupleHeader();
            return Operation.of(in.readInt(), arity);
        } catch (MalformedTermException e) {
            throw new MalformedFrameException("no control message: " + e.getMessage(), e);
        }
    }

    static void write(ControlMessage message, TermWriter out) {
        switch (message) {
            case SendSender(var from, var to) -> {
                out.writeTupleHeader(Operation.SEND_SENDER.arity());
                out.writeLong(Operation.SEND_SENDER.number());
                out.writePid(from);
                out.writePid(to);
            }
            case Traced(var traced, var headers) -> writeTraced(out, traced, headers);
            case Link(var from, var to) -> write(out, Operation.LINK, from, to);
            case Send(var to) -> write(out, Operation.SEND, Atom.EMPTY, to);
            case Exit(var from, var to, var reason) -> write(out, Operation.EXIT, from, to, reason);
            case RegSend(var from, var name) ->
                    write(out, Operation.REG_SEND, from, Atom.EMPTY, name);
            case GroupLeader(var leader, var member) ->
                    write(out, Operation.GROUP_LEADER, leader, member);
            case Exit2(var from, var to, var reason) ->
                    write(out, Operation.EXIT2, from, to, reason);
            case MonitorP(var from, var target, var reference) ->
                    write(out, Operation.MONITOR_P, from, target, reference);
            case DemonitorP(var from, var target, var reference) ->
                    write(out, Operation.DEMONITOR_P, from, target, reference);
            case MonitorPExit(var from, var to, var reference, var reason) ->
                    write(out, Operation.MONITOR_P_EXIT, from, to, reference, reason);
            case PayloadExit(var from, var to) -> write(out, Operation.PAYLOAD_EXIT, from, to);
            case PayloadExit2(var from, var to) -> write(out, Operation.PAYLOAD_EXIT2, from, to);
            case PayloadMonitorPExit(var from, var to, var reference) ->
                    write(out, Operation.PAYLOAD_MONITOR_P_EXIT, from, to, reference);
            case SpawnRequest request -> writeSpawnRequest(out, request);
            case SpawnReply(var requestId, var to, var flags, var result) ->
                    write(out, Operation.SPAWN_REPLY, requestId, to, IntegerTerm.of(flags), result);
            case AliasSend(var from, var alias) -> write(out, Operation.ALIAS_SEND, from, alias);
            case UnlinkId(var id, var from, var to) ->
                    write(out, Operation.UNLINK_ID, unsigned(id), from, to);
            case UnlinkIdAck(var id, var from, var to) ->
                    write(out, Operation.UNLINK_ID_ACK, unsigned(id), from, to);
            case AltactSigSend(var flags, var from, var to) ->
                    write(out, Operation.ALTACT_SIG_SEND, IntegerTerm.of(flags), from, to);
        }
    }

    private static void writeTraced(
            TermWriter out, ControlMessage.Traceable message, Map<String, String> headers) {
        switch (message) {
            case SendSender(var from, var to) -> {
                write(out, Operation.SEND_SENDER_TT, from, to);
                TraceHeaders.write(out, from, headers);
            }
            case RegSend(var from, var name) -> {
                write(out, Operation.REG_SEND_TT, from, Atom.EMPTY, name);
                TraceHeaders.write(out, from, headers);
            }
        }
    }

    private static void writeSpawnRequest(TermWriter out, SpawnRequest request) {
        write(
                out,
                Operation.SPAWN_REQUEST,
                request.requestId(),
                request.from(),
                request.groupLeader());
        out.writeTerm(
                Tuple.of(request.module(), request.function(), IntegerTerm.of(request.arity())));
        out.writeTerm(request.options());
    }

    // Overloads in place of varargs: no array for each frame.

    private static void write(TermWriter out, Operation operation, Term first, Term second) {
        out.writeTupleHeader(operation.arity());
        out.writeLong(operation.number());
        out.writeTerm(first);
        out.writeTerm(second);
    }

    private static void write(
            TermWriter out, Operation operation, Term first, Term second, Term third) {
        write(out, operation, first, second);
        out.writeTerm(third);
    }

    private static void write(
            TermWriter out, Operation operation, Term first, Term second, Term third, Term fourth) {
        write(out, operation, first, second, third);
        out.writeTerm(fourth);
    }

    /// The integer that these 64 bits are when taken as unsigned.
    private static IntegerTerm unsigned(long bits) {
        return bits >= 0
                ? IntegerTerm.of(bits)
                : IntegerTerm.of(new BigInteger(Long.toUnsignedString(bits)));
    }
}
