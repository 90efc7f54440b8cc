package org.distributedactors.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.distributedactors.boot.TestNode;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

class NameMetricsTest {

    @Test
    void namesGroupsAndRefusalsAreCounted() {
        try (TestNode orders = TestNode.start("orders")) {
            ProcessGroups groups = orders.bean(ProcessGroups.class);
            GlobalRegistry names = orders.bean(GlobalRegistry.class);
            MeterRegistry registry = new SimpleMeterRegistry();
            new NameMetrics(orders.node(), names, groups).bindTo(registry);
            Pid process = orders.node().spawn(self -> self.receive(message -> () -> message));
            double before = local(registry);

            orders.node().register("bookkeeper", process);
            names.register("ledger", process);
            groups.scope().join("listeners", process);
            groups.scope("other").join("listeners", process);
            orders.node().send(Atom.of("pg"), orders.name(), Tuple.of(Atom.of("join")));
            groups.scope()
                    .leave(
                            "nobody",
                            process); // waits until the scope has seen what was sent before

            // The bookkeeper, and the process of the further scope.
            assertThat(local(registry)).isEqualTo(before + 2);
            assertThat(
                            registry.get("distributed.actors.names")
                                    .tag("scope", "global")
                                    .gauge()
                                    .value())
                    .isEqualTo(1);
            assertThat(registry.get("distributed.actors.groups").gauge().value()).isEqualTo(2);
            assertThat(
                            registry.get("distributed.actors.groups.refused")
                                    .tag("reason", "MALFORMED")
                                    .functionCounter()
                                    .count())
                    .isEqualTo(1);
        }
    }

    private static double local(MeterRegistry registry) {
        return registry.get("distributed.actors.names").tag("scope", "local").gauge().value();
    }
}
