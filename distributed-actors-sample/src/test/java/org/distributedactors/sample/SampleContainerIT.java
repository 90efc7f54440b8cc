package org.distributedactors.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.distributedactors.boot.testcontainers.ErlangNodeContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/// Three nodes of the sample and one of Erlang, each in a container: they join, watch each other, lose one that is taken off
/// the network, and are whole again when it is back.
class SampleContainerIT {

    private static final String IMAGE = "distributed-actors/erlang:test";
    private static final String ERLANG = "erlang@erlang.test";
    private static final List<String> SEEDS =
            List.of(
                    "sample1@sample1.test:9100",
                    "sample2@sample2.test:9100",
                    "sample3@sample3.test:9100",
                    "erlang@erlang.test:9100");
    private static final Pattern COUNTER =
            Pattern.compile("\"name\" *: *\"counter\"[^}]*\"node\" *: *\"([^\"]*)\"");

    private static Network network;
    private static List<SampleContainer> samples = List.of();
    private static ErlangNodeContainer erlang;

    @BeforeAll
    static void start() {
        if (!"required".equals(System.getenv("DISTRIBUTED_ACTORS_CONTAINERS"))) {
            Assumptions.assumeTrue(
                    System.getenv("DOCKER_HOST") != null
                            && DockerClientFactory.instance().isDockerAvailable(),
                    "no container engine; scripts/with-containers starts one and makes the image");
        }
        network = Network.newNetwork();
        samples =
                Stream.of("sample1", "sample2", "sample3")
                        .map(name -> new SampleContainer(IMAGE, network, name, SEEDS))
                        .toList();
        erlang =
                new ErlangNodeContainer(IMAGE)
                        .withNodeName(ERLANG)
                        .withCookie(SampleContainer.COOKIE)
                        .withErlang("net_kernel:set_net_ticktime(8, 0)")
                        .withNetwork(network)
                        .withNetworkAliases("erlang.test");
        Startables.deepStart(
                        Stream.concat(samples.stream(), Stream.of((GenericContainer<?>) erlang))
                                .toList())
                .join();
    }

    @AfterAll
    static void stop() {
        samples.forEach(SampleContainer::stop);
        if (erlang != null) {
            erlang.stop();
        }
        if (network != null) {
            network.close();
        }
    }

    /// JVMs start side by side, on a small machine too.
    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(500));
    }

    private static String connected(SampleContainer at) {
        return at.answer("GET", "/actuator/actornodes?state=CONNECTED");
    }

    /// Where this node finds the counter; empty when it knows of none.
    private static String counterOf(SampleContainer at) {
        return COUNTER.matcher(at.answer("GET", "/actuator/actornames"))
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElse("");
    }

    private static void awaitWhole(List<SampleContainer> asked) {
        patiently()
                .untilAsserted(() -> {
                    for (SampleContainer at : asked) {
                        for (SampleContainer other : samples) {
                            if (other != at) {
                                assertThat(connected(at)).contains(other.node());
                            }
                        }
                        assertThat(connected(at)).contains(ERLANG);
                    }
                    assertThat(asked.stream().map(SampleContainerIT::counterOf).distinct())
                            .hasSize(1)
                            .doesNotContain("");
                    assertThat(erlang.eval("length(nodes())")).isEqualTo("3");
                    assertThat(erlang.eval("node(global:whereis_name(<<\"counter\">>))"))
                            .contains(counterOf(asked.getFirst()));
                });
    }

    @Test
    void aNodeIsTakenOffTheNetworkAndComesBack() {
        SampleContainer first = samples.get(0);
        SampleContainer third = samples.get(2);
        awaitWhole(samples);
        first.answer("POST", "/workers?node=" + third.node() + "&name=ann");
        patiently()
                .until(() ->
                        first.answer("GET", "/actuator/actormonitors?state=ACTIVE")
                                .contains(third.node()));

        DockerClient engine = DockerClientFactory.instance().client();
        engine.disconnectFromNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(third.getContainerId())
                .exec();

        patiently()
                .untilAsserted(() -> {
                    for (SampleContainer at : samples.subList(0, 2)) {
                        assertThat(connected(at)).isNotEmpty().doesNotContain(third.node());
                        assertThat(counterOf(at)).matches("sample[12]@.*");
                    }
                    assertThat(first.answer("GET", "/actuator/actormonitors?state=FIRED"))
                            .contains("noconnection");
                    assertThat(erlang.eval("length(nodes())")).isEqualTo("2");
                });

        engine.connectToNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(third.getContainerId())
                .withContainerNetwork(new ContainerNetwork().withAliases(third.host()))
                .exec();

        // Its ports are no longer mapped; the others see it, and share their names with it.
        awaitWhole(samples.subList(0, 2));
    }
}
