package org.distributedactors.behaviour;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// The protocol of a {@link GenServer}: what comes in `$gen_call` and `$gen_cast` decodes to {@link GenCall} and {@link GenCast}
/// of the message type; a plain message to the message type as well if it is one, and to a `Term` if not.
///
/// @param message the server's message type; null asks for terms
public record ServerProtocol(@Nullable Type message) {}
