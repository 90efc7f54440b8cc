package org.distributedactors.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class WaitingConnectionsTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("10.0.0.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("10.0.0.2");

    private final WaitingConnections<String> waiting = new WaitingConnections<>(3, 2);

    @Test
    void thereIsRoomUpToTheLimits() {
        assertThat(waiting.add("a", HERE)).isNull();
        assertThat(waiting.add("b", HERE)).isNull();
        assertThat(waiting.add("c", THERE)).isNull();
    }

    @Test
    void whoeverHasTooManyLosesTheOldestOfHisOwn() {
        waiting.add("c", THERE);
        waiting.add("a", HERE);
        waiting.add("b", HERE);

        assertThat(waiting.add("d", HERE)).isEqualTo("a");
        assertThat(waiting.size()).isEqualTo(3);
    }

    @Test
    void whenThereAreTooManyInAllTheOldestGoes() {
        waiting.add("a", HERE);
        waiting.add("c", THERE);
        waiting.add("d", THERE);

        assertThat(waiting.add("e", HERE)).isEqualTo("a");
    }

    @Test
    void whoeverIsKnownOrGoneMakesRoom() {
        waiting.add("a", HERE);
        waiting.add("b", HERE);
        waiting.remove("b");

        assertThat(waiting.add("d", HERE)).isNull();
    }
}
