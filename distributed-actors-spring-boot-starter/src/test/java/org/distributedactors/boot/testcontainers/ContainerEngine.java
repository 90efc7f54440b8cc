package org.distributedactors.boot.testcontainers;

import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

/// The engine and the image that tests with containers need; see `scripts/with-containers`.
public final class ContainerEngine {

    /// An image with Erlang, made from a Debian on this machine.
    public static final String ERLANG_IMAGE = "distributed-actors/erlang:test";

    private ContainerEngine() {}

    /// Leaves the test where no engine runs, unless `DISTRIBUTED_ACTORS_CONTAINERS=required`.
    public static void assumeRuns() {
        if ("required".equals(System.getenv("DISTRIBUTED_ACTORS_CONTAINERS"))) {
            DockerClientFactory.instance().client();
            return;
        }
        Assumptions.assumeTrue(
                System.getenv("DOCKER_HOST") != null
                        && DockerClientFactory.instance().isDockerAvailable(),
                "no container engine; scripts/with-containers starts one and makes the image");
    }
}
