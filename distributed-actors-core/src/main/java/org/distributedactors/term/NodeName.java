package org.distributedactors.term;

import java.util.regex.Pattern;

/// The name of a node, `alive@host`: unique in its cluster.
///
/// @param alive the part before the `@`: letters, digits, `_` and `-`
/// @param host the part after it; with a dot for long names, without one for short names
public record NodeName(String alive, String host) {

    private static final Pattern ALIVE = Pattern.compile("[0-9A-Za-z_-]+");
    private static final Pattern HOST = Pattern.compile("[^@\\s\\p{Cntrl}]+");

    // Below the patterns, which its constructor needs.
    /// What a node without distribution is called.
    public static final NodeName NONODE = new NodeName("nonode", "nohost");

    /// @throws IllegalArgumentException when either part is empty or has characters that a name cannot have
    public NodeName {
        boolean tooLong = alive.length() + host.length() + 1 > Atom.MAX_CHARACTERS;
        if (!ALIVE.matcher(alive).matches() || !HOST.matcher(host).matches() || tooLong) {
            throw new IllegalArgumentException(
                    "'"
                            + alive
                            + "@"
                            + host
                            + "' is no node name; expected name@host, the name of letters, digits, _ or -");
        }
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

    /// The name as the atom that stands in pids and messages.
    public Atom atom() {
        return Atom.of(toString());
    }

    @Override
    public String toString() {
        return alive + "@" + host;
    }
}
