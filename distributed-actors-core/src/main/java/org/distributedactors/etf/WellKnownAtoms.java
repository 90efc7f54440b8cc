package org.distributedactors.etf;

import java.nio.charset.StandardCharsets;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// Atoms that are in almost every message, found by their bytes so that neither a string nor an atom is made again.
///
/// The table never changes, so no peer can fill it.
final class WellKnownAtoms {

    private static final int SLOTS = 256;
    private static final int LONGEST = 16;

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

    /// The atom whose name is the next `length` bytes, or null. It does not move on.
    static @Nullable Atom find(Input in, int length) {
        in.need(length);
        if (length > LONGEST) {
            return null;
        }
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + in.peekU8(i);
        }
        int slot = hash & SLOTS - 1;
        Atom atom = ATOMS[slot];
        return atom != null && isNext(in, NAMES[slot], length) ? atom : null;
    }

    private static boolean isNext(Input in, byte[] name, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (in.peekU8(i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    /// Two names in one slot: the first stays, since those are listed by how common they are.
    private static void put(Atom atom) {
        byte[] name = atom.name().getBytes(StandardCharsets.US_ASCII);
        int hash = name.length;
        for (byte b : name) {
            hash = hash * 31 + b;
        }
        int slot = hash & SLOTS - 1;
        if (name.length <= LONGEST && ATOMS[slot] == null) {
            ATOMS[slot] = atom;
            NAMES[slot] = name;
        }
    }
}
