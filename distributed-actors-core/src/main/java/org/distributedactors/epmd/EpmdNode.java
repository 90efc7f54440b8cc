package org.distributedactors.epmd;

import org.distributedactors.term.Binary;

/// What a node tells the port mapper of itself, and what the port mapper tells others of it.
///
/// @param name the part of the node's name before the `@`, in UTF-8; the port mapper compares bytes
/// @param port where the node listens, 0 to 65535
/// @param type {@link #VISIBLE} or {@link #HIDDEN}, or whatever else a node says, 0 to 255
/// @param protocol 0 for TCP over IPv4 and IPv6, 0 to 255
/// @param highestVersion the highest version of the distribution protocol it speaks, 0 to 65535
/// @param lowestVersion the lowest such version, 0 to 65535
/// @param extra bytes without a meaning
public record EpmdNode(
        Binary name,
        int port,
        int type,
        int protocol,
        int highestVersion,
        int lowestVersion,
        Binary extra) {

    /// The type of a node that shows itself, the letter `M`.
    public static final int VISIBLE = 'M';

    /// The type of a node that does not show itself, the letter `H`.
    public static final int HIDDEN = 'H';

    /// The version of the distribution protocol that is spoken here, since OTP 23.
    public static final int VERSION = 6;

    static final int OLDEST_VERSION = 5;
    static final int TCP = 0;

    /// What a node of this implementation says of itself.
    public static EpmdNode of(String alive, int port, boolean hidden) {
        return new EpmdNode(
                Binary.utf8(alive),
                port,
                hidden ? HIDDEN : VISIBLE,
                TCP,
                VERSION,
                OLDEST_VERSION,
                Binary.EMPTY);
    }

    /// Whether the node speaks our version of the distribution protocol over TCP.
    public boolean isCompatible() {
        return protocol == TCP && lowestVersion <= VERSION && VERSION <= highestVersion;
    }
}
