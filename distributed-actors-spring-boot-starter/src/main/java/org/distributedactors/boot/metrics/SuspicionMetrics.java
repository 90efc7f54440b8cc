package org.distributedactors.boot.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.distributedactors.detector.FailureDetector;

/// What this node thinks of silent peers.
///
/// | Meter                                     | Type    | Tags |
/// |-------------------------------------------|---------|------|
/// | `distributed.actors.nodes.suspected`      | gauge   |      |
/// | `distributed.actors.suspicions`           | counter |      |
/// | `distributed.actors.suspicions.confirmed` | counter |      |
public final class SuspicionMetrics implements MeterBinder {

    private final FailureDetector detector;

    public SuspicionMetrics(FailureDetector detector) {
        this.detector = detector;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(
                        "distributed.actors.nodes.suspected",
                        detector,
                        from -> from.suspected().size())
                .description("Other nodes that are silent now and may be given up soon")
                .register(registry);
        FunctionCounter.builder(
                        "distributed.actors.suspicions", detector, FailureDetector::suspicions)
                .description("How often another node was suspected to be down")
                .register(registry);
        FunctionCounter.builder(
                        "distributed.actors.suspicions.confirmed",
                        detector,
                        FailureDetector::givenUp)
                .description("How often a suspected node was given up")
                .register(registry);
    }
}
