package org.distributedactors.dist;

import java.util.Arrays;
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
import org.distributedactors.etf.TermReader;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// The table of control messages: the number of each operation, how many elements its tuple has, and how to read
/// those behind the number.
///
/// The sections "Protocol between Connected Nodes" and "New Ctrlmessages for …" of the ERTS manual, in order of the
/// numbers. A row that ends in `_TT` has a trace token, which is read over unless it is one of {@link TraceHeaders}.
enum Operation {
    LINK(1, 3, in -> new Link(in.readPid(), in.readPid())),
    SEND(2, 3, in -> new Send(afterUnused(in).readPid())),
    EXIT(3, 4, in -> new Exit(in.readPid(), in.readPid(), in.readTerm())),
    REG_SEND(6, 4, in -> new RegSend(in.readPid(), afterUnused(in).readAtom())),
    GROUP_LEADER(7, 3, in -> new GroupLeader(in.readPid(), in.readPid())),
    EXIT2(8, 4, in -> new Exit2(in.readPid(), in.readPid(), in.readTerm())),
    SEND_TT(12, 4, in -> new Send(withToken(in, afterUnused(in).readPid()))),
    EXIT_TT(13, 5, in -> new Exit(in.readPid(), withToken(in, in.readPid()), in.readTerm())),
    REG_SEND_TT(16, 5, in -> traced(in, new RegSend(in.readPid(), afterUnused(in).readAtom()))),
    EXIT2_TT(18, 5, in -> new Exit2(in.readPid(), withToken(in, in.readPid()), in.readTerm())),
    MONITOR_P(19, 4, in -> new MonitorP(in.readPid(), in.readTerm(), in.readReference())),
    DEMONITOR_P(20, 4, in -> new DemonitorP(in.readPid(), in.readTerm(), in.readReference())),
    MONITOR_P_EXIT(
            21,
            5,
            in -> new MonitorPExit(in.readTerm(), in.readPid(), in.readReference(), in.readTerm())),
    SEND_SENDER(22, 3, in -> new SendSender(in.readPid(), in.readPid())),
    SEND_SENDER_TT(23, 4, in -> traced(in, new SendSender(in.readPid(), in.readPid()))),
    PAYLOAD_EXIT(24, 3, in -> new PayloadExit(in.readPid(), in.readPid())),
    PAYLOAD_EXIT_TT(25, 4, in -> new PayloadExit(in.readPid(), withToken(in, in.readPid()))),
    PAYLOAD_EXIT2(26, 3, in -> new PayloadExit2(in.readPid(), in.readPid())),
    PAYLOAD_EXIT2_TT(27, 4, in -> new PayloadExit2(in.readPid(), withToken(in, in.readPid()))),
    PAYLOAD_MONITOR_P_EXIT(
            28, 4, in -> new PayloadMonitorPExit(in.readTerm(), in.readPid(), in.readReference())),
    SPAWN_REQUEST(29, 6, Operation::spawnRequest),
    SPAWN_REQUEST_TT(30, 7, in -> withToken(in, spawnRequest(in))),
    SPAWN_REPLY(31, 5, Operation::spawnReply),
    SPAWN_REPLY_TT(32, 6, in -> withToken(in, spawnReply(in))),
    ALIAS_SEND(33, 3, in -> new AliasSend(in.readPid(), in.readReference())),
    ALIAS_SEND_TT(34, 4, in -> new AliasSend(in.readPid(), withToken(in, in.readReference()))),
    UNLINK_ID(35, 4, in -> new UnlinkId(unlinkId(in), in.readPid(), in.readPid())),
    UNLINK_ID_ACK(36, 4, in -> new UnlinkIdAck(unlinkId(in), in.readPid(), in.readPid())),
    ALTACT_SIG_SEND(37, 4, in -> altactSigSend(in, false)),
    /// Not a number of its own in the manual: here a flag says that there is a token.
    ALTACT_SIG_SEND_TT(37, 5, in -> altactSigSend(in, true));

    /// Reads the elements behind the number. What it finds wrong ends in a {@link
    /// org.distributedactors.etf.MalformedTermException} or an {@link IllegalArgumentException}.
    @FunctionalInterface
    private interface Elements {
        ControlMessage read(TermReader in);
    }

    private static final int ARITY_BITS = 3;
    private static final int MAX_ARITY = (1 << ARITY_BITS) - 1;
    private static final int MAX_NUMBER = 37;

    /// Indexed by number and arity, so that one look finds the row and refuses a wrong arity.
    private static final @Nullable Operation[] TABLE =
            new @Nullable Operation[(MAX_NUMBER + 1) << ARITY_BITS];

    static {
        for (Operation operation : values()) {
            TABLE[operation.number << ARITY_BITS | operation.arity] = operation;
        }
    }

    private final int number;
    private final int arity;
    private final Elements elements;

    Operation(int number, int arity, Elements elements) {
        this.number = number;
        this.arity = arity;
        this.elements = elements;
    }

    int number() {
        return number;
    }

    /// How many elements the tuple has, the number among them.
    int arity() {
        return arity;
    }

    ControlMessage readElements(TermReader in) {
        return elements.read(in);
    }

    /// The row of this number and arity.
    ///
    /// @throws MalformedFrameException when there is none
    static Operation of(int number, int arity) {
        boolean inTable = number >= 0 && number <= MAX_NUMBER && arity >= 0 && arity <= MAX_ARITY;
        Operation operation = inTable ? TABLE[number << ARITY_BITS | arity] : null;
        if (operation == null) {
            throw new MalformedFrameException(
                    Arrays.stream(values())
                            .filter(known -> known.number == number)
                            .findFirst()
                            .map(known -> known + ": a tuple of " + arity + " elements")
                            .orElse("operation " + number + ": unknown"));
        }
        return operation;
    }

    /// Steps over the element that once held the cookie.
    private static TermReader afterUnused(TermReader in) {
        in.skip();
        return in;
    }

    /// Steps over the trace token behind an element that has just been read.
    private static <T> T withToken(TermReader in, T element) {
        in.skip();
        return element;
    }

    /// Looks at the trace token behind a message that has just been read.
    private static ControlMessage traced(TermReader in, ControlMessage.Traceable message) {
        Map<String, String> headers = TraceHeaders.read(in);
        return headers == null ? message : new Traced(message, headers);
    }

    private static ControlMessage spawnRequest(TermReader in) {
        Reference requestId = in.readReference();
        Pid from = in.readPid();
        Pid groupLeader = in.readPid();
        if (in.readTupleHeader() != 3) {
            throw new IllegalArgumentException("no tuple of module, function and arity");
        }
        Atom module = in.readAtom();
        Atom function = in.readAtom();
        int arity = in.readInt();
        if (in.readTerm() instanceof ListTerm options) {
            return new SpawnRequest(requestId, from, groupLeader, module, function, arity, options);
        }
        throw new IllegalArgumentException("the options are no list");
    }

    private static ControlMessage spawnReply(TermReader in) {
        return new SpawnReply(in.readReference(), in.readPid(), in.readInt(), in.readTerm());
    }

    /// An id of 64 bits unsigned, kept in the bits of a `long`.
    private static long unlinkId(TermReader in) {
        if (in.readTerm() instanceof IntegerTerm id
                && id.bigIntegerValue().signum() > 0
                && id.bigIntegerValue().bitLength() <= Long.SIZE) {
            return id.bigIntegerValue().longValue();
        }
        throw new IllegalArgumentException("the id is no integer of 1 to 2^64 - 1");
    }

    private static ControlMessage altactSigSend(TermReader in, boolean hasToken) {
        int flags = in.readInt();
        int token = hasToken ? AltactSigSend.TOKEN : 0;
        if ((flags & AltactSigSend.TOKEN) != token) {
            throw new IllegalArgumentException("flags that do not fit the number of elements");
        }
        ControlMessage message = new AltactSigSend(flags - token, in.readPid(), in.readTerm());
        return hasToken ? withToken(in, message) : message;
    }
}
