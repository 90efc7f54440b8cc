package org.distributedactors.pg;

import java.util.List;
import java.util.function.Function;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// Messages of `pg` as terms and back. Both versions of the protocol are read; what is written is version 0, which every
/// release takes: the `discover` of version 1 ends the scope of an OTP 25 node.
///
/// | Message  | Version 0                                               | Version 1                                             |
/// |----------|---------------------------------------------------------|-------------------------------------------------------|
/// | discover | `{discover, Peer}`                                      | `{discover, Peer, Version}`                           |
/// | sync     | `{'$gen_cast', {sync, Peer, [{Group, [Pid]}]}}`         | `{'$gen_cast', {local_data, Peer, Version, #{Group => [Pid]}}}` |
/// | join     | `{join, Peer, Group, PidOrPids}`                        | `{update, Peer, [{Group, Added, Removed}]}`           |
/// | leave    | `{leave, Peer, PidOrPids, [Group]}`                     | the same                                              |
final class PgCodec {

    private static final Atom GEN_CAST = Atom.of("$gen_cast");
    private static final Atom DISCOVER = Atom.of("discover");
    private static final Atom SYNC = Atom.of("sync");
    private static final Atom JOIN = Atom.of("join");
    private static final Atom LEAVE = Atom.of("leave");
    private static final Atom UPDATE = Atom.of("update");
    private static final int MAX_VERSION = 1000;

    private PgCodec() {}

    /// @throws MalformedPgMessageException when it is none of the messages
    static PgMessage read(Term term) {
        Tuple tuple = as(Tuple.class, term);
        return switch (tag(tuple)) {
            case "discover" -> readDiscover(tuple);
            case "join" -> readJoin(tuple);
            case "leave" -> readLeave(tuple);
            case "update" -> readUpdate(tuple);
            case "$gen_cast" -> readCast(as(Tuple.class, sized(tuple, 2).get(1)));
            default -> throw new MalformedPgMessageException("an unknown message");
        };
    }

    private static PgMessage readCast(Tuple cast) {
        return switch (tag(cast)) {
            case "sync" -> new PgMessage.Sync(pid(sized(cast, 3).get(1)), entries(cast.get(2)));
            case "local_data" -> readLocalData(sized(cast, 4));
            case "update" -> readUpdate(cast);
            default -> throw new MalformedPgMessageException("an unknown cast");
        };
    }

    private static PgMessage readDiscover(Tuple tuple) {
        if (tuple.arity() == 2) {
            return new PgMessage.Discover(pid(tuple.get(1)), 0);
        }
        Pid peer = pid(sized(tuple, 3).get(1));
        return new PgMessage.Discover(peer, version(tuple.get(2)));
    }

    private static PgMessage readJoin(Tuple tuple) {
        Pid peer = pid(sized(tuple, 4).get(1));
        return new PgMessage.Join(peer, tuple.get(2), pidOrPids(tuple.get(3)));
    }

    private static PgMessage readLeave(Tuple tuple) {
        Pid peer = pid(sized(tuple, 4).get(1));
        return new PgMessage.Leave(
                peer, pidOrPids(tuple.get(2)), list(tuple.get(3), Function.identity()));
    }

    private static PgMessage readUpdate(Tuple tuple) {
        Pid peer = pid(sized(tuple, 3).get(1));
        return new PgMessage.Update(peer, list(tuple.get(2), PgCodec::change));
    }

    private static PgMessage readLocalData(Tuple cast) {
        Pid peer = pid(cast.get(1));
        version(cast.get(2));
        List<PgMessage.Entry> groups =
                as(MapTerm.class, cast.get(3)).entries().entrySet().stream()
                        .map(entry ->
                                new PgMessage.Entry(
                                        entry.getKey(), list(entry.getValue(), PgCodec::pid)))
                        .toList();
        return new PgMessage.Sync(peer, groups);
    }

    private static List<PgMessage.Entry> entries(Term term) {
        return list(
                term,
                element -> {
                    Tuple entry = sized(as(Tuple.class, element), 2);
                    return new PgMessage.Entry(entry.get(0), list(entry.get(1), PgCodec::pid));
                });
    }

    private static PgMessage.Change change(Term term) {
        Tuple change = sized(as(Tuple.class, term), 3);
        return new PgMessage.Change(
                change.get(0),
                list(change.get(1), PgCodec::pid),
                list(change.get(2), PgCodec::pid));
    }

    private static List<Pid> pidOrPids(Term term) {
        return term instanceof Pid pid ? List.of(pid) : list(term, PgCodec::pid);
    }

    private static Pid pid(Term term) {
        return as(Pid.class, term);
    }

    private static int version(Term term) {
        IntegerTerm version = as(IntegerTerm.class, term);
        if (version.isLong() && version.longValue() >= 0 && version.longValue() <= MAX_VERSION) {
            return version.intValue();
        }
        throw new MalformedPgMessageException("a version was expected");
    }

    private static String tag(Tuple tuple) {
        return tuple.arity() > 0 && tuple.get(0) instanceof Atom tag ? tag.name() : "";
    }

    private static Tuple sized(Tuple tuple, int arity) {
        if (tuple.arity() != arity) {
            throw new MalformedPgMessageException(
                    "a tuple of " + arity + " was expected, not of " + tuple.arity());
        }
        return tuple;
    }

    private static <T> List<T> list(Term term, Function<Term, T> element) {
        ListTerm list = as(ListTerm.class, term);
        if (!list.isProper()) {
            throw new MalformedPgMessageException("a proper list was expected");
        }
        return list.elements().stream().map(element).toList();
    }

    private static <T extends Term> T as(Class<T> kind, Term term) {
        if (kind.isInstance(term)) {
            return kind.cast(term);
        }
        throw new MalformedPgMessageException("expected " + kind.getSimpleName());
    }

    /// The term to send for a message.
    static Term write(PgMessage message) {
        return switch (message) {
            case PgMessage.Discover(Pid peer, int version) ->
                    version == 0
                            ? Tuple.of(DISCOVER, peer)
                            : Tuple.of(DISCOVER, peer, IntegerTerm.of(version));
            case PgMessage.Sync(Pid peer, var groups) ->
                    Tuple.of(GEN_CAST, Tuple.of(SYNC, peer, terms(groups, PgCodec::entry)));
            case PgMessage.Join(Pid peer, Term group, var pids) ->
                    Tuple.of(JOIN, peer, group, ListTerm.of(pids));
            case PgMessage.Leave(Pid peer, var pids, var groups) ->
                    Tuple.of(LEAVE, peer, ListTerm.of(pids), ListTerm.of(groups));
            case PgMessage.Update(Pid peer, var changes) ->
                    Tuple.of(UPDATE, peer, terms(changes, PgCodec::changeTerm));
        };
    }

    private static Term entry(PgMessage.Entry entry) {
        return Tuple.of(entry.group(), ListTerm.of(entry.pids()));
    }

    private static Term changeTerm(PgMessage.Change change) {
        return Tuple.of(change.group(), ListTerm.of(change.added()), ListTerm.of(change.removed()));
    }

    private static <T> ListTerm terms(List<T> values, Function<T, Term> term) {
        return ListTerm.wrap(values.stream().map(term).toArray(Term[]::new));
    }
}
