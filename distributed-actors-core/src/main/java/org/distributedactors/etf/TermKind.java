package org.distributedactors.etf;

import org.jspecify.annotations.Nullable;

/// What kind of value the next term is, however it was written.
public enum TermKind {
    ATOM,
    INTEGER,
    FLOAT,
    PID,
    PORT,
    REFERENCE,
    /// A whole number of bytes.
    BINARY,
    /// A number of bits that is no whole number of bytes.
    BITSTRING,
    TUPLE,
    /// The empty list, in its usual form.
    NIL,
    /// A list, proper or improper. An unusual form of the empty list is of this kind too.
    LIST,
    MAP,
    /// A fun with an environment.
    FUN,
    /// A fun that names a function, `fun module:function/arity`.
    EXPORT,
    /// A native record of OTP 29.
    RECORD;

    private static final @Nullable TermKind[] BY_TAG = new @Nullable TermKind[256];

    static {
        put(ATOM, Tags.ATOM_CACHE_REF, Tags.ATOM_EXT, Tags.SMALL_ATOM_EXT);
        put(ATOM, Tags.ATOM_UTF8_EXT, Tags.SMALL_ATOM_UTF8_EXT);
        put(
                INTEGER,
                Tags.SMALL_INTEGER_EXT,
                Tags.INTEGER_EXT,
                Tags.SMALL_BIG_EXT,
                Tags.LARGE_BIG_EXT);
        put(FLOAT, Tags.NEW_FLOAT_EXT, Tags.FLOAT_EXT);
        put(PID, Tags.NEW_PID_EXT, Tags.PID_EXT);
        put(PORT, Tags.V4_PORT_EXT, Tags.NEW_PORT_EXT, Tags.PORT_EXT);
        put(REFERENCE, Tags.NEWER_REFERENCE_EXT, Tags.NEW_REFERENCE_EXT, Tags.REFERENCE_EXT);
        put(BINARY, Tags.BINARY_EXT);
        put(BITSTRING, Tags.BIT_BINARY_EXT);
        put(TUPLE, Tags.SMALL_TUPLE_EXT, Tags.LARGE_TUPLE_EXT);
        put(NIL, Tags.NIL_EXT);
        put(LIST, Tags.LIST_EXT, Tags.STRING_EXT);
        put(MAP, Tags.MAP_EXT);
        put(FUN, Tags.NEW_FUN_EXT);
        put(EXPORT, Tags.EXPORT_EXT);
        put(RECORD, Tags.RECORD_EXT);
    }

    private static void put(TermKind kind, int... tags) {
        for (int tag : tags) {
            BY_TAG[tag] = kind;
        }
    }

    /// The kind of term that begins with this tag, or null when none does.
    static @Nullable TermKind ofTag(int tag) {
        return BY_TAG[tag];
    }
}
