package org.distributedactors.term;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/// A literal constant whose name is its value.
///
/// Atoms are ordinary values compared by name. There is no table of all atoms, so no peer can fill one;
/// the decoder keeps a bounded cache for each connection instead.
public final class Atom implements Term, Comparable<Atom> {

    /// The most characters (code points) an atom may have.
    public static final int MAX_CHARACTERS = 255;

    public static final Atom EMPTY = new Atom("");
    public static final Atom TRUE = new Atom("true");
    public static final Atom FALSE = new Atom("false");
    public static final Atom UNDEFINED = new Atom("undefined");
    public static final Atom NIL = new Atom("nil");
    public static final Atom OK = new Atom("ok");
    public static final Atom ERROR = new Atom("error");

    private static final Pattern UNQUOTED = Pattern.compile("[a-z][0-9A-Za-z_@]*");

    private final String name;
    private final int hash;
    private final byte[] utf8;

    private Atom(String name) {
        this.name = name;
        this.hash = name.hashCode();
        this.utf8 = name.getBytes(StandardCharsets.UTF_8);
    }

    /// The atom of this name.
    ///
    /// @throws IllegalArgumentException when the name has more than 255 characters
    public static Atom of(String name) {
        if (name.length() > MAX_CHARACTERS
                && name.codePointCount(0, name.length()) > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "an atom has at most 255 characters, this one has " + name.length());
        }
        return new Atom(name);
    }

    /// The atom `true` or `false`.
    public static Atom of(boolean value) {
        return value ? TRUE : FALSE;
    }

    public String name() {
        return name;
    }

    /// Whether this is the atom of this name: for a `when` in a `switch` over messages.
    public boolean is(String other) {
        return name.equals(other);
    }

    /// The bytes of the name in UTF-8, a copy.
    public byte[] utf8() {
        return utf8.clone();
    }

    /// How many bytes the name has in UTF-8.
    public int utf8Length() {
        return utf8.length;
    }

    /// Copies the UTF-8 bytes of the name to `target`, from `offset` on.
    public void copyUtf8(byte[] target, int offset) {
        System.arraycopy(utf8, 0, target, offset, utf8.length);
    }

    /// Whether the name is exactly these UTF-8 bytes.
    public boolean hasUtf8(byte[] bytes) {
        return Arrays.equals(utf8, bytes);
    }

    /// Orders by code points, which is the order of the UTF-8 bytes taken as unsigned.
    @Override
    public int compareTo(Atom other) {
        return Arrays.compareUnsigned(utf8, other.utf8);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Atom atom && hash == atom.hash && name.equals(atom.name));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        if (UNQUOTED.matcher(name).matches()) {
            return name;
        }
        StringBuilder text = new StringBuilder("'");
        name.chars().forEach(character -> quote(text, (char) character));
        return text.append('\'').toString();
    }

    /// Control characters are escaped as well, so that no name can begin a line of a log.
    private static void quote(StringBuilder text, char character) {
        switch (character) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '\\', '\'' -> text.append('\\').append(character);
            default -> {
                if (Character.isISOControl(character)) {
                    text.append("\\x{").append(Integer.toHexString(character)).append('}');
                } else {
                    text.append(character);
                }
            }
        }
    }
}
