package org.distributedactors.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distributedactors.node.Node;
import org.distributedactors.process.Destination;
import org.distributedactors.process.MailboxBound;
import org.distributedactors.process.TransitSnapshot;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// What a process takes along beside its state and its queue.
///
/// On the wire `{2, Version, StateBytes, Label, Idle, TrapsExits, [Pid], [{Ref, Target, Shown}], [{Left, Period, Message}], Mailbox,
/// [Name], [{Scope, Group}]}`, times in nanoseconds, `undefined` for what is missing; see {@link PartsWriter}.
///
/// @param version of the state's form
/// @param label what its new instance is to know beside the state
/// @param stateBytes how many bytes the state is
/// @param bytes how many this is itself, as it came; 0 before it goes
/// @param idle after which time without a message it wants to be told
/// @param snapshot what it has with others; messages of its timers are {@link Binary}s on the way
/// @param names its global names
/// @param groups its groups, by scope
record Luggage(
        int version,
        String label,
        int stateBytes,
        int bytes,
        Optional<Duration> idle,
        TransitSnapshot snapshot,
        List<Term> names,
        List<GroupOf> groups) {

    private static final IntegerTerm FORM = IntegerTerm.of(2);
    private static final int FIELDS = 12;

    record GroupOf(Atom scope, Term group) {}

    Luggage with(List<Term> newNames, List<GroupOf> newGroups) {
        return new Luggage(version, label, stateBytes, bytes, idle, snapshot, newNames, newGroups);
    }

    /// What is of use still once the process runs: its names and groups.
    Luggage without() {
        TransitSnapshot nothing = new TransitSnapshot(false, List.of(), List.of(), List.of(), null);
        return new Luggage(version, label, stateBytes, bytes, idle, nothing, names, groups);
    }

    // ---- messages of timers to bytes, and back

    static TransitSnapshot written(Node node, TransitSnapshot snapshot, UnknownMessages own) {
        List<TransitSnapshot.Pending> written = new ArrayList<>();
        for (TransitSnapshot.Pending timer : snapshot.timers()) {
            Object message = own.written(timer.message());
            if (message != null) {
                written.add(
                        new TransitSnapshot.Pending(
                                timer.left(), timer.period(), node.toBytes(message)));
            }
        }
        return withTimers(snapshot, written);
    }

    interface UnknownMessages {
        @Nullable Object written(Object message);
    }

    /// The same with messages that their receiver decodes.
    Luggage readable(Node node) {
        List<TransitSnapshot.Pending> timers = new ArrayList<>();
        for (TransitSnapshot.Pending timer : snapshot.timers()) {
            timers.add(
                    new TransitSnapshot.Pending(
                            timer.left(),
                            timer.period(),
                            node.fromBytes((Binary) timer.message())));
        }
        return new Luggage(
                version,
                label,
                stateBytes,
                bytes,
                idle,
                withTimers(snapshot, timers),
                names,
                groups);
    }

    private static TransitSnapshot withTimers(
            TransitSnapshot snapshot, List<TransitSnapshot.Pending> timers) {
        return new TransitSnapshot(
                snapshot.trapsExits(),
                snapshot.links(),
                snapshot.watches(),
                timers,
                snapshot.mailbox());
    }

    // ---- as a term

    Term toTerm() {
        return Tuple.of(
                FORM,
                IntegerTerm.of(version),
                IntegerTerm.of(stateBytes),
                Binary.utf8(label),
                idle.<Term>map(left -> IntegerTerm.of(left.toNanos())).orElse(Atom.UNDEFINED),
                Atom.of(snapshot.trapsExits()),
                ListTerm.of(snapshot.links()),
                list(snapshot.watches(), Luggage::watch),
                list(snapshot.timers(), Luggage::timer),
                mailbox(snapshot.mailbox()),
                ListTerm.of(names),
                list(groups, group -> Tuple.of(group.scope(), group.group())));
    }

    private interface Writer<T> {
        Term write(T value);
    }

    private static <T> ListTerm list(List<T> values, Writer<T> writer) {
        return ListTerm.wrap(values.stream().map(writer::write).toArray(Term[]::new));
    }

    private static Term watch(TransitSnapshot.Watch watch) {
        Destination target = watch.target();
        return Tuple.of(
                watch.ref(), target == null ? Atom.UNDEFINED : target.term(), watch.shown());
    }

    private static Term timer(TransitSnapshot.Pending timer) {
        return Tuple.of(
                IntegerTerm.of(timer.left().toNanos()),
                IntegerTerm.of(timer.period().toNanos()),
                (Binary) timer.message());
    }

    private static Term mailbox(@Nullable MailboxBound bound) {
        return bound == null
                ? Atom.UNDEFINED
                : Tuple.of(
                        IntegerTerm.of(bound.limit()), IntegerTerm.of(bound.overflow().ordinal()));
    }

    /// @throws IllegalArgumentException when the term is none
    ///
    /// @param bytes how many it came in
    static Luggage of(Term term, int bytes) {
        if (!(term instanceof Tuple t) || t.arity() < FIELDS || !t.get(0).equals(FORM)) {
            throw new IllegalArgumentException("a form of a process that is not known here");
        }
        return new Luggage(
                MigrationCodec.number(t, 1),
                MigrationCodec.at(t, 3, Binary.class).utf8(),
                MigrationCodec.number(t, 2),
                bytes,
                t.get(4) instanceof IntegerTerm left ? Optional.of(nanos(left)) : Optional.empty(),
                new TransitSnapshot(
                        MigrationCodec.truth(t, 5),
                        all(t, 6, Luggage::pid),
                        all(t, 7, Luggage::readWatch),
                        all(t, 8, Luggage::readTimer),
                        readMailbox(t.get(9))),
                all(t, 10, name -> name),
                all(t, 11, Luggage::readGroup));
    }

    private interface Reader<T> {
        T read(Term term);
    }

    private static <T> List<T> all(Tuple tuple, int index, Reader<T> reader) {
        ListTerm list = MigrationCodec.at(tuple, index, ListTerm.class);
        List<T> values = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            values.add(reader.read(list.get(i)));
        }
        return values;
    }

    private static Tuple tuple(Term term) {
        if (term instanceof Tuple tuple) {
            return tuple;
        }
        throw new IllegalArgumentException("no tuple");
    }

    private static Pid pid(Term term) {
        if (term instanceof Pid pid) {
            return pid;
        }
        throw new IllegalArgumentException("no pid");
    }

    private static Duration nanos(IntegerTerm term) {
        if (!term.isLong() || term.longValue() < 0) {
            throw new IllegalArgumentException("no time");
        }
        return Duration.ofNanos(term.longValue());
    }

    private static TransitSnapshot.Watch readWatch(Term term) {
        Tuple t = tuple(term);
        return new TransitSnapshot.Watch(
                MigrationCodec.at(t, 0, Reference.class),
                destination(MigrationCodec.at(t, 1, Term.class)),
                MigrationCodec.at(t, 2, Term.class));
    }

    private static @Nullable Destination destination(Term term) {
        if (term instanceof Pid pid) {
            return Destination.of(pid);
        }
        return term instanceof Tuple t
                        && t.arity() == 2
                        && t.get(0) instanceof Atom name
                        && t.get(1) instanceof Atom node
                ? Destination.of(name, node)
                : null;
    }

    private static TransitSnapshot.Pending readTimer(Term term) {
        Tuple t = tuple(term);
        return new TransitSnapshot.Pending(
                nanos(MigrationCodec.at(t, 0, IntegerTerm.class)),
                nanos(MigrationCodec.at(t, 1, IntegerTerm.class)),
                MigrationCodec.at(t, 2, Binary.class));
    }

    private static @Nullable MailboxBound readMailbox(Term term) {
        if (!(term instanceof Tuple t)) {
            return null;
        }
        MailboxBound.Overflow[] policies = MailboxBound.Overflow.values();
        int policy = MigrationCodec.number(t, 1);
        if (policy >= policies.length) {
            throw new IllegalArgumentException("no policy of a mailbox");
        }
        return new MailboxBound(MigrationCodec.number(t, 0), policies[policy]);
    }

    private static GroupOf readGroup(Term term) {
        Tuple t = tuple(term);
        return new GroupOf(
                MigrationCodec.at(t, 0, Atom.class), MigrationCodec.at(t, 1, Term.class));
    }
}
