package org.distributedactors.etf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// Atoms that are in almost every message, found by their bytes so that neither a string nor an atom is made again.
///
/// The table never changes, so no peer can fill it.
final class WellKnownAtoms {

    private static final int SLOTS = 256;

    private static final @Nullable Atom[] ATOMS = new @Nullable Atom[SLOTS];
    private static final byte[][] NAMES = new byte[SLOTS][];

    static {
        for (Atom atom :
                new Atom[] {
                    Atom.EMPTY, Atom.TRUE, Atom.FALSE, Atom.UNDEFINED, Atom.NIL, Atom.OK, Atom.ERROR
                }) {
            put(atom);
        }
        String others =
                "EXIT DOWN $gen_call $gen_cast process port alias monitor reply noreply yes no stop exit throw normal"
                        + " shutdown kill killed noproc noconnection timeout badarg undef erlang rex global"
                        + " global_name_server net_kernel pg join leave sync discover spawn call cast info link"
                        + " __struct__ Elixir nonode@nohost";
        for (String name : others.split(" ")) {
            put(Atom.of(name));
        }
    }

    private WellKnownAtoms() {}

    /// The atom whose name is the first `length` of these bytes, or null.
    static @Nullable Atom find(byte[] bytes, int length) {
        int slot = slot(bytes, length);
        Atom atom = ATOMS[slot];
        boolean same =
                atom != null && Arrays.equals(NAMES[slot], 0, NAMES[slot].length, bytes, 0, length);
        return same ? atom : null;
    }

    private static int slot(byte[] bytes, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + bytes[i];
        }
        return hash & SLOTS - 1;
    }

    /// Two names in one slot: the first stays, since those are listed by how common they are.
    private static void put(Atom atom) {
        byte[] name = atom.name().getBytes(StandardCharsets.US_ASCII);
        int slot = slot(name, name.length);
        if (ATOMS[slot] == null) {
            ATOMS[slot] = atom;
            NAMES[slot] = name;
        }
    }
}
