package org.distributedactors.boot.observation;

import io.micrometer.common.KeyValues;
import org.distributedactors.boot.observation.ActorObservation.Key;

/// Says what {@link ActorObservation#SEND} lists.
public final class DefaultSendObservationConvention implements SendObservationConvention {

    @Override
    public String getName() {
        return "distributed.actors.send";
    }

    @Override
    public String getContextualName(SendContext context) {
        return "send " + context.messageType();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(SendContext context) {
        return KeyValues.of(Key.MESSAGE_TYPE.withValue(context.messageType()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(SendContext context) {
        return KeyValues.of(
                Key.ACTOR_REF.withValue(context.receiver().term().toString()),
                Key.PEER.withValue(context.receiver().node().name()));
    }
}
