package org.distributedactors.faults;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks that lose packets, with a tick time of 20 s, on demand.
@Tag("on-demand")
class LossyNetworkIT extends FaultsFixture {

    private static final Duration LASTS = Duration.ofSeconds(Integer.getInteger("faults.loss", 30));

    LossyNetworkIT() {
        super(20, "a", "b", "c", Cluster.ERLANG);
    }

    @ParameterizedTest(name = "12: {0} % of all packets are lost, and no node")
    @ValueSource(ints = {10, 20, 30})
    void loss(int percent) {
        long from = System.nanoTime();
        cluster.hosts().all().forEach(host -> cluster.network().lose(host, percent));
        during(LASTS);
        if (percent <= 10) {
            nobodyLostAnybodySince(from);
        }
        long lost = cluster.history().count(from, event -> event.kind().equals("nodedown"));
        figure("fault 12, nodedowns in " + LASTS + " at " + percent + " %", lost);
    }

    @Test
    @DisplayName("39: a node whose processors are taken by others is not missed")
    void starved() {
        long from = System.nanoTime();
        List.of("a", "b").forEach(host -> cluster.java(host).ask("burn 4 20"));
        during(Duration.ofSeconds(20));
        nobodyLostAnybodySince(from);
    }
}
