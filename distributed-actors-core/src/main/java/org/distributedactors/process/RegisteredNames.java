package org.distributedactors.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// The local names. A process has one at most, and an ended one has none: the cell remembers its name and refuses
/// another once it was released. Usable from any thread.
final class RegisteredNames {

    private final ConcurrentHashMap<Atom, ProcessCell> names = new ConcurrentHashMap<>();

    Registration register(Atom name, ProcessCell cell) {
        if (name.equals(Atom.UNDEFINED)) {
            return Registration.BAD_NAME;
        }
        ProcessCell owner = names.putIfAbsent(name, cell);
        if (owner != null) {
            return Registration.NAME_TAKEN;
        }
        if (cell.takeName(name)) {
            return Registration.REGISTERED;
        }
        names.remove(name, cell);
        return cell.name() == null ? Registration.NOPROC : Registration.ALREADY_NAMED;
    }

    boolean unregister(Atom name) {
        ProcessCell cell = names.get(name);
        return cell != null && cell.dropName(name) && names.remove(name, cell);
    }

    /// At the end of a process.
    void release(ProcessCell cell) {
        Atom name = cell.closeName();
        if (name != null) {
            names.remove(name, cell);
        }
    }

    @Nullable ProcessCell whereis(Atom name) {
        return names.get(name);
    }

    Set<Atom> all() {
        return Set.copyOf(names.keySet());
    }
}
