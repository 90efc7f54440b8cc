package org.distributedactors.boot.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.distributedactors.migration.MigrationCounters;
import org.distributedactors.migration.MigrationEvent;
import org.distributedactors.migration.MigrationException;
import org.distributedactors.migration.Migrator;

/// The meters of actors that move between nodes.
///
/// | Meter                                     | Type    | Tags                                                    |
/// |-------------------------------------------|---------|---------------------------------------------------------|
/// | `distributed.actors.migrations`           | counter | `direction` = in, out                                   |
/// | `distributed.actors.migrations.failed`    | counter | `direction`, `reason`                                   |
/// | `distributed.actors.migrations.active`    | gauge   |                                                         |
/// | `distributed.actors.migrations.doubts`    | counter |                                                         |
/// | `distributed.actors.migrations.forwarded` | counter |                                                         |
/// | `distributed.actors.migrations.pause`     | timer   |                                                         |
public final class MigrationMetrics implements MeterBinder {

    private final Migrator migrator;

    public MigrationMetrics(Migrator migrator) {
        this.migrator = migrator;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "out", MigrationCounters::departed);
        counter(registry, "in", MigrationCounters::arrived);
        for (MigrationException.Reason reason : MigrationException.Reason.values()) {
            failed(registry, "out", reason, counters -> counters.stayed(reason));
            failed(registry, "in", reason, counters -> counters.refused(reason));
        }
        Gauge.builder("distributed.actors.migrations.active", migrator, Migrator::underWay)
                .description("Actors on their way from or to this node, or in doubt")
                .baseUnit("actors")
                .register(registry);
        FunctionCounter.builder(
                        "distributed.actors.migrations.doubts",
                        migrator.counters(),
                        MigrationCounters::inDoubt)
                .description("Moves whose outcome was not known for a while")
                .register(registry);
        FunctionCounter.builder(
                        "distributed.actors.migrations.forwarded", migrator, Migrator::forwarded)
                .description("Messages passed on to where their receivers have gone")
                .baseUnit(BaseUnits.MESSAGES)
                .register(registry);
        Timer pause =
                Timer.builder("distributed.actors.migrations.pause")
                        .description("Time for which an actor that left handled no message")
                        .register(registry);
        migrator.onEvent(event -> {
            if (event instanceof MigrationEvent.Departed departed) {
                pause.record(departed.pause());
            }
        });
    }

    private void counter(
            MeterRegistry registry, String direction, ToDoubleFunction<MigrationCounters> value) {
        FunctionCounter.builder("distributed.actors.migrations", migrator.counters(), value)
                .description("Actors that have moved between nodes")
                .baseUnit("actors")
                .tag("direction", direction)
                .register(registry);
    }

    private void failed(
            MeterRegistry registry,
            String direction,
            MigrationException.Reason reason,
            ToDoubleFunction<MigrationCounters> value) {
        FunctionCounter.builder("distributed.actors.migrations.failed", migrator.counters(), value)
                .description("Actors that were to move and did not")
                .baseUnit("actors")
                .tag("direction", direction)
                .tag("reason", reason.name())
                .register(registry);
    }
}
