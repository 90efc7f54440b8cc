package org.distributedactors.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.distributedactors.boot.TestNode;
import org.distributedactors.term.NodeName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The places of the guide's page where a cookie may be, in whole applications: two nodes that have it from different places
/// connect.
class CookieSourcesTest {

    private static final String COOKIE = "a cookie of some place";

    private final String home = System.getProperty("user.home");

    @TempDir Path directory;

    @AfterEach
    void goHome() {
        System.setProperty("user.home", home);
    }

    @Test
    void aConfigTreeHasTheCookieAndItsLineEndDoesNotCount() throws IOException {
        secret("distributed-actors.cookie");

        try (TestNode other = start("other", "distributed-actors.cookie=" + COOKIE);
                TestNode node =
                        start(
                                "node",
                                "spring.config.import=configtree:" + directory + "/",
                                "distributed-actors.discovery.seeds=" + other.seed())) {
            awaitConnected(node, other);
        }
    }

    @Test
    void theCookieOfErlangIsUsedOnRequest() throws IOException {
        secret(".erlang.cookie");
        System.setProperty("user.home", directory.toString());

        try (TestNode other = start("other", "distributed-actors.cookie=" + COOKIE);
                TestNode node =
                        start(
                                "node",
                                "distributed-actors.cookie-file=${user.home}/.erlang.cookie",
                                "distributed-actors.discovery.seeds=" + other.seed())) {
            awaitConnected(node, other);
        }
    }

    @Test
    void aPathThatIsNotAbsoluteStartsInTheWorkingDirectory() throws IOException {
        Path file = secret("cookie");
        Path relative = Path.of("").toAbsolutePath().relativize(file);

        assertThat(CookieFile.read(relative.toString())).isEqualTo(COOKIE);
    }

    /// A file that others may read would stop the start if it were read.
    @Test
    void theCookieOfErlangIsNotReadUnasked() throws IOException {
        Files.setPosixFilePermissions(
                secret(".erlang.cookie"), PosixFilePermissions.fromString("rw-rw-rw-"));
        System.setProperty("user.home", directory.toString());

        try (TestNode node = TestNode.startLocal()) {
            assertThat(node.name()).isEqualTo(NodeName.NONODE);
            assertThat(node.node().isDistributed()).isFalse();
        }
    }

    private static TestNode start(String name, String... properties) {
        return TestNode.startLocal(
                Stream.concat(
                                Stream.of(
                                        "spring.application.name=" + name,
                                        "distributed-actors.epmd.mode=none"),
                                Stream.of(properties))
                        .toArray(String[]::new));
    }

    private static void awaitConnected(TestNode node, TestNode other) {
        await().untilAsserted(() -> assertThat(node.node().nodes()).contains(other.name()));
    }

    private Path secret(String name) throws IOException {
        Path file = Files.writeString(directory.resolve(name), COOKIE + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        return file;
    }
}
