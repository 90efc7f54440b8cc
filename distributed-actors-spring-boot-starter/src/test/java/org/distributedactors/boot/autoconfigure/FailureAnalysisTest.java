package org.distributedactors.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.distributedactors.boot.actor.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

/// What a user reads when the application cannot start: what is wrong, and what to change; no stack.
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTest {

    private static final String COOKIE = "distributed-actors.cookie=do-not-show-me";
    private static final String NAME = "distributed-actors.node.name=orders";
    private static final String NO_EPMD = "distributed-actors.epmd.mode=none";

    @SpringBootConfiguration
    @ImportAutoConfiguration({DistributedActorsAutoConfiguration.class, SslAutoConfiguration.class})
    static class Application {}

    @Test
    void noCookieButAName(CapturedOutput output) {
        startFails(NAME);

        assertExplained(
                output,
                "No cookie is set, so this node would stay local and read nothing of: distributed-actors.node.name.",
                "Set distributed-actors.cookie (in the environment DISTRIBUTEDACTORS_COOKIE)");
    }

    @Test
    void aNameOfAnotherForm(CapturedOutput output) {
        startFails(COOKIE, "distributed-actors.node.name=orders@10.0.0.7");

        assertExplained(
                output,
                "'orders@10.0.0.7@127.0.0.1' is not a name that a node can have; its form is name@host.",
                "Set distributed-actors.node.name to letters, digits, '_' and '-'");
    }

    @Test
    void aWeakCookieWhereOthersCanReachTheNode(CapturedOutput output) {
        startFails(COOKIE, NAME, NO_EPMD, "distributed-actors.transport.bind-address=0.0.0.0");

        assertExplained(
                output,
                "The cookie has fewer than 16 characters, and other hosts can reach this node on 0.0.0.0.",
                "Use a long random cookie on all nodes");
    }

    @Test
    void aPortInUse(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            startFails(
                    COOKIE,
                    NAME,
                    NO_EPMD,
                    "distributed-actors.transport.port=" + taken.getLocalPort());
        }

        assertExplained(
                output,
                "The actor node could not start: ",
                "set distributed-actors.transport.port to another port");
    }

    @Test
    void anAddressOfAnotherMachine(CapturedOutput output) {
        startFails(
                COOKIE,
                NAME,
                NO_EPMD,
                "distributed-actors.transport.bind-address=127.0.0.1",
                "distributed-actors.node.host=no-such-host.invalid",
                "distributed-actors.epmd.host=no-such-host.invalid");

        assertExplained(
                output,
                "The host 'no-such-host.invalid' has no address that this machine can find out.",
                "Set distributed-actors.epmd.host to an address");
    }

    @Test
    void aPortMapperThatDoesNotAnswer(CapturedOutput output) throws IOException {
        int free = freePort();
        startFails(
                COOKIE,
                NAME,
                "distributed-actors.epmd.mode=external",
                "distributed-actors.epmd.port=" + free);

        assertExplained(
                output,
                "The actor node could not start: ",
                "Start epmd there, correct distributed-actors.epmd.host");
    }

    @Test
    void aNameThatIsTaken(CapturedOutput output) throws IOException {
        String epmd = "distributed-actors.epmd.port=" + freePort();
        try (var first = application().run(arguments(COOKIE, NAME, epmd))) {
            assertThat(first.isActive()).isTrue();
            startFails(COOKIE, NAME, epmd);
        }

        assertExplained(
                output,
                "The actor node could not start: ",
                "Stop the other node of this name, or set distributed-actors.node.name to another name.");
    }

    @Test
    void aMajorityOfNoSeeds(CapturedOutput output) {
        startFails(COOKIE, NAME, NO_EPMD, "distributed-actors.registry.minority=stop-global");

        assertExplained(
                output,
                "distributed-actors.registry.minority is stop-global, and there are no seeds to have most of.",
                "Set distributed-actors.discovery.seeds");
    }

    @Test
    void anSslBundleThatIsNone(CapturedOutput output) {
        startFails(COOKIE, NAME, NO_EPMD, "distributed-actors.ssl.bundle=cluster");

        assertExplained(
                output,
                "distributed-actors.ssl.bundle is 'cluster', and there is no SSL bundle of this name; known are: none.",
                "Define spring.ssl.bundle.pem.cluster or spring.ssl.bundle.jks.cluster");
    }

    @Test
    void tlsWithoutABundle(CapturedOutput output) {
        startFails(COOKIE, NAME, NO_EPMD, "distributed-actors.ssl.enabled=true");

        assertExplained(
                output,
                "distributed-actors.ssl.enabled is true, and no SSL bundle is named.",
                "Set distributed-actors.ssl.bundle to the name of a bundle");
    }

    @Test
    void anSslBundleWhoseFilesAreNotThere(CapturedOutput output) {
        startFails(
                COOKIE,
                NAME,
                NO_EPMD,
                "distributed-actors.ssl.bundle=cluster",
                "spring.ssl.bundle.pem.cluster.keystore.certificate=file:no-such-file.pem");

        assertExplained(
                output,
                "The SSL bundle of the node cannot be used: ",
                "Correct the certificates, passwords, protocols and ciphers under spring.ssl.bundle.");
    }

    @Test
    void aValueWithoutSense(CapturedOutput output) {
        startFails(COOKIE, NAME, "distributed-actors.transport.port=70000");

        assertExplained(
                output,
                "Invalid value '70000' for configuration property 'distributed-actors.transport.port'",
                "It must be between 0 and 65535; 0 takes a free one");
    }

    @Test
    void aDurationThatIsNone(CapturedOutput output) {
        startFails(COOKIE, NAME, "distributed-actors.transport.net-tick-time=soon");

        assertExplained(
                output,
                "Failed to bind properties under 'distributed-actors.transport.net-tick-time'",
                "'soon' is not a valid duration");
    }

    @Test
    void twoActorsWithOneName(CapturedOutput output) {
        assertThatException()
                .isThrownBy(() -> application().sources(TwoActors.class).run().close());

        assertExplained(
                output,
                "The actors 'first' and 'second' both have the name 'counter'.",
                "Give one of them another name");
    }

    @Configuration(proxyBeanMethods = false)
    @Import({First.class, Second.class})
    static class TwoActors {}

    interface Counting {
        void add(long number);
    }

    @Actor(value = "counter", type = "first")
    @Component("first")
    static class First implements Counting {
        @Override
        public void add(long number) {}
    }

    @Actor(value = "counter", type = "second")
    @Component("second")
    static class Second implements Counting {
        @Override
        public void add(long number) {}
    }

    private static void assertExplained(CapturedOutput output, String description, String action) {
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(description)
                .contains(action)
                .doesNotContain("do-not-show-me");
    }

    private static void startFails(String... properties) {
        assertThatException().isThrownBy(() -> application().run(arguments(properties)).close());
    }

    private static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .web(WebApplicationType.NONE);
    }

    private static String[] arguments(String... properties) {
        return Stream.of(properties).map("--"::concat).toArray(String[]::new);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
