package org.distributedactors.boot.observation;

import io.micrometer.common.KeyValues;
import org.distributedactors.boot.observation.ActorObservation.Key;

/// Says what {@link ActorObservation#HANDLE} lists.
public final class DefaultHandleObservationConvention implements HandleObservationConvention {

    @Override
    public String getName() {
        return "distributed.actors.handle";
    }

    @Override
    public String getContextualName(HandleContext context) {
        return "handle " + context.messageType();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(HandleContext context) {
        return KeyValues.of(
                Key.ACTOR_TYPE.withValue(context.actorType()),
                Key.MESSAGE_TYPE.withValue(context.messageType()),
                Key.OUTCOME.withValue(context.outcome().name()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(HandleContext context) {
        return KeyValues.of(Key.ACTOR_REF.withValue(context.actor().toString()));
    }
}
