package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.distributedactors.transport.CloseReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Strangers that take their time: one limit for the whole handshake, whatever they say meanwhile.
class SlowHandshakeTest {

    private static final Duration LIMIT = Duration.ofMillis(400);
    private static final int PAUSE_MILLIS = 20;

    private final TestNode node =
            new TestNode("node@127.0.0.1", TestNode.COOKIE, Duration.ofSeconds(60), LIMIT, null);
    private final TestNode friend = new TestNode("friend@127.0.0.1");

    @AfterEach
    void theOthersAreServed() {
        await().until(() ->
                node.node.counters().connectionsClosed(CloseReason.CONNECT_FAILED) == 1);
        assertThat(friend.connectTo(node)).isTrue();
        node.close();
        friend.close();
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(node.address().getAddress(), node.address().getPort());
        socket.setSoTimeout(PAUSE_MILLIS);
        return socket;
    }

    /// Waits a moment for the end of the connection.
    private static boolean ends(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException goesOn) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void whoSaysNothingIsCutAtTheLimit() throws IOException {
        try (Socket silent = open()) {
            long opened = System.nanoTime();
            await().until(() -> ends(silent));
            assertThat(Duration.ofNanos(System.nanoTime() - opened))
                    .isGreaterThan(LIMIT.dividedBy(2));
        }
    }

    @Test
    void whoSaysAByteNowAndThenIsCutAtTheSameLimit() throws IOException {
        try (Socket slow = open()) {
            // The length of a name, and the name: 200 bytes would take ten times the limit.
            byte[] name = new byte[202];
            name[1] = (byte) 200;
            name[2] = 'N';
            int said = 0;
            try {
                while (!ends(slow)) {
                    slow.getOutputStream().write(name[said++]);
                }
            } catch (SocketException closedMeanwhile) {
                assertThat(said).isPositive();
            }
            assertThat(said).isBetween(2, 100);
        }
    }
}
