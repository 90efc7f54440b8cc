/// The seam between the node and the network: interfaces, and what every network has to decide in the same way.
///
/// A {@link org.distributedactors.transport.Transport} opens connections and runs their handshakes; what comes out is a
/// {@link org.distributedactors.transport.Link} that carries control messages in order. The sockets are in `transport.netty`; a
/// simulator puts its own network behind the same interfaces.
@NullMarked
package org.distributedactors.transport;

import org.jspecify.annotations.NullMarked;
