package org.distributedactors.migration;

import java.util.Locale;
import org.distributedactors.migration.MigrationException.Reason;
import org.distributedactors.migration.MigrationMessage.Fate;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.TransitSignal;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// {@link MigrationMessage}s as terms: tuples that begin with the message's name and the reference of the migration.
final class MigrationCodec {

    private static final int LONGEST_TYPE = 255;
    private static final int LONGEST_DETAIL = 1000;

    private MigrationCodec() {}

    static Term write(MigrationMessage message) {
        Atom tag = name(message.getClass().getSimpleName());
        Reference id = message.id();
        return switch (message) {
            case MigrationMessage.Prepare(
                            var i,
                            Pid process,
                            String type,
                            int version,
                            int moves) ->
                    Tuple.of(
                            tag,
                            id,
                            process,
                            Binary.utf8(type),
                            IntegerTerm.of(version),
                            IntegerTerm.of(moves));
            case MigrationMessage.Part(var i, int index, boolean last, Binary bytes) ->
                    Tuple.of(tag, id, IntegerTerm.of(index), Atom.of(last), bytes);
            case MigrationMessage.Carry(var i, TransitSignal signal) ->
                    Tuple.of(tag, id, signal(signal));
            case MigrationMessage.Refused(var i, Reason reason, String detail) ->
                    Tuple.of(tag, id, name(reason.name()), Binary.utf8(cut(detail)));
            case MigrationMessage.Received(var i, int index) ->
                    Tuple.of(tag, id, IntegerTerm.of(index));
            case MigrationMessage.Prepared(var i, Pid process) -> Tuple.of(tag, id, process);
            case MigrationMessage.Committed(var i, Pid process) -> Tuple.of(tag, id, process);
            case MigrationMessage.Untie(var i, Pid other) -> Tuple.of(tag, id, other);
            case MigrationMessage.Ask(var i, boolean bySource) ->
                    Tuple.of(tag, id, Atom.of(bySource));
            case MigrationMessage.Outcome(var i, boolean ofSource, Fate fate, Pid process) ->
                    Tuple.of(
                            tag,
                            id,
                            Atom.of(ofSource),
                            name(fate.name()),
                            process == null ? Atom.UNDEFINED : process);
            case MigrationMessage.Commit ignored -> Tuple.of(tag, id);
            case MigrationMessage.Abort ignored -> Tuple.of(tag, id);
            case MigrationMessage.Finished ignored -> Tuple.of(tag, id);
            case MigrationMessage.Ready ignored -> Tuple.of(tag, id);
            case MigrationMessage.Aborted ignored -> Tuple.of(tag, id);
        };
    }

    private static String cut(String text) {
        return text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) : text;
    }

    private static Atom name(String word) {
        return Atom.of(word.toLowerCase(Locale.ROOT));
    }

    static Term signal(TransitSignal signal) {
        return switch (signal) {
            case TransitSignal.Exited(Pid from, ExitReason reason, boolean ofLink) ->
                    Tuple.of(Atom.of("exited"), from, reason.term(), Atom.of(ofLink));
            case TransitSignal.Fired(Reference ref, ExitReason reason) ->
                    Tuple.of(Atom.of("fired"), ref, reason.term());
            case TransitSignal.Linked(Pid other) -> Tuple.of(Atom.of("linked"), other);
            case TransitSignal.Unlinked(Pid other) -> Tuple.of(Atom.of("unlinked"), other);
            case TransitSignal.Message message ->
                    throw new IllegalArgumentException("messages have a way of their own");
        };
    }

    /// @throws IllegalArgumentException when the term is no message
    static MigrationMessage read(Term term) {
        if (!(term instanceof Tuple t)
                || t.arity() < 2
                || !(t.get(0) instanceof Atom tag)
                || !(t.get(1) instanceof Reference id)) {
            throw new IllegalArgumentException("no message of a migration");
        }
        return switch (tag.name()) {
            case "prepare" ->
                    new MigrationMessage.Prepare(
                            id,
                            at(t, 2, Pid.class),
                            type(at(t, 3, Binary.class)),
                            number(t, 4),
                            number(t, 5));
            case "part" ->
                    new MigrationMessage.Part(
                            id, number(t, 2), truth(t, 3), at(t, 4, Binary.class));
            case "commit" -> new MigrationMessage.Commit(id);
            case "abort" -> new MigrationMessage.Abort(id);
            case "finished" -> new MigrationMessage.Finished(id);
            case "carry" -> new MigrationMessage.Carry(id, readSignal(at(t, 2, Tuple.class)));
            case "ready" -> new MigrationMessage.Ready(id);
            case "refused" ->
                    new MigrationMessage.Refused(
                            id, reason(at(t, 2, Atom.class)), at(t, 3, Binary.class).utf8());
            case "received" -> new MigrationMessage.Received(id, number(t, 2));
            case "prepared" -> new MigrationMessage.Prepared(id, at(t, 2, Pid.class));
            case "committed" -> new MigrationMessage.Committed(id, at(t, 2, Pid.class));
            case "aborted" -> new MigrationMessage.Aborted(id);
            case "untie" -> new MigrationMessage.Untie(id, at(t, 2, Pid.class));
            case "ask" -> new MigrationMessage.Ask(id, truth(t, 2));
            case "outcome" ->
                    new MigrationMessage.Outcome(
                            id,
                            truth(t, 2),
                            Fate.valueOf(at(t, 3, Atom.class).name().toUpperCase(Locale.ROOT)),
                            at(t, 4, Term.class) instanceof Pid pid ? pid : null);
            default -> throw new IllegalArgumentException("no message of a migration: " + tag);
        };
    }

    static TransitSignal readSignal(Tuple t) {
        if (t.arity() < 2 || !(t.get(0) instanceof Atom tag)) {
            throw new IllegalArgumentException("no signal");
        }
        return switch (tag.name()) {
            case "exited" ->
                    new TransitSignal.Exited(
                            at(t, 1, Pid.class), new ExitReason(at(t, 2, Term.class)), truth(t, 3));
            case "fired" ->
                    new TransitSignal.Fired(
                            at(t, 1, Reference.class), new ExitReason(at(t, 2, Term.class)));
            case "linked" -> new TransitSignal.Linked(at(t, 1, Pid.class));
            case "unlinked" -> new TransitSignal.Unlinked(at(t, 1, Pid.class));
            default -> throw new IllegalArgumentException("no signal: " + tag);
        };
    }

    /// A reason of a later version is one that is known here.
    private static Reason reason(Atom name) {
        try {
            return Reason.valueOf(name.name().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException later) {
            return Reason.NOT_GRANTED;
        }
    }

    private static String type(Binary name) {
        if (name.size() > LONGEST_TYPE) {
            throw new IllegalArgumentException("a type's name of " + name.size() + " bytes");
        }
        return name.utf8();
    }

    static <T extends Term> T at(Tuple tuple, int index, Class<T> type) {
        if (index >= tuple.arity() || !type.isInstance(tuple.get(index))) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + " at " + index);
        }
        return type.cast(tuple.get(index));
    }

    static int number(Tuple tuple, int index) {
        IntegerTerm number = at(tuple, index, IntegerTerm.class);
        if (!number.isLong() || number.longValue() < 0 || number.longValue() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no number at " + index);
        }
        return (int) number.longValue();
    }

    static boolean truth(Tuple tuple, int index) {
        Atom word = at(tuple, index, Atom.class);
        if (!word.equals(Atom.TRUE) && !word.equals(Atom.FALSE)) {
            throw new IllegalArgumentException("neither true nor false at " + index);
        }
        return word.equals(Atom.TRUE);
    }
}
