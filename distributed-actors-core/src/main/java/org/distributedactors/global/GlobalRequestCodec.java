package org.distributedactors.global;

import static org.distributedactors.global.GlobalAtoms.*;

import org.distributedactors.global.GlobalRequest.DelLock;
import org.distributedactors.global.GlobalRequest.GetDigest;
import org.distributedactors.global.GlobalRequest.GetKnown;
import org.distributedactors.global.GlobalRequest.GetNamesExternal;
import org.distributedactors.global.GlobalRequest.GetProtocolVersion;
import org.distributedactors.global.GlobalRequest.GetSynced;
import org.distributedactors.global.GlobalRequest.GetTable;
import org.distributedactors.global.GlobalRequest.Register;
import org.distributedactors.global.GlobalRequest.RegisterExternal;
import org.distributedactors.global.GlobalRequest.SetLock;
import org.distributedactors.global.GlobalRequest.Sync;
import org.distributedactors.global.GlobalRequest.Unknown;
import org.distributedactors.global.GlobalRequest.Unregister;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// The body of a call as a term and back.
final class GlobalRequestCodec {

    private GlobalRequestCodec() {}

    /// Reads a request. What is no request, or is one with wrong parts, is {@link Unknown}: somebody waits for
    /// the answer, so it must not be lost.
    static GlobalRequest read(Term term) {
        try {
            return term instanceof Atom atom ? readBare(atom) : readTuple(Fields.of(term));
        } catch (MalformedGlobalMessageException _) {
            return new Unknown(term);
        }
    }

    private static GlobalRequest readBare(Atom request) {
        return switch (request.name()) {
            case "get_known" -> new GetKnown();
            case "get_synced" -> new GetSynced();
            case "get_protocol_version" -> new GetProtocolVersion();
            case "get_names_ext" -> new GetNamesExternal();
            case "get_digest" -> new GetDigest();
            case "get_table" -> new GetTable();
            default -> new Unknown(request);
        };
    }

    private static GlobalRequest readTuple(Fields request) {
        return switch (request.atom(0).name()) {
            case "set_lock" -> new SetLock(onlyLock(request));
            case "del_lock" -> new DelLock(onlyLock(request));
            case "register" -> readRegister(request);
            case "register_ext" -> readRegisterExternal(request);
            case "unregister" -> readUnregister(request);
            case "sync" -> readSync(request);
            default -> new Unknown(request.tuple());
        };
    }

    private static Register readRegister(Fields request) {
        request.expect(4);
        return new Register(new GlobalName(request.term(1), request.pid(2), request.term(3)));
    }

    private static RegisterExternal readRegisterExternal(Fields request) {
        request.expect(5);
        return new RegisterExternal(
                new GlobalName(request.term(1), request.pid(2), request.term(3)), request.atom(4));
    }

    private static Unregister readUnregister(Fields request) {
        request.expect(2);
        return new Unregister(request.term(1));
    }

    private static Sync readSync(Fields request) {
        request.expect(2);
        return new Sync(request.list(1, GlobalCodec::atom));
    }

    private static LockId onlyLock(Fields request) {
        request.expect(2);
        return lockId(request.term(1));
    }

    static LockId lockId(Term term) {
        Fields lock = Fields.of(term, 2);
        return new LockId(lock.term(0), lock.term(1));
    }

    static Term lockTerm(LockId lock) {
        return Tuple.of(lock.resource(), lock.requester());
    }

    /// The term to send for a request.
    static Term write(GlobalRequest request) {
        return switch (request) {
            case SetLock r -> Tuple.of(SET_LOCK, lockTerm(r.lock()));
            case DelLock r -> Tuple.of(DEL_LOCK, lockTerm(r.lock()));
            case Register(GlobalName entry) ->
                    Tuple.of(REGISTER, entry.name(), entry.pid(), entry.method());
            case RegisterExternal(GlobalName entry, Atom registeredBy) ->
                    Tuple.of(REGISTER_EXT, entry.name(), entry.pid(), entry.method(), registeredBy);
            case Unregister r -> Tuple.of(UNREGISTER, r.name());
            case GetKnown _ -> GET_KNOWN;
            case GetSynced _ -> GET_SYNCED;
            case GetProtocolVersion _ -> GET_PROTOCOL_VERSION;
            case GetNamesExternal _ -> GET_NAMES_EXT;
            case GetDigest _ -> GET_DIGEST;
            case GetTable _ -> GET_TABLE;
            case Sync r -> Tuple.of(SYNC, ListTerm.of(r.nodes()));
            case Unknown r -> r.request();
        };
    }
}
