package org.distributedactors.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class PendingHandshakesTest {

    private final PendingHandshakes pending = new PendingHandshakes(4, 2);

    @Test
    void oneAddressHasItsOwnLimit() {
        begin(address(1));
        begin(address(1));

        assertThat(pending.begin(address(1))).isFalse();
        assertThat(pending.begin(address(2))).isTrue();
    }

    @Test
    void thisHostHasOnlyTheLimitForAll() {
        for (int i = 0; i < 4; i++) {
            begin(InetAddress.getLoopbackAddress());
        }

        assertThat(pending.begin(InetAddress.getLoopbackAddress())).isFalse();
        assertThat(pending.begin(address(1))).isFalse();
    }

    @Test
    void theEndOfOneMakesRoomForAnother() {
        begin(address(1));
        begin(address(1));

        pending.end(address(1));

        assertThat(pending.begin(address(1))).isTrue();
    }

    private void begin(InetAddress from) {
        assertThat(pending.begin(from)).isTrue();
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
