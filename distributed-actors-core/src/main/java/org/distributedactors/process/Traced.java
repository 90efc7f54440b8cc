package org.distributedactors.process;

import org.jspecify.annotations.Nullable;

/// A message on its way with a token. Only the way knows this envelope: the receiver gets the message itself, and the token
/// by {@link Self#traceToken}. There is none in a runtime without {@link MessageTracing}.
public record Traced(Object message, TraceToken token) {

    /// The message in an envelope, or as it is when there is no token.
    public static Object of(Object message, @Nullable TraceToken token) {
        return token == null ? message : new Traced(message, token);
    }

    /// The message, with or without an envelope.
    public static Object messageOf(Object content) {
        return content instanceof Traced traced ? traced.message() : content;
    }
}
