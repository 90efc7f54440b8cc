/// The distribution handshake, version 6: two nodes tell each other who they are and what they can do, and
/// prove that they hold the same cookie.
///
/// {@link org.distributedactors.handshake.OutgoingHandshake} is the side that dialled,
/// {@link org.distributedactors.handshake.IncomingHandshake} the side that was dialled. Both are state
/// machines without I/O: a {@link org.distributedactors.handshake.HandshakeMessage} goes in, a
/// {@link org.distributedactors.handshake.HandshakeStep} comes out, and whoever owns the socket performs it.
/// The messages and their order are those of "Distribution Protocol, Distribution Handshake" in the ERTS
/// User's Guide.
@NullMarked
package org.distributedactors.handshake;

import org.jspecify.annotations.NullMarked;
