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

    /// Whether it can have the name: it has none yet and has not ended.
    final boolean takeName(Atom newName) {
        return NAME.compareAndSet(this, null, newName);
    }

    final boolean dropName(Atom oldName) {
        Atom present = name;
        return present != null
                && !isReleased(present)
                && present.equals(oldName)
                && NAME.compareAndSet(this, present, null);
    }

    /// The last name, or null when it has none.
    final @Nullable Atom closeName() {
        Atom last = (Atom) NAME.getAndSet(this, RELEASED);
        return isReleased(last) ? null : last;
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
