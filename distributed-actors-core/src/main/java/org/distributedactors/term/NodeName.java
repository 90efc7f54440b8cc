package org.distributedactors.term;

import java.util.regex.Pattern;

/// The name of a node, `alive@host`: unique in its cluster. Values with the same text are equal.
public final class NodeName {

    private static final Pattern ALIVE = Pattern.compile("[0-9A-Za-z_-]+");
    private static final Pattern HOST = Pattern.compile("[^@\\s\\p{Cntrl}]+");

    // Below the patterns, which its constructor needs.
    /// What a node without distribution is called.
    public static final NodeName NONODE = new NodeName("nonode", "nohost");

    private final String alive;
    private final String host;

    /// Every message to another node needs it.
    private final Atom atom;

    /// @param alive the part before the `@`: letters, digits, `_` and `-`
    /// @param host the part after it; with a dot for long names, without one for short names
    /// @throws IllegalArgumentException when either part is empty or has characters that a name cannot have
    public NodeName(String alive, String host) {
        boolean tooLong = alive.length() + host.length() + 1 > Atom.MAX_CHARACTERS;
        if (!ALIVE.matcher(alive).matches() || !HOST.matcher(host).matches() || tooLong) {
            throw new IllegalArgumentException(
                    "'"
                            + alive
                            + "@"
                            + host
                            + "' is no node name; expected name@host, the name of letters, digits, _ or -");
        }
        this.alive = alive;
        this.host = host;
        this.atom = Atom.of(alive + "@" + host);
    }

    /// Reads `name@host`.
    ///
    /// @throws IllegalArgumentException when the text has another form
    public static NodeName of(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no node name; expected name@host");
        }
        return new NodeName(text.substring(0, at), text.substring(at + 1));
    }

    /// The part before the `@`.
    public String alive() {
        return alive;
    }

    /// The part after the `@`.
    public String host() {
        return host;
    }

    /// The name as the atom that stands in pids and messages.
    public Atom atom() {
        return atom;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeName that && atom.equals(that.atom);
    }

    @Override
    public int hashCode() {
        return atom.hashCode();
    }

    @Override
    public String toString() {
        return atom.name();
    }
}
