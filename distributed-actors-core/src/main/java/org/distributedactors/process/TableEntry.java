package org.distributedactors.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// What the table of processes and the registered names know of a process: its place and its name. The name is set
/// from any thread; once it was closed, at the end of the process, there is no other.
abstract class TableEntry extends SignalQueue {

    /// An object of its own: a process may well be called the same.
    private static final Atom RELEASED = Atom.of("released");

    private static final VarHandle NAME;

    static {
        try {
            NAME = MethodHandles.lookup().findVarHandle(TableEntry.class, "name", Atom.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int id;
    private int serial;
    private volatile @Nullable Atom name;

    final void place(int newId, int newSerial) {
        id = newId;
        serial = newSerial;
    }

    final int id() {
        return id;
    }

    final int serial() {
        return serial;
    }

    /// Takes the name, if it has none yet and has not ended.
    final Registration takeName(Atom newName) {
        Atom before = (Atom) NAME.compareAndExchange(this, null, newName);
        if (before == null) {
            return Registration.REGISTERED;
        }
        return isReleased(before) ? Registration.NOPROC : Registration.ALREADY_NAMED;
    }

    final boolean dropName(Atom oldName) {
        Atom present = name;
        return present != null
                && !isReleased(present)
                && present.equals(oldName)
                && NAME.compareAndSet(this, present, null);
    }

    /// Ends its names, if it has this one or, for null, none.
    final boolean closeName(@Nullable Atom last) {
        return NAME.compareAndSet(this, last, RELEASED);
    }

    /// Whether it will have no name any more.
    final boolean isNameClosed() {
        return isReleased(name);
    }

    final @Nullable Atom name() {
        Atom present = name;
        return isReleased(present) ? null : present;
    }

    @SuppressWarnings("ReferenceEquality") // a marker, not a value
    private static boolean isReleased(@Nullable Atom present) {
        return present == RELEASED;
    }
}
