/// What two connected nodes say to each other: frames, the distribution header with its atom cache, fragments,
/// control messages, and the tick that tells a quiet node from a dead one.
///
/// Bytes become a {@link org.distributedactors.dist.DistributionMessage} and back. The control part is decoded at
/// once; the message behind it stays in bytes until whoever it is for wants it. Nothing here knows a socket, a
/// clock or a process.
@NullMarked
package org.distributedactors.dist;

import org.jspecify.annotations.NullMarked;
