package org.distributedactors.etf;

import java.util.Collection;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// Atoms that somebody waits for, found by their bytes so that neither a string nor an atom is made for them again. What is
/// in it never changes, so no peer can fill it.
public final class KnownAtoms {

    private final @Nullable Atom[] atoms;
    private final byte[][] names;

    private KnownAtoms(int slots) {
        atoms = new @Nullable Atom[slots];
        names = new byte[slots][];
    }

    /// These atoms.
    public static KnownAtoms of(Collection<Atom> atoms) {
        KnownAtoms known = new KnownAtoms(4 * Integer.highestOneBit(atoms.size() + 1));
        atoms.forEach(known::put);
        return known;
    }

    private void put(Atom atom) {
        byte[] name = atom.utf8();
        int slot =
                name.length == 0
                        ? 0
                        : slot(name.length, name[0] & 0xFF, name[name.length - 1] & 0xFF);
        while (atoms[slot] != null) {
            slot = slot + 1 & atoms.length - 1;
        }
        atoms[slot] = atom;
        names[slot] = name;
    }

    private int slot(int length, int first, int last) {
        return (length * 31 + first) * 31 + last & atoms.length - 1;
    }

    /// The atom whose name is the next `length` bytes, or null. It does not move on.
    @Nullable Atom find(Input in, int length) {
        in.need(length);
        int slot = length == 0 ? 0 : slot(length, in.peekU8(0), in.peekU8(length - 1));
        for (Atom atom; (atom = atoms[slot]) != null; slot = slot + 1 & atoms.length - 1) {
            if (names[slot].length == length && in.startsWith(names[slot])) {
                return atom;
            }
        }
        return null;
    }
}
