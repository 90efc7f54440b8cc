package org.distributedactors.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Map;
import org.distributedactors.boot.actor.ActorDecorator;
import org.distributedactors.process.Destination;
import org.distributedactors.process.MessageTracing;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.TraceToken;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Makes the observations. What goes along with a message is what Micrometer's handlers have put into the carrier, and
/// inside a node the observation itself; so the handling of a message has its call or sending as its parent.
///
/// ```
/// caller                                      actor
/// CALL or SEND starts, fills the carrier
///   └── message with its token  ───────────▶  HANDLE starts, reads the carrier
///                                                └── calls and sends of its own, and so on
/// ```
public final class ActorObservations implements MessageTracing, ActorDecorator {

    private static final HandleObservationConvention HANDLE =
            new DefaultHandleObservationConvention();
    private static final CallObservationConvention CALL = new DefaultCallObservationConvention();
    private static final SendObservationConvention SEND = new DefaultSendObservationConvention();

    private final ObservationRegistry registry;
    private final @Nullable HandleObservationConvention handle;
    private final @Nullable CallObservationConvention call;
    private final @Nullable SendObservationConvention send;

    /// @param handle in place of the default, as the others; null for the default
    public ActorObservations(
            ObservationRegistry registry,
            @Nullable HandleObservationConvention handle,
            @Nullable CallObservationConvention call,
            @Nullable SendObservationConvention send) {
        this.registry = registry;
        this.handle = handle;
        this.call = call;
        this.send = send;
    }

    @Override
    public ProcessBehaviour decorate(String type, ProcessBehaviour instance) {
        return new ObservedBehaviour(type, instance, this);
    }

    /// Started, as a child of what the message follows from and of nothing else: the thread may have something under way
    /// that has nothing to do with it.
    Observation handling(HandleContext context, @Nullable TraceToken token) {
        Observation observation =
                ActorObservation.HANDLE.observation(handle, HANDLE, () -> context, registry);
        Observation cause =
                token != null && token.origin() instanceof Observation origin ? origin : null;
        return observation.parentObservation(cause).start();
    }

    @Override
    public OpenCall callBegins(Term address, @Nullable Atom node, String messageType) {
        CallContext context = new CallContext(address, node, messageType);
        Observation observation = ActorObservation.CALL.start(call, CALL, () -> context, registry);
        return new ObservedCall(observation, context.headers());
    }

    /// Nobody looks for the cause of a message that nothing observed has led to.
    @Override
    public @Nullable TraceToken sending(Destination to, String messageType) {
        if (registry.getCurrentObservation() == null) {
            return null;
        }
        SendContext context = new SendContext(to, messageType);
        Observation observation = ActorObservation.SEND.start(send, SEND, () -> context, registry);
        observation.stop();
        return new TraceToken(context.headers(), observation);
    }

    private record ObservedCall(Observation observation, Map<String, String> carrier)
            implements OpenCall {

        @Override
        public TraceToken token() {
            return new TraceToken(carrier, observation);
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            if (failure != null) {
                observation.error(failure);
            }
            observation.stop();
        }
    }
}
