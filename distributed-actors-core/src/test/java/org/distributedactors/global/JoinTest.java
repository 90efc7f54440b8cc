package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JoinTest {

    @Test
    void twoFreshNodesBecomeOnePartitionInMilliseconds() {
        GlobalSimulation simulation = GlobalSimulation.of(1, "a", "b");
        simulation.connect("a", "b");
        assertThat(simulation.runUntil(simulation::isOnePartition, Duration.ofMillis(100)))
                .isTrue();
        System.out.println(simulation.clock().nowMicros());
    }

    @Test
    void many() {
        for (int n = 3; n <= 10; n++) {
            String[] names = new String[n];
            for (int i = 0; i < n; i++) names[i] = "n" + i;
            long sum = 0, max = 0;
            for (int seed = 0; seed < 50; seed++) {
                GlobalSimulation simulation = GlobalSimulation.of(seed, names);
                simulation.connectAll();
                boolean ok =
                        simulation.runUntil(simulation::isOnePartition, Duration.ofSeconds(60));
                if (!ok) System.out.println("n=" + n + " seed=" + seed + " FAILED");
                sum += simulation.clock().nowMicros();
                max = Math.max(max, simulation.clock().nowMicros());
            }
            System.out.println("n=" + n + " avg ms " + sum / 50000 + " max " + max / 1000);
        }
    }
}
