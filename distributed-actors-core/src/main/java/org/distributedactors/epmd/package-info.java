/// The port mapper of the Erlang distribution, `epmd`: which node of this host listens on which port.
///
/// Here are its requests and responses as values and as bytes, and the state of a port mapper without its
/// sockets. Who asks and who answers over a network is elsewhere. The messages are those of "Distribution
/// Protocol, EPMD Protocol" in the ERTS User's Guide.
@NullMarked
package org.distributedactors.epmd;

import org.jspecify.annotations.NullMarked;
