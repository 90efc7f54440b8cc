package org.distributedactors.etf;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.distributedactors.term.Atom;

/// Atoms in any of their five forms.
///
/// ```
///  1     1|2      Len               1    1
/// +-----+--------+----------+      +----+-------+
/// | tag | Length | AtomName |  or  | 82 | Index |
/// +-----+--------+----------+      +----+-------+
/// ```
///
/// External Term Format, ATOM_CACHE_REF, SMALL_ATOM_UTF8_EXT, ATOM_UTF8_EXT, and ATOM_EXT, SMALL_ATOM_EXT in Latin-1.
/// Length counts bytes, the limit of 255 counts characters.
final class AtomDecoder {

    private AtomDecoder() {}

    static boolean isAtom(int tag) {
        return TermKind.ofTag(tag) == TermKind.ATOM;
    }

    /// The atom whose tag was read last.
    static Atom read(Input in, int tag, Atom[] cache) {
        return switch (tag) {
            case Tags.ATOM_CACHE_REF -> cached(in, cache);
            case Tags.SMALL_ATOM_UTF8_EXT -> utf8(in, in.u8());
            case Tags.ATOM_UTF8_EXT -> utf8(in, in.u16());
            case Tags.SMALL_ATOM_EXT -> latin1(in, in.u8());
            case Tags.ATOM_EXT -> latin1(in, in.u16());
            default -> throw in.malformed("an atom was expected");
        };
    }

    /// The atom whose tag was read last, one of the known if it is among them.
    static Atom read(Input in, int tag, Atom[] cache, KnownAtoms known) {
        if (tag != Tags.SMALL_ATOM_UTF8_EXT) {
            return read(in, tag, cache);
        }
        int length = in.u8();
        Atom found = known.find(in, length);
        if (found == null) {
            return utf8(in, length);
        }
        in.skip(length);
        return found;
    }

    /// Passes over the atom whose tag was read last.
    static void skip(Input in, int tag) {
        switch (tag) {
            case Tags.ATOM_CACHE_REF -> in.skip(1);
            case Tags.SMALL_ATOM_UTF8_EXT, Tags.SMALL_ATOM_EXT -> in.skip(in.u8());
            case Tags.ATOM_UTF8_EXT, Tags.ATOM_EXT -> in.skip(in.u16());
            default -> throw in.malformed("an atom was expected");
        }
    }

    private static Atom cached(Input in, Atom[] cache) {
        int index = in.u8();
        if (index >= cache.length) {
            throw in.malformed("atom " + index + " of " + cache.length + " in the header");
        }
        return cache[index];
    }

    private static Atom utf8(Input in, int length) {
        Atom known = WellKnownAtoms.find(in, length);
        if (known != null) {
            in.skip(length);
            return known;
        }
        byte[] bytes = in.bytes(length);
        return isAscii(bytes)
                ? atom(in, new String(bytes, StandardCharsets.ISO_8859_1))
                : atom(in, decode(in, bytes));
    }

    private static Atom latin1(Input in, int length) {
        return atom(in, new String(in.bytes(length), StandardCharsets.ISO_8859_1));
    }

    private static Atom atom(Input in, String name) {
        if (name.length() > Atom.MAX_CHARACTERS
                && name.codePointCount(0, name.length()) > Atom.MAX_CHARACTERS) {
            throw in.malformed("an atom of more than " + Atom.MAX_CHARACTERS + " characters");
        }
        return Atom.of(name);
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static String decode(Input in, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw in.malformed("an atom that is not UTF-8");
        }
    }
}
