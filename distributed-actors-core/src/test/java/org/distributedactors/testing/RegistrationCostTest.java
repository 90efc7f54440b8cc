package org.distributedactors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

/// What a registration costs: messages in proportion to the nodes, whoever registers.
class RegistrationCostTest {

    private static final String[] NAMES = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};

    /// For each other node: lock, answer, monitor of the locker, registration, answer, monitor of the owner, release,
    /// answer, end of the monitor.
    private static final int FOR_EACH_NODE = 9;

    @Test
    void aRegistrationOnNineNodesTakesNineMessagesForEachOtherNode() {
        assertThat(messagesFor(9, 1)).isLessThanOrEqualTo(FOR_EACH_NODE * 8);
        assertThat(messagesFor(3, 1)).isLessThanOrEqualTo(FOR_EACH_NODE * 2);
    }

    @Test
    void namesThatAreRegisteredOneAfterTheOtherShareALock() {
        assertThat(messagesFor(9, 16)).isLessThanOrEqualTo(16 * 3 * 8 + 7 * 8);
    }

    private static int messagesFor(int nodes, int names) {
        SimulatedCluster cluster =
                SimulatedCluster.of(
                        nodes,
                        IntStream.range(0, nodes).mapToObj(i -> NAMES[i]).toArray(String[]::new));
        cluster.shouldPartitionAs(String.join(" ", List.of(NAMES).subList(0, nodes)));
        cluster.run(Duration.ofSeconds(5));
        AtomicInteger messages = new AtomicInteger();
        cluster.trace(line -> messages.incrementAndGet());
        SimulatedNode node = cluster.on("b");
        for (int i = 0; i < names; i++) {
            Pid pid = node.spawnIdle();
            cluster.await(node.globalRegistry().registerAsync(Atom.of("name" + i), pid));
        }
        cluster.run(Duration.ofMillis(100));
        return messages.get();
    }
}
