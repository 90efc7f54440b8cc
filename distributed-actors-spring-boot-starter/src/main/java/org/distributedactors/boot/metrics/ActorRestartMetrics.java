package org.distributedactors.boot.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.distributedactors.boot.actor.ActorStates;
import org.distributedactors.boot.context.ActorFailedEvent;

/// Counts restarts of actors as `distributed.actors.restarts`, by `type` and `exception`: the simple name of the exception,
/// or the first word of the reason if it was none.
public final class ActorRestartMetrics implements MeterBinder {

    private final ActorStates states;

    public ActorRestartMetrics(ActorStates states) {
        this.states = states;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        states.onFailure(event -> {
            if (!event.staysDown()) {
                count(registry, event);
            }
        });
    }

    private static void count(MeterRegistry registry, ActorFailedEvent event) {
        String kind = event.reason().kind();
        Counter.builder("distributed.actors.restarts")
                .description("Actors that failed and were started again")
                .tag("type", event.type())
                .tag("exception", kind.substring(kind.lastIndexOf('.') + 1))
                .register(registry)
                .increment();
    }
}
