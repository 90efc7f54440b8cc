package org.distributedactors.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

class ClusterPropertiesTest {

    @Test
    void thoseOfANetworkAreFoundByName() {
        MockEnvironment environment =
                new MockEnvironment()
                        .withProperty("distributed-actors.transport.port", "9100")
                        .withProperty("distributed-actors.discovery.seeds[0]", "a@127.0.0.1")
                        .withProperty("distributed-actors.epmd.mode", "none")
                        .withProperty("distributed-actors.ssl.bundle", "cluster")
                        .withProperty("distributed-actors.node.name", "b");

        assertThat(ClusterProperties.setIn(environment))
                .containsExactly(
                        "distributed-actors.discovery.seeds[0]",
                        "distributed-actors.epmd.mode",
                        "distributed-actors.node.name",
                        "distributed-actors.ssl.bundle",
                        "distributed-actors.transport.port");
    }

    @Test
    void othersMakeSenseOnALocalNode() {
        MockEnvironment environment =
                new MockEnvironment()
                        .withProperty("distributed-actors.enabled", "true")
                        .withProperty("distributed-actors.actor.call-timeout", "1s")
                        .withProperty("distributed-actors.monitors.history-size", "1");

        assertThat(ClusterProperties.setIn(environment)).isEmpty();
    }

    @Test
    void anEmptyValueIsNotSet() {
        MockEnvironment environment =
                new MockEnvironment()
                        .withProperty("distributed-actors.discovery.seeds", "${SEEDS:}");

        assertThat(ClusterProperties.setIn(environment)).isEmpty();
    }

    @Test
    void environmentVariablesCount() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of(
                                        "DISTRIBUTEDACTORS_NODE_HOST", "10.0.0.7",
                                        "DISTRIBUTED_ACTORS_EPMD_PORT", "1")));

        assertThat(ClusterProperties.setIn(environment))
                .containsExactly("DISTRIBUTEDACTORS_NODE_HOST", "DISTRIBUTED_ACTORS_EPMD_PORT");
    }
}
