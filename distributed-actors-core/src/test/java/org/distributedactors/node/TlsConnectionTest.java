package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.netty.TestCertificates;
import org.distributedactors.transport.netty.Tls;
import org.distributedactors.transport.netty.Tls.ClientAuth;
import org.distributedactors.transport.netty.Tls.VerifyPeer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Nodes with TLS over real sockets: who comes in, who does not, and what the log says of it.
class TlsConnectionTest {

    private static final TestCertificates CERTIFICATES = new TestCertificates();
    private static final TestCertificates STRANGERS = new TestCertificates("stranger");
    private static final String A = "a@127.0.0.1";
    private static final String B = "b@127.0.0.1";

    private final List<TestNode> nodes = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ConnectionLog.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        nodes.forEach(TestNode::close);
    }

    @Test
    void nodesSeeEachOtherAndTalkEncrypted() throws InterruptedException {
        TestNode a = node(A, CERTIFICATES.tls(CERTIFICATES.node(A)));
        TestNode b = node(B, CERTIFICATES.tls(CERTIFICATES.node(B)));

        assertThat(a.connectTo(b)).isTrue();

        assertThat(connection(a).encrypted()).isTrue();
        await().untilAsserted(() -> assertThat(connection(b).encrypted()).isTrue());
        assertThat(a.node.status().orElseThrow().tls()).isTrue();
        assertDelivers(a, b, "x".repeat(200_000));
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefusedOnBothSides() {
        TestNode a = node(A, STRANGERS.tls(STRANGERS.node(A)));
        TestNode b = node(B, CERTIFICATES.tls(CERTIFICATES.node(B)));

        assertRefused(a, b, "of no authority that this node trusts");
        assertRefused(b, a, "of no authority that this node trusts");
    }

    @Test
    void whoShowsNoCertificateIsRefused() {
        TestNode a = node(A, withoutCertificate());
        TestNode b = node(B, CERTIFICATES.tls(CERTIFICATES.node(B)));

        assertRefused(a, b, "it showed no certificate");
    }

    @Test
    void whoShowsNoCertificateIsTakenWhereNoneIsNeeded() {
        TestNode a = node(A, withoutCertificate());
        TestNode b =
                node(
                        B,
                        new Tls(
                                CERTIFICATES.material(CERTIFICATES.node(B)),
                                ClientAuth.WANT,
                                VerifyPeer.HOST));

        assertThat(a.connectTo(b)).isTrue();
    }

    @Test
    void aCertificateThatHasExpiredIsRefusedOnBothSides() {
        TestNode a = node(A, CERTIFICATES.tls(CERTIFICATES.expired(A)));
        TestNode b = node(B, CERTIFICATES.tls(CERTIFICATES.node(B)));

        assertRefused(a, b, "its certificate has expired");
        assertRefused(b, a, "its certificate has expired");
    }

    @Test
    void aCertificateForAnotherHostIsRefusedOnBothSides() {
        X509Bundle other =
                CERTIFICATES.issue(TestCertificates.builder(A).addSanIpAddress("127.0.0.9"));
        TestNode a = node(A, CERTIFICATES.tls(other));
        TestNode b = node(B, CERTIFICATES.tls(CERTIFICATES.node(B)));

        assertRefused(a, b, "does not name the host of " + A);
        assertRefused(b, a, "does not name the host that was dialled");
    }

    @Test
    void aCertificateForAnotherNodeIsRefusedWhereItMustNameTheNode() {
        TestNode a = node(A, strict(CERTIFICATES.node("c@127.0.0.1")));
        TestNode b = node(B, strict(CERTIFICATES.node(B)));

        assertRefused(a, b, "does not name " + A);
        assertRefused(b, a, "does not name " + A);
    }

    @Test
    void aCertificateThatNamesTheNodeIsTaken() {
        TestNode a = node(A, strict(CERTIFICATES.node(A)));
        TestNode b = node(B, strict(CERTIFICATES.node(B)));

        assertThat(a.connectTo(b)).isTrue();
    }

    @Test
    void theCookieIsAskedForAsWell() {
        TestNode a =
                keep(
                        new TestNode(
                                A,
                                "another-cookie-for-tests",
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(7),
                                CERTIFICATES.tls(CERTIFICATES.node(A))));
        TestNode b = node(B, CERTIFICATES.tls(CERTIFICATES.node(B)));

        assertRefused(a, b, "cookie");
    }

    @Test
    void nodesWithoutACommonVersionOfTlsSaySo() {
        TestNode a = node(A, CERTIFICATES.tls(CERTIFICATES.node(A), "TLSv1.2"));
        TestNode b = node(B, CERTIFICATES.tls(CERTIFICATES.node(B)));

        assertRefused(a, b, "no version of TLS in common: this node speaks TLSv1.3; ");
        assertThat(lines()).anyMatch(line -> line.contains("-ssl_dist_optfile"));
        assertRefused(b, a, "no version of TLS in common: this node speaks TLSv1.2; ");
    }

    @Test
    void anOlderVersionIsSpokenWhereBothAllowIt() {
        TestNode a = node(A, CERTIFICATES.tls(CERTIFICATES.node(A), "TLSv1.2"));
        TestNode b = node(B, CERTIFICATES.tls(CERTIFICATES.node(B), "TLSv1.3", "TLSv1.2"));

        assertThat(a.connectTo(b)).isTrue();
    }

    @Test
    void aPlainNodeIsToldApartOnATlsPort() {
        TestNode plain = node(A, null);
        TestNode b = node(B, CERTIFICATES.tls(CERTIFICATES.node(B)));

        assertRefused(plain, b, "it does not speak TLS");
    }

    @Test
    void aTlsNodeIsToldApartOnAPlainPort() {
        TestNode a = node(A, CERTIFICATES.tls(CERTIFICATES.node(A)));
        TestNode plain = node(B, null);

        assertRefused(a, plain, "it speaks TLS, and this node does not");
    }

    @Test
    void whoeverKeepsSpeakingWhatIsNotSpokenHereCausesOneLine() throws IOException {
        TestNode b = node(B, CERTIFICATES.tls(CERTIFICATES.node(B)));

        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket(b.address().getAddress(), b.address().getPort())) {
                socket.setSoTimeout(5000);
                socket.getOutputStream()
                        .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(ends(socket)).isTrue();
            }
        }

        await().until(() -> count(b, CloseReason.PROTOCOL_ERROR) == 20);
        assertThat(lines()).filteredOn(line -> line.contains("does not speak TLS")).hasSize(1);
    }

    @Test
    void whoeverStallsInsideTheTlsHandshakeIsCutAtTheLimitOfAll() throws IOException {
        TestNode b =
                keep(
                        new TestNode(
                                B,
                                TestNode.COOKIE,
                                Duration.ofSeconds(60),
                                Duration.ofMillis(300),
                                CERTIFICATES.tls(CERTIFICATES.node(B))));
        try (Socket socket = new Socket(b.address().getAddress(), b.address().getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(new byte[] {0x16, 3, 1, 1, 0, 1});

            assertThat(ends(socket)).isTrue();
        }
        await().until(() -> count(b, CloseReason.CONNECT_FAILED) == 1);
    }

    @Test
    void newCertificatesCountForNewConnectionsAndStandingOnesStay() throws InterruptedException {
        Tls ofB = CERTIFICATES.tls(CERTIFICATES.node(B));
        TestNode a = node(A, CERTIFICATES.tls(CERTIFICATES.node(A)));
        TestNode b = node(B, ofB);
        TestNode c = node("c@127.0.0.1", STRANGERS.tls(STRANGERS.node("c@127.0.0.1")));
        assertThat(a.connectTo(b)).isTrue();
        assertThat(c.connectTo(b)).isFalse();

        ofB.update(STRANGERS.material(STRANGERS.node(B)));

        assertThat(c.connectTo(b)).isTrue();
        assertThat(a.node.nodes()).containsExactly(b.node.name());
        assertDelivers(a, b, "still here");
    }

    private void assertDelivers(TestNode from, TestNode to, String text)
            throws InterruptedException {
        BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        Pid there = to.node.spawn(self -> received.add(self.receive(m -> () -> m)));

        from.node.send(there, text);

        assertThat(received.poll(5, TimeUnit.SECONDS))
                .hasToString(org.distributedactors.term.Binary.utf8(text).toString());
    }

    /// The one dials the other, and neither has the other afterwards; one of them logs the text.
    private void assertRefused(TestNode from, TestNode to, String text) {
        log.list.clear();

        assertThat(from.connectTo(to)).isFalse();

        assertThat(from.node.nodes()).isEmpty();
        assertThat(to.node.nodes()).isEmpty();
        await().untilAsserted(() -> assertThat(lines()).anyMatch(line -> line.contains(text)));
    }

    private List<String> lines() {
        return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static boolean ends(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes().length >= 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    private static long count(TestNode node, CloseReason reason) {
        return node.node.counters().connectionsClosed(reason);
    }

    private static PeerStatus.Connection connection(TestNode node) {
        return node.node.peers().iterator().next().connection();
    }

    private static Tls strict(X509Bundle own) {
        return new Tls(CERTIFICATES.material(own), ClientAuth.NEED, VerifyPeer.NODE);
    }

    private static Tls withoutCertificate() {
        return CERTIFICATES.tlsWithoutCertificate();
    }

    private TestNode node(String name, @Nullable Tls tls) {
        return keep(
                new TestNode(
                        name, TestNode.COOKIE, Duration.ofSeconds(60), Duration.ofSeconds(7), tls));
    }

    private TestNode keep(TestNode node) {
        nodes.add(node);
        return node;
    }
}
