package org.distributedactors.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/// What is said of `distributed.actors.send`. A bean of this type takes the place of {@link DefaultSendObservationConvention}.
public interface SendObservationConvention extends ObservationConvention<SendContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof SendContext;
    }
}
