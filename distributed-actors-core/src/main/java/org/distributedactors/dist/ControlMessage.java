package org.distributedactors.dist;

import java.util.Map;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// A signal between two nodes: one record for each operation of the distribution protocol ("Distribution Protocol,
/// Protocol between Connected Nodes" in the ERTS manual).
///
/// An operation that came with a trace token (`…_TT`) is the same record without it, but for the tokens of our own nodes,
/// see {@link Traced}. The old `UNLINK` and `NODE_LINK` have no record: they end a connection, as they do in Erlang
/// since OTP 26.
///
/// Whether a pid belongs to the right node is for the receiver to judge; here only its kind is certain.
public sealed interface ControlMessage {

    /// The process whose signal this is: what one process does reaches another in the order in which it was done. Null
    /// when the message does not say, as for a process that is monitored by its name.
    default @Nullable Pid sender() {
        return switch (this) {
            case SendSender(var from, var to) -> from;
            case Send ignored -> null;
            case RegSend(var from, var name) -> from;
            case AliasSend(var from, var alias) -> from;
            case AltactSigSend(var flags, var from, var to) -> from;
            case Link(var from, var to) -> from;
            case UnlinkId(var id, var from, var to) -> from;
            case UnlinkIdAck(var id, var from, var to) -> from;
            case Exit(var from, var to, var reason) -> from;
            case PayloadExit(var from, var to) -> from;
            case Exit2(var from, var to, var reason) -> from;
            case PayloadExit2(var from, var to) -> from;
            case MonitorP(var from, var target, var reference) -> from;
            case DemonitorP(var from, var target, var reference) -> from;
            case MonitorPExit(var from, var to, var reference, var reason) -> pidOrNull(from);
            case PayloadMonitorPExit(var from, var to, var reference) -> pidOrNull(from);
            case GroupLeader ignored -> null;
            case Traced(var message, var headers) -> message.sender();
            case SpawnRequest request -> request.from();
            case SpawnReply(var requestId, var to, var flags, var result) -> pidOrNull(result);
        };
    }

    private static @Nullable Pid pidOrNull(Term term) {
        return term instanceof Pid pid ? pid : null;
    }

    /// The operations that a term follows: the message, the exit reason, or the arguments of a spawn.
    sealed interface WithPayload extends ControlMessage {}

    /// The messages that can have the trace token of a node of this library.
    sealed interface Traceable extends WithPayload permits SendSender, RegSend {}

    // Messages

    /// SEND: a message to a process, from nobody known. Only nodes without SEND_SENDER send it.
    record Send(Pid to) implements WithPayload {}

    /// SEND_SENDER: a message to a process.
    record SendSender(Pid from, Pid to) implements Traceable {}

    /// REG_SEND: a message to whoever is registered under this name.
    record RegSend(Pid from, Atom name) implements Traceable {}

    /// ALIAS_SEND: a message to the process that made this alias, while the alias is active.
    record AliasSend(Pid from, Reference alias) implements WithPayload {}

    /// ALTACT_SIG_SEND, from OTP 28 on: a message or, with {@link #EXIT}, an exit signal, to a pid, a name or an
    /// alias.
    ///
    /// @param flags any of {@link #PRIORITY}, {@link #ALIAS}, {@link #NAME}, {@link #EXIT}
    /// @param to a reference with {@link #ALIAS}, an atom with {@link #NAME}, else a pid
    record AltactSigSend(int flags, Pid from, Term to) implements WithPayload {

        /// The signal overtakes others, if the receiver allowed it.
        public static final int PRIORITY = 1;

        /// `to` is an alias.
        public static final int ALIAS = 4;

        /// `to` is a registered name.
        public static final int NAME = 8;

        /// The payload is an exit reason, as in {@link PayloadExit2}.
        public static final int EXIT = 16;

        /// The flag for a tuple with a trace token, which no record keeps.
        static final int TOKEN = 2;

        /// @throws IllegalArgumentException when `to` is not what the flags say, or a token is announced
        public AltactSigSend {
            if (flags < 0 || (flags & TOKEN) != 0) {
                throw new IllegalArgumentException("flags out of range");
            }
            boolean matches =
                    switch (flags & (ALIAS | NAME)) {
                        case 0 -> to instanceof Pid;
                        case ALIAS -> to instanceof Reference;
                        case NAME -> to instanceof Atom;
                        default -> false;
                    };
            if (!matches) {
                throw new IllegalArgumentException(
                        "the receiver is not of the kind that the flags name");
            }
        }

        public boolean isPriority() {
            return (flags & PRIORITY) != 0;
        }

        public boolean isExit() {
            return (flags & EXIT) != 0;
        }
    }

    /// SEND_SENDER_TT, REG_SEND_TT: a message with the trace token of a node of this library. Only such a node may get one.
    ///
    /// @param headers the token; empty when it was a bad one
    record Traced(Traceable message, Map<String, String> headers) implements WithPayload {

        /// Keeps a copy of the headers.
        public Traced {
            headers = Map.copyOf(headers);
        }
    }

    // Links

    /// LINK: `from` links itself to `to`.
    record Link(Pid from, Pid to) implements ControlMessage {}

    /// UNLINK_ID: `from` takes the link back and waits for the answer with the same id.
    ///
    /// @param id 64 bits unsigned, never 0
    record UnlinkId(long id, Pid from, Pid to) implements ControlMessage {

        /// @throws IllegalArgumentException when the id is 0
        public UnlinkId {
            requireUnlinkId(id);
        }
    }

    /// UNLINK_ID_ACK: `from` has seen that `to` took the link back.
    ///
    /// @param id that of the {@link UnlinkId}
    record UnlinkIdAck(long id, Pid from, Pid to) implements ControlMessage {

        /// @throws IllegalArgumentException when the id is 0
        public UnlinkIdAck {
            requireUnlinkId(id);
        }
    }

    /// EXIT: the link broke because `from` ended. Only nodes without EXIT_PAYLOAD send it.
    record Exit(Pid from, Pid to, Term reason) implements ControlMessage {}

    /// PAYLOAD_EXIT: the link broke because `from` ended; the reason follows.
    record PayloadExit(Pid from, Pid to) implements WithPayload {}

    // exit/2

    /// EXIT2: `from` called `exit(To, Reason)`. Only nodes without EXIT_PAYLOAD send it.
    record Exit2(Pid from, Pid to, Term reason) implements ControlMessage {}

    /// PAYLOAD_EXIT2: `from` called `exit(To, Reason)`; the reason follows.
    record PayloadExit2(Pid from, Pid to) implements WithPayload {}

    // Monitors

    /// MONITOR_P: `from` wants to know when `target` ends.
    ///
    /// @param target a pid or a registered name
    record MonitorP(Pid from, Term target, Reference reference) implements ControlMessage {

        /// @throws IllegalArgumentException when the target is neither a pid nor an atom
        public MonitorP {
            requirePidOrName(target);
        }
    }

    /// DEMONITOR_P: `from` no longer wants to know.
    ///
    /// @param target what was monitored, a pid or a registered name
    record DemonitorP(Pid from, Term target, Reference reference) implements ControlMessage {

        /// @throws IllegalArgumentException when the target is neither a pid nor an atom
        public DemonitorP {
            requirePidOrName(target);
        }
    }

    /// MONITOR_P_EXIT: what `to` monitored has ended. Only nodes without EXIT_PAYLOAD send it.
    ///
    /// @param from what was monitored, a pid or a registered name
    record MonitorPExit(Term from, Pid to, Reference reference, Term reason)
            implements ControlMessage {

        /// @throws IllegalArgumentException when `from` is neither a pid nor an atom
        public MonitorPExit {
            requirePidOrName(from);
        }
    }

    /// PAYLOAD_MONITOR_P_EXIT: what `to` monitored has ended; the reason follows.
    ///
    /// @param from what was monitored, a pid or a registered name
    record PayloadMonitorPExit(Term from, Pid to, Reference reference) implements WithPayload {

        /// @throws IllegalArgumentException when `from` is neither a pid nor an atom
        public PayloadMonitorPExit {
            requirePidOrName(from);
        }
    }

    // Processes

    /// GROUP_LEADER: `groupLeader` becomes the group leader of `member`.
    record GroupLeader(Pid groupLeader, Pid member) implements ControlMessage {}

    /// SPAWN_REQUEST: start a process at the receiver; the list of arguments follows.
    ///
    /// @param requestId names the request in its answer; also the reference of a monitor that was asked for
    /// @param from who asks
    /// @param arity how many arguments the function takes, not negative
    /// @param options a proper list, for example `[link, monitor]`
    record SpawnRequest(
            Reference requestId,
            Pid from,
            Pid groupLeader,
            Atom module,
            Atom function,
            int arity,
            ListTerm options)
            implements WithPayload {

        /// @throws IllegalArgumentException when the arity is negative or the list of options improper
        public SpawnRequest {
            if (arity < 0 || !options.isProper()) {
                throw new IllegalArgumentException(
                        "a negative arity or an improper list of options");
            }
        }
    }

    /// SPAWN_REPLY: the answer to a {@link SpawnRequest}.
    ///
    /// @param to who asked
    /// @param flags any of {@link #LINK} and {@link #MONITOR}, less than 2^27
    /// @param result the pid of the new process, or an atom that names the error
    record SpawnReply(Reference requestId, Pid to, int flags, Term result)
            implements ControlMessage {

        /// The new process is linked to `to`.
        public static final int LINK = 1;

        /// The new process is monitored by `to`.
        public static final int MONITOR = 2;

        private static final int FLAG_BITS = 27;

        /// @throws IllegalArgumentException when the flags are out of range or the result is no pid and no atom
        public SpawnReply {
            requirePidOrName(result);
            if (flags >>> FLAG_BITS != 0) {
                throw new IllegalArgumentException("flags of more than 27 bits");
            }
        }
    }

    private static void requirePidOrName(Term term) {
        if (!(term instanceof Pid || term instanceof Atom)) {
            throw new IllegalArgumentException("neither a pid nor an atom");
        }
    }

    private static void requireUnlinkId(long id) {
        if (id == 0) {
            throw new IllegalArgumentException("an unlink id of 0");
        }
    }
}
