package org.distributedactors.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import org.distributedactors.boot.autoconfigure.DistributedActorsProperties.Discovery;
import org.distributedactors.boot.autoconfigure.DistributedActorsProperties.Epmd;
import org.distributedactors.boot.autoconfigure.DistributedActorsProperties.Registry.Conflict;
import org.distributedactors.boot.autoconfigure.DistributedActorsProperties.Ssl;
import org.distributedactors.node.BusyPolicy;
import org.distributedactors.process.MailboxBound;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.util.unit.DataSize;

/// What may be written in an application's properties and in the environment, and what it then means.
class DistributedActorsPropertiesTest {

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        DistributedActorsProperties properties = TestProperties.of(Map.of());

        assertThat(properties.enabled()).isTrue();
        assertThat(properties.cookie()).isNull();
        assertThat(properties.allowWeakCookie()).isFalse();
        assertThat(properties.cookieFile()).isNull();
        assertThat(properties.node())
                .isEqualTo(new DistributedActorsProperties.Node(null, "127.0.0.1", false, false));
        assertThat(properties.transport())
                .isEqualTo(
                        new DistributedActorsProperties.Transport(
                                null,
                                0,
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(8),
                                DataSize.ofMegabytes(16),
                                DataSize.ofMegabytes(64),
                                DataSize.ofMegabytes(1),
                                BusyPolicy.WAIT,
                                Duration.ofSeconds(60)));
        assertThat(properties.epmd()).isEqualTo(new Epmd(Epmd.Mode.AUTO, "127.0.0.1", 4369));
        assertThat(properties.ssl())
                .isEqualTo(new Ssl(null, null, Ssl.ClientAuth.NEED, Ssl.VerifyPeer.HOST));
        assertThat(properties.ssl().isEnabled()).isFalse();
        assertThat(properties.discovery().mode()).isEqualTo(Discovery.Mode.STATIC);
        assertThat(properties.discovery().seeds()).isEmpty();
        assertThat(properties.discovery().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(properties.remoteSpawn().enabled()).isFalse();
        assertThat(properties.registry().preventOverlappingPartitions()).isTrue();
        assertThat(properties.registry().conflict()).isEqualTo(Conflict.RANDOM_EXIT);
        assertThat(properties.actor())
                .isEqualTo(
                        new DistributedActorsProperties.Actor(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                10_000,
                                new DistributedActorsProperties.Actor.Mailbox(
                                        0, MailboxBound.Overflow.FAIL)));
        assertThat(properties.shutdown().gracePeriod()).isEqualTo(Duration.ofSeconds(10));
        assertThat(properties.monitors().historySize()).isEqualTo(100);
    }

    @Test
    void listsAndEnumsAreReadAsSpringReadsThem() {
        DistributedActorsProperties properties =
                TestProperties.of(
                        Map.of(
                                "distributed-actors.discovery.seeds",
                                        "a@127.0.0.1, b@127.0.0.1:9100",
                                "distributed-actors.discovery.mode", "none",
                                "distributed-actors.epmd.mode", "embedded"));

        assertThat(properties.discovery().seeds())
                .containsExactly("a@127.0.0.1", "b@127.0.0.1:9100");
        assertThat(properties.discovery().mode()).isEqualTo(Discovery.Mode.NONE);
        assertThat(properties.epmd().mode()).isEqualTo(Epmd.Mode.EMBEDDED);
    }

    @Test
    void aBundleSwitchesTlsOnUnlessItIsSwitchedOff() {
        Map<String, Object> bundle = Map.of("distributed-actors.ssl.bundle", "cluster");
        Map<String, Object> off =
                Map.of(
                        "distributed-actors.ssl.bundle", "cluster",
                        "distributed-actors.ssl.enabled", "false");

        assertThat(TestProperties.of(bundle).ssl().isEnabled()).isTrue();
        assertThat(TestProperties.of(off).ssl().isEnabled()).isFalse();
    }

    @Test
    void aSlowPeerHoldsUpItsSendersUnlessTheyWantOtherwise() {
        DistributedActorsProperties defaults = TestProperties.of(Map.of());
        DistributedActorsProperties others =
                TestProperties.of(
                        Map.of(
                                "distributed-actors.transport.buffer-busy-limit", "4MB",
                                "distributed-actors.transport.busy-policy", "drop",
                                "distributed-actors.transport.busy-timeout", "20"));

        assertThat(defaults.transport().bufferBusyLimit()).isEqualTo(DataSize.ofMegabytes(1));
        assertThat(defaults.transport().busyPolicy()).isEqualTo(BusyPolicy.WAIT);
        assertThat(defaults.transport().busyTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(others.transport().bufferBusyLimit()).isEqualTo(DataSize.ofMegabytes(4));
        assertThat(others.transport().busyPolicy()).isEqualTo(BusyPolicy.DROP);
        assertThat(others.transport().busyTimeout()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aBareNumberMeansSeconds() {
        DistributedActorsProperties properties =
                TestProperties.of(
                        Map.of(
                                "distributed-actors.transport.connect-timeout", "3",
                                "distributed-actors.transport.net-tick-time", "8",
                                "distributed-actors.discovery.interval", "2",
                                "distributed-actors.actor.call-timeout", "4",
                                "distributed-actors.actor.shutdown-timeout", "6"));

        assertThat(properties.transport().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(properties.transport().netTickTime()).isEqualTo(Duration.ofSeconds(8));
        assertThat(properties.discovery().interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(properties.actor().callTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(properties.actor().shutdownTimeout()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void theCanonicalEnvironmentVariableBinds() {
        DistributedActorsProperties properties =
                TestProperties.ofEnvironment(
                        Map.of(
                                "DISTRIBUTEDACTORS_COOKIE", "secret",
                                "DISTRIBUTEDACTORS_NODE_HOST", "10.0.0.7",
                                "DISTRIBUTEDACTORS_TRANSPORT_MAXFRAMESIZE", "8MB"));

        assertThat(properties.cookie()).isEqualTo("secret");
        assertThat(properties.node().host()).isEqualTo("10.0.0.7");
        assertThat(properties.transport().maxFrameSize()).isEqualTo(DataSize.ofMegabytes(8));
    }

    @Test
    void theEnvironmentVariableWithAnUnderscoreForTheDashBindsToo() {
        DistributedActorsProperties properties =
                TestProperties.ofEnvironment(
                        Map.of(
                                "DISTRIBUTED_ACTORS_COOKIE", "secret",
                                "DISTRIBUTED_ACTORS_TRANSPORT_PORT", "9100"));

        assertThat(properties.cookie()).isEqualTo("secret");
        assertThat(properties.transport().port()).isEqualTo(9100);
    }

    @Test
    void theCookieIsNotInTheText() {
        DistributedActorsProperties properties =
                TestProperties.of(Map.of("distributed-actors.cookie", "do-not-show-me"));

        assertThat(properties.toString()).contains("enabled=true").doesNotContain("do-not-show-me");
    }

    @Test
    void aDurationThatIsNoneIsRefused() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() ->
                        TestProperties.of(Map.of("distributed-actors.actor.call-timeout", "soon")))
                .havingRootCause()
                .withMessageContaining("soon");
    }
}
