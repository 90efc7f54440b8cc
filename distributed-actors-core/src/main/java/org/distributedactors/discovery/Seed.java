package org.distributedactors.discovery;

import java.net.InetSocketAddress;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;

/// A node there may be.
///
/// @param name its name
/// @param address where it listens; null asks the port mapper of its host
public record Seed(NodeName name, @Nullable InetSocketAddress address) {

    /// Reads `name@host` or `name@host:port`; with a port no port mapper is asked.
    ///
    /// @throws IllegalArgumentException when the text has another form
    public static Seed of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.indexOf(':') != colon) {
            return new Seed(NodeName.of(text), null);
        }
        NodeName name = NodeName.of(text.substring(0, colon));
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return new Seed(name, InetSocketAddress.createUnresolved(name.host(), port));
        } catch (IllegalArgumentException wrongPort) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no seed; expected name@host or name@host:port", wrongPort);
        }
    }
}
