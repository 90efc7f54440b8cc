package org.distributedactors.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.boot.TestNode;
import org.distributedactors.discovery.Seed;
import org.distributedactors.node.Node;
import org.distributedactors.node.PeerStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// Applications whose nodes talk TLS by an SSL bundle of Spring Boot.
@ExtendWith(OutputCaptureExtension.class)
class TlsNodeTest {

    private static final String PEM = "spring.ssl.bundle.pem.cluster.";

    @TempDir Path directory;

    private final List<TestNode> nodes = new ArrayList<>();

    @BeforeEach
    void makeCertificates() throws Exception {
        write(authority());
    }

    @AfterEach
    void close() {
        nodes.forEach(TestNode::close);
    }

    @Test
    void nodesTalkTlsByOneBundle(CapturedOutput output) {
        TestNode a = start("a");
        TestNode b = start("b", "distributed-actors.discovery.seeds=" + a.seed());

        await().untilAsserted(() -> assertThat(b.node().nodes()).containsExactly(a.name()));

        assertThat(connection(b).encrypted()).isTrue();
        b.actuator()
                .get()
                .uri("/actornodes")
                .exchange()
                .expectBody()
                .jsonPath("$.self.tls")
                .isEqualTo(true)
                .jsonPath("$.nodes[0].tls")
                .isEqualTo(true);
        assertThat(output).contains("(epmd none, tls on)");
    }

    @Test
    void aPlainNodeDoesNotComeIn() {
        TestNode a = start("a");
        TestNode plain = keep(TestNode.start("plain"));

        assertThat(
                        plain.node()
                                .connectAsync(a.name(), a.node().status().orElseThrow().listening())
                                .toCompletableFuture()
                                .join())
                .isFalse();
    }

    @Test
    void aBundleThatIsSwitchedOffLeavesConnectionsPlain() {
        TestNode a = start("a", "distributed-actors.ssl.enabled=false");

        assertThat(a.node().status().orElseThrow().tls()).isFalse();
    }

    /// The files change one after the other, so a node may meet a state between before it has the whole. While one node
    /// takes the new ones already and another does not, the partitions overlap: that is not the subject here.
    @Test
    void newFilesCountForNewConnectionsAndStandingOnesStay() throws Exception {
        String reload = PEM + "reload-on-update=true";
        String soon = "spring.ssl.bundle.watch.file.quiet-period=100ms";
        String overlap = "distributed-actors.registry.prevent-overlapping-partitions=false";
        TestNode a = start("a", reload, soon, overlap);
        String seed = "distributed-actors.discovery.seeds=" + a.seed();
        TestNode b = start("b", reload, soon, overlap, seed);
        await().untilAsserted(() -> assertThat(b.node().nodes()).containsExactly(a.name()));

        write(authority());

        TestNode c = start("c", overlap);
        await().atMost(Duration.ofSeconds(40)).until(() -> connects(c, a));
        await().untilAsserted(() ->
                assertThat(a.node().nodes()).containsExactlyInAnyOrder(b.name(), c.name()));
    }

    private static boolean connects(TestNode from, TestNode to) {
        return from.node()
                .connectAsync(to.name(), to.node().status().orElseThrow().listening())
                .toCompletableFuture()
                .join();
    }

    @Test
    void aBundleThatTrustsNobodyInParticularIsRefused(CapturedOutput output) {
        assertThatException()
                .isThrownBy(() ->
                        TestNode.start(
                                "a",
                                "distributed-actors.ssl.bundle=cluster",
                                PEM + "keystore.certificate=" + directory.resolve("cert.pem"),
                                PEM + "keystore.private-key=" + directory.resolve("key.pem")));

        assertThat(output)
                .contains("The SSL bundle of the node has no trust store.")
                .contains("Add the authorities it trusts to the bundle");
    }

    @Test
    void aBundleWithoutACertificateIsRefused(CapturedOutput output) {
        assertThatException()
                .isThrownBy(() ->
                        TestNode.start(
                                "a",
                                "distributed-actors.ssl.bundle=cluster",
                                PEM + "truststore.certificate=" + directory.resolve("ca.pem")));

        assertThat(output).contains("The SSL bundle of the node has no key store.");
    }

    @Test
    void connectionDetailsMayBringABundleOfTheirOwn() throws Exception {
        X509Bundle authority = authority();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", authority.getCertificate());
        KeyStore own = issue(authority).toKeyStore("secret".toCharArray());
        SslBundle bundle = SslBundle.of(SslStoreBundle.of(own, "secret", trusted));

        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DistributedActorsAutoConfiguration.class))
                .withBean(DistributedActorsConnectionDetails.class, () -> new WithBundle(bundle))
                .withPropertyValues(
                        "distributed-actors.node.name=a", "distributed-actors.epmd.mode=none")
                .run(context ->
                        assertThat(context.getBean(Node.class).status().orElseThrow().tls())
                                .isTrue());
    }

    private record WithBundle(SslBundle sslBundle) implements DistributedActorsConnectionDetails {

        @Override
        public String cookie() {
            return "a cookie for tests";
        }

        @Override
        public List<Seed> seeds() {
            return List.of();
        }
    }

    private static PeerStatus.Connection connection(TestNode node) {
        return node.node().peers().iterator().next().connection();
    }

    private TestNode start(String name, String... more) {
        List<String> properties =
                new ArrayList<>(
                        List.of(
                                "distributed-actors.ssl.bundle=cluster",
                                PEM + "keystore.certificate=" + directory.resolve("cert.pem"),
                                PEM + "keystore.private-key=" + directory.resolve("key.pem"),
                                PEM + "truststore.certificate=" + directory.resolve("ca.pem")));
        properties.addAll(List.of(more));
        return keep(TestNode.start(name, properties.toArray(String[]::new)));
    }

    private TestNode keep(TestNode node) {
        nodes.add(node);
        return node;
    }

    private static X509Bundle authority() throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static X509Bundle issue(X509Bundle authority) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=node")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(authority);
    }

    /// The files of a node, signed by this authority. The certificate comes last: the others are read with it.
    private void write(X509Bundle authority) throws Exception {
        X509Bundle own = issue(authority);
        replace("ca.pem", authority.getCertificatePEM());
        replace("key.pem", own.getPrivateKeyPEM());
        replace("cert.pem", own.getCertificatePathPEM());
    }

    private void replace(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
