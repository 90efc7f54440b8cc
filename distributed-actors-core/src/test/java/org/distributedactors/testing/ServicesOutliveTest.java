package org.distributedactors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.distributedactors.node.Node;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A member can end no service of another node, whatever ties it makes with it.
class ServicesOutliveTest {

    private final SimulatedCluster cluster = SimulatedCluster.of(1, "a", "b");
    private final Map<Atom, Pid> services = services();

    @BeforeEach
    void connect() {
        cluster.connectAll();
        cluster.run(Duration.ofSeconds(1));
        assertThat(cluster.on("a").connected()).contains("b");
    }

    private Map<Atom, Pid> services() {
        Node node = cluster.on("a").node();
        Map<Atom, Pid> found = new TreeMap<>((one, other) -> one.name().compareTo(other.name()));
        for (Atom name : node.processes().registered()) {
            node.whereis(name).ifPresent(pid -> found.put(name, pid));
        }
        assertThat(found).hasSizeGreaterThan(5);
        return found;
    }

    @Test
    void aLinkWithAServiceDoesNotEndItWithTheConnection() {
        Probe probe = cluster.on("b").probe();
        services.values().forEach(probe::link);
        cluster.run(Duration.ofSeconds(1));

        cluster.on("b").crash();
        cluster.run(Duration.ofSeconds(1));

        assertThat(services()).isEqualTo(services);
    }

    @Test
    void aLinkWithAServiceDoesNotEndItWithTheOtherProcess() {
        Probe probe = cluster.on("b").probe();
        services.values().forEach(probe::link);
        cluster.run(Duration.ofSeconds(1));

        cluster.on("b").kill(probe.pid());
        cluster.run(Duration.ofSeconds(1));

        assertThat(services()).isEqualTo(services);
    }

    @Test
    void exitSignalsDoNotReachServices() {
        Probe probe = cluster.on("b").probe();
        services.values().forEach(service -> probe.exit(service, ExitReason.KILL));
        cluster.run(Duration.ofSeconds(1));

        assertThat(services()).isEqualTo(services);
    }
}
