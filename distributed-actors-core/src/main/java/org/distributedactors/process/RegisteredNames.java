package org.distributedactors.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// The local names. A process has one at most, and an ended one has none: the cell remembers its name and refuses
/// another once it was released. Both sides of a name change under the lock of its entry. Usable from any thread.
final class RegisteredNames {

    private final ConcurrentHashMap<Atom, ProcessCell> names = new ConcurrentHashMap<>();

    /// One step: nobody sees a name that is not taken in the end.
    Registration register(Atom name, ProcessCell cell) {
        if (name.equals(Atom.UNDEFINED)) {
            return Registration.BAD_NAME;
        }
        Registration[] result = {Registration.NAME_TAKEN};
        names.computeIfAbsent(
                name,
                free -> {
                    result[0] = cell.takeName(free);
                    return result[0] == Registration.REGISTERED ? cell : null;
                });
        return result[0];
    }

    boolean unregister(Atom name) {
        boolean[] dropped = {false};
        names.computeIfPresent(
                name,
                (known, cell) -> {
                    dropped[0] = cell.dropName(known);
                    return dropped[0] ? null : cell;
                });
        return dropped[0];
    }

    /// At the end of a process: from one moment to the next it has no name, and will have none.
    void release(ProcessCell cell) {
        boolean released = false;
        while (!released && !cell.isNameClosed()) {
            Atom name = cell.name();
            released = name == null ? cell.closeName(null) : release(name, cell);
        }
    }

    private boolean release(Atom name, ProcessCell cell) {
        boolean[] released = {false};
        names.computeIfPresent(
                name,
                (known, owner) -> {
                    if (owner.equals(cell)) {
                        released[0] = cell.closeName(cell.name());
                    }
                    return released[0] ? null : owner;
                });
        return released[0];
    }

    @Nullable ProcessCell whereis(Atom name) {
        return names.get(name);
    }

    Set<Atom> all() {
        return Set.copyOf(names.keySet());
    }
}
