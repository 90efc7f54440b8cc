package org.distributedactors.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/// What is said of `distributed.actors.handle`. A bean of this type takes the place of {@link DefaultHandleObservationConvention}.
public interface HandleObservationConvention extends ObservationConvention<HandleContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof HandleContext;
    }
}
