package org.distributedactors.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import org.distributedactors.boot.autoconfigure.DistributedActorsProperties.Discovery;
import org.distributedactors.boot.autoconfigure.DistributedActorsProperties.Epmd;
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
                                DataSize.ofMegabytes(16),
                                DataSize.ofMegabytes(64)));
        assertThat(properties.epmd()).isEqualTo(new Epmd(Epmd.Mode.AUTO, "127.0.0.1", 4369));
        assertThat(properties.discovery().mode()).isEqualTo(Discovery.Mode.STATIC);
        assertThat(properties.discovery().seeds()).isEmpty();
        assertThat(properties.discovery().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(properties.remoteSpawn().enabled()).isFalse();
        assertThat(properties.registry().preventOverlappingPartitions()).isTrue();
        assertThat(properties.actor())
                .isEqualTo(
                        new DistributedActorsProperties.Actor(
                                Duration.ofSeconds(5), Duration.ofSeconds(5)));
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
