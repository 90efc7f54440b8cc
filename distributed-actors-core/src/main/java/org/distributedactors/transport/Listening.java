package org.distributedactors.transport;

import java.net.InetSocketAddress;

/// Where a node listens.
///
/// @param address the bound address and port
/// @param creation the incarnation, 32 bits unsigned, never 0 to 3
/// @param portMapper what makes the port known to others
public record Listening(InetSocketAddress address, int creation, PortMapper portMapper) {

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
