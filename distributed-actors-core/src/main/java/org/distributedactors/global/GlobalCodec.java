package org.distributedactors.global;

import static org.distributedactors.global.GlobalAtoms.*;

import java.util.List;
import org.distributedactors.global.GlobalMessage.Answer;
import org.distributedactors.global.GlobalMessage.Call;
import org.distributedactors.global.GlobalMessage.CancelConnect;
import org.distributedactors.global.GlobalMessage.Exchange;
import org.distributedactors.global.GlobalMessage.InSync;
import org.distributedactors.global.GlobalMessage.InitConnect;
import org.distributedactors.global.GlobalMessage.InitConnectAck;
import org.distributedactors.global.GlobalMessage.LockSet;
import org.distributedactors.global.GlobalMessage.LostConnection;
import org.distributedactors.global.GlobalMessage.NewNodes;
import org.distributedactors.global.GlobalMessage.Obsolete;
import org.distributedactors.global.GlobalMessage.PrepareShutdown;
import org.distributedactors.global.GlobalMessage.RemoveConnection;
import org.distributedactors.global.GlobalMessage.Resolved;
import org.distributedactors.global.GlobalMessage.Whereis;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Messages of `global` as terms and back, for version 8 of its protocol, which OTP 25 and later speak.
final class GlobalCodec {

    /// The version of the protocol spoken here.
    static final int VERSION = 8;

    private GlobalCodec() {}

    /// Reads what arrived at one of the three processes.
    ///
    /// @throws MalformedGlobalMessageException when it is none of the messages
    static GlobalMessage read(Term term) {
        Fields fields = Fields.of(term);
        if (fields.term(0) instanceof Atom tag) {
            return readTagged(tag, fields);
        }
        fields.expect(2);
        return new Answer(callOf(fields.term(0)), fields.term(1));
    }

    private static GlobalMessage readTagged(Atom tag, Fields fields) {
        return switch (tag.name()) {
            case "$gen_call" -> readCall(fields);
            case "$gen_cast" -> readCast(Fields.of(fields.term(1)));
            case "init_connect_ack" -> readInitConnectAck(fields);
            case "cancel_connect" -> readCancelConnect(fields);
            case "lock_set" -> readLockSet(fields);
            case "lost_connection" -> readLostConnection(fields);
            case "remove_connection" -> readRemoveConnection(fields);
            case "whereis" -> readWhereis(fields);
            case "prepare_shutdown" -> readPrepareShutdown(fields);
            default -> throw new MalformedGlobalMessageException("an unknown message");
        };
    }

    private static Call readCall(Fields fields) {
        fields.expect(3);
        return new Call(from(fields.term(1)), GlobalRequestCodec.read(fields.term(2)));
    }

    private static GlobalMessage readCast(Fields cast) {
        return switch (cast.atom(0).name()) {
            case "init_connect" -> readInitConnect(cast);
            case "lock_set" -> readLockSet(cast);
            case "exchange" -> readExchange(cast);
            case "resolved" -> readResolved(cast);
            case "new_nodes" -> readNewNodes(cast);
            case "in_sync" -> readInSync(cast);
            case "async_del_name", "async_del_lock" -> new Obsolete();
            default -> throw new MalformedGlobalMessageException("an unknown cast");
        };
    }

    /// The version comes first in a tuple that later releases may make longer. What the sender says of its
    /// known nodes is not used by anybody.
    private static InitConnect readInitConnect(Fields cast) {
        cast.expect(4);
        Fields version = Fields.of(cast.term(1));
        Fields locker = Fields.of(cast.term(3), 4);
        return new InitConnect(version.version(0), version.term(1), cast.atom(2), locker.pid(3));
    }

    private static InitConnectAck readInitConnectAck(Fields fields) {
        fields.expect(4);
        return new InitConnectAck(fields.atom(1), fields.term(2), fields.term(3));
    }

    private static CancelConnect readCancelConnect(Fields fields) {
        fields.expect(3);
        return new CancelConnect(fields.atom(1), fields.term(2));
    }

    /// The list of known nodes is sent by all and used by none, so it is not even looked at.
    private static LockSet readLockSet(Fields fields) {
        Term tag = fields.arity() == 4 ? null : fields.term(4);
        return new LockSet(fields.pid(1), fields.bool(2), List.of(), tag);
    }

    private static Exchange readExchange(Fields cast) {
        cast.expect(5);
        return new Exchange(cast.atom(1), cast.list(2, GlobalCodec::name), cast.term(4));
    }

    private static Resolved readResolved(Fields cast) {
        cast.expect(7);
        return new Resolved(
                cast.atom(1),
                cast.list(2, GlobalCodec::operation),
                cast.list(3, GlobalCodec::knownNode),
                cast.term(5),
                cast.term(6));
    }

    private static NewNodes readNewNodes(Fields cast) {
        cast.expect(6);
        Term lock = extra(LOCK, cast.term(5));
        return new NewNodes(
                cast.atom(1),
                cast.list(2, GlobalCodec::operation),
                cast.term(3),
                cast.list(4, GlobalCodec::knownNode),
                lock == null ? null : GlobalRequestCodec.lockId(lock));
    }

    private static InSync readInSync(Fields cast) {
        cast.expect(3);
        return new InSync(cast.atom(1));
    }

    private static LostConnection readLostConnection(Fields fields) {
        fields.expect(5);
        return new LostConnection(
                fields.atom(1), fields.integer(2), fields.integer(3), fields.atom(4));
    }

    private static RemoveConnection readRemoveConnection(Fields fields) {
        fields.expect(2);
        return new RemoveConnection(fields.atom(1));
    }

    private static Whereis readWhereis(Fields fields) {
        fields.expect(3);
        return new Whereis(fields.term(1), from(fields.term(2)));
    }

    private static PrepareShutdown readPrepareShutdown(Fields fields) {
        fields.expect(3);
        return new PrepareShutdown(fields.pid(1), fields.term(2));
    }

    private static @Nullable Term extra(Atom key, Term pairs) {
        for (Term pair : Fields.list(pairs, element -> element)) {
            if (pair instanceof Tuple tuple && tuple.isTagged(key, 2)) {
                return tuple.get(1);
            }
        }
        return null;
    }

    private static CallFrom from(Term term) {
        Fields from = Fields.of(term, 2);
        return new CallFrom(from.pid(0), from.term(1));
    }

    private static long callOf(Term tag) {
        IntegerTerm number = Fields.as(IntegerTerm.class, tag);
        if (!number.isLong()) {
            throw new MalformedGlobalMessageException("an answer to no call of ours");
        }
        return number.longValue();
    }

    static Atom atom(Term term) {
        return Fields.as(Atom.class, term);
    }

    static GlobalName name(Term term) {
        Fields entry = Fields.of(term, 3);
        return new GlobalName(entry.term(0), entry.pid(1), entry.term(2));
    }

    private static NameOperation operation(Term term) {
        Fields operation = Fields.of(term, 2);
        Atom kind = operation.atom(0);
        if (kind.equals(INSERT)) {
            return new NameOperation.Insert(name(operation.term(1)));
        }
        if (kind.equals(DELETE)) {
            return new NameOperation.Delete(operation.term(1));
        }
        throw new MalformedGlobalMessageException("an unknown operation");
    }

    private static KnownNode knownNode(Term term) {
        if (term instanceof Atom node) {
            return new KnownNode(node, 0);
        }
        Fields known = Fields.of(term, 2);
        return new KnownNode(known.atom(0), known.version(1));
    }

    /// The term to send for a message.
    static Term write(GlobalMessage message) {
        return switch (message) {
            case Call call ->
                    Tuple.of(
                            GEN_CALL,
                            call.from().asTerm(),
                            GlobalRequestCodec.write(call.request()));
            case Answer answer -> Tuple.of(IntegerTerm.of(answer.call()), answer.reply());
            case InitConnect m -> cast(INIT_CONNECT, version(m), m.node(), locker(m.locker()));
            case InitConnectAck m ->
                    Tuple.of(INIT_CONNECT_ACK, m.node(), m.receiverTag(), m.senderTag());
            case CancelConnect m -> Tuple.of(CANCEL_CONNECT, m.node(), m.receiverTag());
            case LockSet m -> lockSet(m);
            case Exchange m ->
                    cast(EXCHANGE, m.node(), names(m.names()), ListTerm.EMPTY, m.receiverTag());
            case Resolved m -> resolved(m);
            case NewNodes m -> newNodes(m);
            case InSync m -> cast(IN_SYNC, m.node(), Atom.TRUE);
            case LostConnection m ->
                    Tuple.of(
                            LOST_CONNECTION,
                            m.reporter(),
                            IntegerTerm.of(m.creation()),
                            IntegerTerm.of(m.operation()),
                            m.lost());
            case RemoveConnection m -> Tuple.of(REMOVE_CONNECTION, m.node());
            case Whereis m -> Tuple.of(WHEREIS, m.name(), m.from().asTerm());
            case PrepareShutdown m -> Tuple.of(PREPARE_SHUTDOWN, m.from(), m.reference());
            case Obsolete _ -> cast(ASYNC_DEL_NAME, Atom.UNDEFINED, Atom.UNDEFINED);
        };
    }

    private static Term cast(Term... elements) {
        return Tuple.of(GEN_CAST, Tuple.wrap(elements));
    }

    private static Term version(InitConnect message) {
        return Tuple.of(IntegerTerm.of(message.version()), message.senderTag());
    }

    private static Term locker(Pid locker) {
        return Tuple.of(LOCKER, NO_LONGER_A_PID, MapTerm.EMPTY, locker);
    }

    /// Without a tag the message goes straight to a locker, and is then no cast.
    private static Term lockSet(LockSet message) {
        Term set = Atom.of(message.set());
        Term known = ListTerm.of(message.known());
        Term tag = message.receiverTag();
        return tag == null
                ? Tuple.of(LOCK_SET, message.locker(), set, known)
                : cast(LOCK_SET, message.locker(), set, known, tag);
    }

    private static Term resolved(Resolved message) {
        return cast(
                RESOLVED,
                message.node(),
                operations(message.operations()),
                knownNodes(message.known()),
                UNUSED,
                message.namesExternal(),
                message.receiverTag());
    }

    private static Term newNodes(NewNodes message) {
        Term version = Tuple.of(VSN, IntegerTerm.of(VERSION));
        LockId lock = message.lock();
        ListTerm extra =
                lock == null
                        ? ListTerm.of(version)
                        : ListTerm.of(version, Tuple.of(LOCK, GlobalRequestCodec.lockTerm(lock)));
        return cast(
                NEW_NODES,
                message.node(),
                operations(message.operations()),
                message.namesExternal(),
                knownNodes(message.nodes()),
                extra);
    }

    /// Names with their owners and methods, as in `exchange`.
    ///
    /// @throws MalformedGlobalMessageException when it is something else
    static List<GlobalName> readNames(Term term) {
        return Fields.list(term, GlobalCodec::name);
    }

    /// The term of names with their owners and methods, as in `exchange`.
    static ListTerm names(List<GlobalName> names) {
        return ListTerm.of(names.stream().map(GlobalCodec::nameTerm).toList());
    }

    private static Term nameTerm(GlobalName entry) {
        return Tuple.of(entry.name(), entry.pid(), entry.method());
    }

    private static ListTerm operations(List<NameOperation> operations) {
        return ListTerm.of(operations.stream().map(GlobalCodec::operationTerm).toList());
    }

    private static Term operationTerm(NameOperation operation) {
        return switch (operation) {
            case NameOperation.Insert insert -> Tuple.of(INSERT, nameTerm(insert.entry()));
            case NameOperation.Delete delete -> Tuple.of(DELETE, delete.name());
        };
    }

    private static ListTerm knownNodes(List<KnownNode> nodes) {
        return ListTerm.of(
                nodes.stream()
                        .map(known -> Tuple.of(known.node(), IntegerTerm.of(known.version())))
                        .toList());
    }
}
