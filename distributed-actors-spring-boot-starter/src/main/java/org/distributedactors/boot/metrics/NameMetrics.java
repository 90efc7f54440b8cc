package org.distributedactors.boot.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToLongFunction;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.node.Node;
import org.distributedactors.pg.PgCounters;
import org.distributedactors.pg.PgScope;
import org.distributedactors.pg.ProcessGroups;

/// The meters of names and groups.
///
/// | Meter                                | Type    | Tags                                                                   |
/// |--------------------------------------|---------|------------------------------------------------------------------------|
/// | `distributed.actors.names`           | gauge   | `scope` = global, local                                                |
/// | `distributed.actors.groups`          | gauge   |                                                                        |
/// | `distributed.actors.groups.refused`  | counter | `reason` = MALFORMED, FOREIGN, OVER_QUOTA, UNKNOWN_PEER, TOO_OFTEN     |
public final class NameMetrics implements MeterBinder {

    private final Node node;
    private final GlobalRegistry names;
    private final ProcessGroups groups;

    public NameMetrics(Node node, GlobalRegistry names, ProcessGroups groups) {
        this.node = node;
        this.names = names;
        this.groups = groups;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("distributed.actors.names", names, from -> from.names().size())
                .description("Names that processes have")
                .baseUnit("names")
                .tag("scope", "global")
                .register(registry);
        Gauge.builder("distributed.actors.names", node, NameMetrics::localNames)
                .description("Names that processes have")
                .baseUnit("names")
                .tag("scope", "local")
                .register(registry);
        Gauge.builder("distributed.actors.groups", groups, from -> sum(from, PgScope::groupCount))
                .description("Process groups that have a member, in all scopes")
                .baseUnit("groups")
                .register(registry);
        refused(registry, "MALFORMED", PgCounters::malformedMessages);
        refused(registry, "FOREIGN", PgCounters::foreignMembers);
        refused(registry, "OVER_QUOTA", PgCounters::joinsOverQuota);
        refused(registry, "UNKNOWN_PEER", PgCounters::ofUnknownPeers);
        refused(registry, "TOO_OFTEN", PgCounters::discoversOverLimit);
    }

    private static long localNames(Node node) {
        return node.isUp() ? node.processes().registered().size() : 0;
    }

    private void refused(MeterRegistry registry, String reason, ToLongFunction<PgCounters> value) {
        FunctionCounter.builder(
                        "distributed.actors.groups.refused",
                        groups,
                        from -> sum(from, scope -> value.applyAsLong(scope.counters())))
                .description("What other nodes said of groups and was not believed")
                .tag("reason", reason)
                .register(registry);
    }

    private static long sum(ProcessGroups groups, ToLongFunction<PgScope> value) {
        return groups.scopes().stream().mapToLong(value).sum();
    }
}
