package org.distributedactors.behaviour;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.distributedactors.behaviour.PendingCall.ServerCall;
import org.distributedactors.process.Destination;
import org.distributedactors.process.MessageTracing;
import org.jspecify.annotations.Nullable;

/// Calls of a runtime that has a {@link MessageTracing}, which is told their begin and their end.
final class TracedCalls {

    private TracedCalls() {}

    static @Nullable Object call(
            MessageTracing tracing, ServerCall call, Optional<Destination> callee) {
        MessageTracing.OpenCall open = begin(tracing, call, callee);
        Object reply;
        try {
            reply = PendingCall.call(call, callee, open.token());
        } catch (Throwable failure) {
            open.ended(failure);
            throw failure;
        }
        open.ended(null);
        return reply;
    }

    static CompletionStage<@Nullable Object> callAsync(
            MessageTracing tracing, ServerCall call, Optional<Destination> callee) {
        MessageTracing.OpenCall open = begin(tracing, call, callee);
        CompletionStage<@Nullable Object> reply;
        try {
            reply = PendingCall.callAsync(call, callee, open.token());
        } catch (Throwable failure) {
            open.ended(failure);
            throw failure;
        }
        // The stage itself is given back: a dependent one would wrap the failure.
        reply.whenComplete((value, failure) -> open.ended(failure));
        return reply;
    }

    private static MessageTracing.OpenCall begin(
            MessageTracing tracing, ServerCall call, Optional<Destination> callee) {
        return tracing.callBegins(
                call.address(),
                callee.map(Destination::node).orElse(null),
                PendingCall.typeOf(call.request()));
    }
}
