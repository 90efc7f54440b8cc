package org.distributedactors.transport;

import java.net.InetSocketAddress;

/// Where a node listens, at one moment.
///
/// @param address the bound address and port
/// @param creation the incarnation, 32 bits unsigned, never 0 to 3
/// @param portMapper what makes the port known to others
/// @param tls whether connections speak TLS
/// @param state whether others can get here
public record Listening(
        InetSocketAddress address, int creation, PortMapper portMapper, boolean tls, State state) {

    /// The same place in another state.
    public Listening in(State other) {
        return new Listening(address, creation, portMapper, tls, other);
    }

    /// Whether others can get to a node. Connections that stand do not depend on it.
    public enum State {
        /// It listens, and its name is known to the port mapper, if there is one.
        REACHABLE,
        /// It listens, but the port mapper is gone and no other was found yet.
        UNREGISTERED,
        /// It does not listen any more.
        CLOSED
    }

    /// How peers learn a node's port from its name.
    public enum PortMapper {
        /// An `epmd` inside this JVM.
        EMBEDDED,
        /// An `epmd` that something else on this host runs.
        EXTERNAL,
        /// None: peers are given the port with the address.
        NONE
    }
}
