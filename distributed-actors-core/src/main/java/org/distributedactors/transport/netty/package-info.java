/// The network by Netty: sockets, pipelines, and the client and server of the port mapper.
///
/// Nothing here decides about the protocol. The handshake's and the frames' packages do; these classes move bytes, keep
/// time, and make sure that before the cookie is proved only the handshake sees them.
@NullMarked
package org.distributedactors.transport.netty;

import org.jspecify.annotations.NullMarked;
