package org.distributedactors.boot.observation;

import io.micrometer.common.KeyValues;
import org.distributedactors.boot.observation.ActorObservation.Key;
import org.distributedactors.term.Atom;

/// Says what {@link ActorObservation#CALL} lists.
public final class DefaultCallObservationConvention implements CallObservationConvention {

    @Override
    public String getName() {
        return "distributed.actors.call";
    }

    @Override
    public String getContextualName(CallContext context) {
        return "call " + context.messageType();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(CallContext context) {
        return KeyValues.of(
                Key.MESSAGE_TYPE.withValue(context.messageType()),
                Key.OUTCOME.withValue(context.outcome().name()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(CallContext context) {
        Atom peer = context.peer();
        return KeyValues.of(
                Key.ACTOR_REF.withValue(context.address().toString()),
                peer == null ? Key.PEER.withNoneValue() : Key.PEER.withValue(peer.name()));
    }
}
