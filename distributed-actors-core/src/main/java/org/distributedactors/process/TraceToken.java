package org.distributedactors.process;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes along with a message, so that its handling is known to follow from its sending. Made and read by a
/// {@link MessageTracing}; to all others it means nothing.
///
/// @param headers names and values that also go to other nodes of this library
/// @param origin what else goes along inside this node; null when the message came from another one
public record TraceToken(Map<String, String> headers, @Nullable Object origin) {

    public TraceToken {
        headers = Map.copyOf(headers);
    }
}
