package org.distributedactors.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/// What is said of `distributed.actors.call`. A bean of this type takes the place of {@link DefaultCallObservationConvention}.
public interface CallObservationConvention extends ObservationConvention<CallContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof CallContext;
    }
}
