package org.distributedactors.sample;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/// A node of the sample in a container: the application's own jar, run by the JDK of this machine, which is lent to the
/// container together with it.
final class SampleContainer extends GenericContainer<SampleContainer> {

    static final String COOKIE = "a-cookie-for-containers";

    private static final int HTTP = 8081;

    private final String name;

    /// @param image with the libraries that a JDK needs
    /// @param seeds all nodes of the cluster
    SampleContainer(String image, Network network, String name, List<String> seeds) {
        super(image);
        this.name = name;
        withNetwork(network);
        withNetworkAliases(host());
        withExposedPorts(HTTP);
        // Not by Testcontainers' own means, which want an image of theirs to look whether it works.
        withCreateContainerCmdModifier(create -> {
            HostConfig host = Objects.requireNonNull(create.getHostConfig());
            host.withBinds(
                    lent(System.getProperty("java.home"), "/opt/jdk"),
                    lent(jar().toAbsolutePath().toString(), "/sample.jar"));
        });
        withCommand(
                "/opt/jdk/bin/java",
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dsun.net.inetaddr.ttl=1",
                "-Dsun.net.inetaddr.negative.ttl=1",
                "-jar",
                "/sample.jar",
                "--server.address=0.0.0.0",
                "--distributed-actors.cookie=" + COOKIE,
                "--distributed-actors.node.name=" + name,
                "--distributed-actors.node.host=" + host(),
                "--distributed-actors.transport.bind-address=0.0.0.0",
                "--distributed-actors.transport.port=9100",
                "--distributed-actors.transport.net-tick-time=8s",
                "--distributed-actors.epmd.mode=none",
                "--distributed-actors.discovery.interval=1s",
                "--distributed-actors.discovery.seeds=" + String.join(",", seeds));
        waitingFor(Wait.forLogMessage(".*Started SampleApplication.*", 1));
    }

    private static Bind lent(String here, String there) {
        return new Bind(here, new Volume(there), AccessMode.ro);
    }

    private static Path jar() {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            return built.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
        } catch (IOException missing) {
            throw new IllegalStateException("mvn package makes the jar", missing);
        }
    }

    /// A host with a dot, as Erlang's long names want it.
    String host() {
        return name + ".test";
    }

    String node() {
        return name + "@" + host();
    }

    /// The answer to a request; empty while there is none.
    String answer(String method, String path) {
        try {
            return String.valueOf(
                    RestTestClient.bindToServer()
                            .baseUrl("http://" + getHost() + ":" + getMappedPort(HTTP))
                            .build()
                            .method(HttpMethod.valueOf(method))
                            .uri(path)
                            .exchange()
                            .returnResult(String.class)
                            .getResponseBody());
        } catch (RuntimeException notThere) {
            return "";
        }
    }
}
