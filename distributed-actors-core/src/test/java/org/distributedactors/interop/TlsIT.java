package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.node.PeerStatus;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Tuple;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.distributedactors.transport.netty.TestCertificates;
import org.distributedactors.transport.netty.Tls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/// TLS with real Erlang nodes, `-proto_dist inet_tls`, whichever side opens the connection.
class TlsIT {

    private static final String COOKIE = "tls-it-cookie";
    private static final NodeName JAVA = NodeName.of("java@127.0.0.1");
    private static final String ERLANG = "erlang@127.0.0.1";
    private static final String NEW = "'tlsv1.3'";
    private static final String OLD = "'tlsv1.2'";

    private static final TestCertificates CERTIFICATES = new TestCertificates();
    private static final TestCertificates STRANGERS = new TestCertificates("stranger");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger =
            (Logger) LoggerFactory.getLogger("org.distributedactors.node.ConnectionLog");
    private Map<String, String> environment = Map.of();
    private Kernel kernel;

    @BeforeAll
    static void erlangIsInstalled() {
        ErlangNode.assumeInstalled();
    }

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() throws Exception {
        logger.detachAppender(log);
        for (AutoCloseable resource : open.reversed()) {
            resource.close();
        }
    }

    static Stream<Arguments> releasesAndVersions() {
        return OtpRelease.all().stream()
                .flatMap(release ->
                        Stream.of(Arguments.of(release, NEW), Arguments.of(release, OLD)));
    }

    static Stream<OtpRelease> releases() {
        return OtpRelease.all().stream();
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("releasesAndVersions")
    void bothSidesDialAndTalk(OtpRelease release, String version) throws Exception {
        start(CERTIFICATES.tls(ours(), version.equals(NEW) ? "TLSv1.3" : "TLSv1.2"));
        ErlangNode erlang = erlang(release, options(release, theirs(), CERTIFICATES, version));

        assertThat(erlang.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
        await().until(() -> kernel.node().nodes().contains(NodeName.of(ERLANG)));
        assertThat(connection().encrypted()).isTrue();
        assertTalks(erlang);

        disconnect(erlang);
        assertThat(kernel.node().connect(NodeName.of(ERLANG))).isTrue();
        assertThat(connection().encrypted()).isTrue();
        assertTalks(erlang);
    }

    /// What an operator meets who sets TLS up on both sides and nothing more.
    @ParameterizedTest
    @MethodSource("releases")
    void withTheDefaultsOfBothItWorksOrTheRefusalSaysWhatToSet(OtpRelease release)
            throws Exception {
        start(CERTIFICATES.tls(ours()));
        ErlangNode erlang = erlang(release, options(release, theirs(), CERTIFICATES, ""));

        String outcome = erlang.eval("net_adm:ping('java@127.0.0.1')");

        if (outcome.equals("pang")) {
            assertLogged("this node speaks TLSv1.3; Erlang up to OTP 27");
            assertLogged("-ssl_dist_optfile");
            assertThat(release.number()).isLessThan(29);
        }
    }

    @Test
    void anOlderVersionOfTheirsIsRefusedWhicheverSideDials() throws Exception {
        start(CERTIFICATES.tls(ours()));
        ErlangNode erlang =
                erlang(OtpRelease.host(), options(OtpRelease.host(), theirs(), CERTIFICATES, OLD));

        assertRefused(erlang, "no version of TLS in common");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefusedThoughTheCookieIsRight() throws Exception {
        start(CERTIFICATES.tls(ours()));
        X509Bundle strange = STRANGERS.node(ERLANG);
        ErlangNode erlang =
                erlang(OtpRelease.host(), options(OtpRelease.host(), strange, STRANGERS, NEW));

        // It does not trust ours either, and says so before it shows its own.
        assertRefused(erlang, "unknown_ca");
    }

    @Test
    void aCertificateThatHasExpiredIsRefused() throws Exception {
        start(CERTIFICATES.tls(ours()));
        ErlangNode erlang =
                erlang(
                        OtpRelease.host(),
                        options(
                                OtpRelease.host(),
                                CERTIFICATES.expired(ERLANG),
                                CERTIFICATES,
                                NEW));

        assertRefused(erlang, "its certificate has expired");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        start(CERTIFICATES.tls(ours()));
        X509Bundle other =
                CERTIFICATES.issue(TestCertificates.builder(ERLANG).addSanIpAddress("127.0.0.9"));
        ErlangNode erlang =
                erlang(OtpRelease.host(), options(OtpRelease.host(), other, CERTIFICATES, NEW));

        assertRefused(erlang, "does not name the host");
    }

    @Test
    void whoShowsNoCertificateIsRefused() throws Exception {
        start(CERTIFICATES.tls(ours()));
        KeyFiles files = new KeyFiles(OtpRelease.host(), theirs(), CERTIFICATES);
        ErlangNode erlang =
                erlang(
                        OtpRelease.host(),
                        files.options(
                                files.own(NEW),
                                "{verify,verify_peer},{cacertfile,\"%s\"},{versions,[%s]}"
                                        .formatted(files.path("ca.pem"), NEW)));

        assertThat(erlang.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pang");
        assertLogged("it showed no certificate");
    }

    @Test
    void theRightCertificateWithTheWrongCookieIsRefused() throws Exception {
        start(CERTIFICATES.tls(ours()));
        ErlangNode erlang =
                ErlangNode.start(
                        ERLANG,
                        "another-cookie",
                        environment,
                        options(OtpRelease.host(), theirs(), CERTIFICATES, NEW));
        open.add(erlang);

        assertRefused(erlang, "cookie");
    }

    @Test
    void aPlainNodeIsToldApart() throws Exception {
        start(CERTIFICATES.tls(ours()));
        ErlangNode erlang = erlang(OtpRelease.host());

        assertThat(erlang.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pang");
        assertLogged("it does not speak TLS");
        assertThat(kernel.node().connect(NodeName.of(ERLANG))).isFalse();
        assertLogged("TLS was not there in 5000 ms");
    }

    @Test
    void aNodeWithTlsIsToldApartWhereNoneIsSpoken() throws Exception {
        start(null);
        ErlangNode erlang =
                erlang(OtpRelease.host(), options(OtpRelease.host(), theirs(), CERTIFICATES, NEW));

        assertThat(erlang.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pang");
        assertLogged("it speaks TLS, and this node does not");
        assertThat(kernel.node().connect(NodeName.of(ERLANG))).isFalse();
    }

    @Test
    void newCertificatesLeaveTheStandingConnectionAlone() throws Exception {
        Tls tls = CERTIFICATES.tls(ours());
        start(tls);
        ErlangNode erlang =
                erlang(OtpRelease.host(), options(OtpRelease.host(), theirs(), CERTIFICATES, NEW));
        assertThat(erlang.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");

        tls.update(STRANGERS.material(STRANGERS.node(JAVA.toString())));

        assertTalks(erlang);
        disconnect(erlang);
        assertThat(erlang.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pang");
    }

    /// Three megabytes from there to here, and a word back.
    private void assertTalks(ErlangNode erlang) throws InterruptedException {
        BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        Pid ours = kernel.node().spawn(self -> received.add(self.receive(m -> () -> m)));
        erlang.eval("catch register(tester, self()), ok");
        kernel.node().send(Atom.of("tester"), NodeName.of(ERLANG), ours);
        erlang.eval(
                "(fun() -> receive P when is_pid(P) -> P ! {self(), binary:copy(<<\"abc\">>, 1000000)}, ok after 10000 -> late end end)()");

        assertThat(received.poll(15, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Tuple.class,
                        message -> {
                            assertThat(message.get(1))
                                    .isInstanceOfSatisfying(
                                            Binary.class,
                                            binary ->
                                                    assertThat(binary.size()).isEqualTo(3_000_000));
                            kernel.node().send((Pid) message.get(0), Atom.of("heard"));
                        });
        assertThat(erlang.eval("receive heard -> heard after 10000 -> late end"))
                .isEqualTo("heard");
    }

    private void assertRefused(ErlangNode erlang, String text) {
        assertThat(erlang.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pang");
        assertLogged(text);
        log.list.clear();
        assertThat(kernel.node().connect(NodeName.of(ERLANG))).isFalse();
        assertThat(kernel.node().nodes()).isEmpty();
    }

    private void assertLogged(String text) {
        await().untilAsserted(() ->
                assertThat(List.copyOf(log.list))
                        .extracting(ILoggingEvent::getFormattedMessage)
                        .anyMatch(line -> line.contains(text)));
    }

    private PeerStatus.Connection connection() {
        return kernel.node().peers().stream()
                .filter(peer -> peer.name().equals(NodeName.of(ERLANG)))
                .findFirst()
                .orElseThrow()
                .connection();
    }

    private void start(@Nullable Tls tls) throws IOException {
        int epmd = freePort();
        environment = Map.of("ERL_EPMD_PORT", String.valueOf(epmd));
        kernel =
                new Kernel(
                        KernelConfig.builder(JAVA)
                                .cookie(Cookie.of(COOKIE))
                                .setupTime(Duration.ofSeconds(5))
                                .tls(tls)
                                .portMapper(
                                        PortMapperMode.EMBEDDED,
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), epmd))
                                .build());
        kernel.start();
        open.add(kernel::stop);
    }

    private ErlangNode erlang(OtpRelease release, String... options) {
        ErlangNode erlang = ErlangNode.start(release, ERLANG, COOKIE, environment, options);
        open.add(erlang);
        return erlang;
    }

    private static X509Bundle ours() {
        return CERTIFICATES.node(JAVA.toString());
    }

    private static X509Bundle theirs() {
        return CERTIFICATES.node(ERLANG);
    }

    private String[] options(
            OtpRelease release, X509Bundle own, TestCertificates trusted, String version)
            throws IOException {
        KeyFiles files = new KeyFiles(release, own, trusted);
        return files.options(files.own(version), files.own(version));
    }

    /// The files of a node, where its release sees them.
    private final class KeyFiles {

        private final OtpRelease release;
        private final Path folder;

        KeyFiles(OtpRelease release, X509Bundle own, TestCertificates trusted) throws IOException {
            this.release = release;
            this.folder = release.newFolder("tls-it");
            trusted.write(own, folder);
            open.add(this::delete);
        }

        String path(String name) {
            return release.inside(folder) + "/" + name;
        }

        /// Options of one side that shows its certificate and asks for one.
        String own(String version) {
            return "{certfile,\"%s\"},{keyfile,\"%s\"},{cacertfile,\"%s\"},{verify,verify_peer}"
                            .formatted(path("cert.pem"), path("key.pem"), path("ca.pem"))
                    + (version.isEmpty() ? "" : ",{versions,[" + version + "]}");
        }

        String[] options(String server, String client) throws IOException {
            Files.writeString(
                    folder.resolve("dist.conf"),
                    "[{server,[{fail_if_no_peer_cert,true},%s]},{client,[%s]}]."
                            .formatted(server, client));
            return new String[] {"-proto_dist", "inet_tls", "-ssl_dist_optfile", path("dist.conf")};
        }

        private void delete() throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// As often as it takes: what `global` of the other node still sends connects again.
    private void disconnect(ErlangNode erlang) {
        await().until(() -> {
            kernel.node().disconnect(NodeName.of(ERLANG));
            return erlang.eval("nodes()").equals("[]");
        });
    }
}
