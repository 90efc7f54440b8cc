package org.distributedactors.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.behaviour.Next;
import org.distributedactors.boot.TestNode;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.migration.MovableType;
import org.distributedactors.process.Self;
import org.distributedactors.spawn.ActorType;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/// The plan of all nodes, and the operation that carries it out.
class ActorRebalanceEndpointTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    record Saved(long value) {}

    static final class Idle implements GenServer<Saved>, Movable<Saved> {

        @Override
        public Next handle(Saved message) {
            return noReply();
        }

        @Override
        public Saved moveOut() {
            return new Saved(1);
        }

        @Override
        public void moveIn(Self self, Saved saved) {}
    }

    private static TestNode start(String name, String... more) {
        String[] all = java.util.Arrays.copyOf(more, more.length + 2);
        all[more.length] = "distributed-actors.remote-spawn.enabled=true";
        all[more.length + 1] = "management.endpoint.actorrebalance.access=unrestricted";
        TestNode node = TestNode.start(name, all);
        Kernel kernel = node.bean(Kernel.class);
        kernel.actorTypes()
                .declare(new ActorType("idle", true, argument -> GenServer.behaviour(new Idle())));
        kernel.migrator()
                .types()
                .declare(
                        new MovableType(
                                "idle", Idle.class, true, () -> GenServer.behaviour(new Idle())));
        return node;
    }

    private static int actors(TestNode node) {
        return node.bean(Kernel.class).remoteSpawner().actors().count();
    }

    @Test
    void withoutAccessNothingCanBeMoved() {
        try (TestNode alone = TestNode.start("alone")) {
            assertThat(Json.get(alone.actuator(), "/actorrebalance").get("nodes")).hasSize(1);

            alone.actuator()
                    .post()
                    .uri("/actorrebalance")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
        }
    }

    @Test
    void thePlanOfAllNodesIsShownAndCarriedOut() {
        try (TestNode a = start("a");
                TestNode b = start("b", "distributed-actors.discovery.seeds=" + a.seed())) {
            await().atMost(LIMIT)
                    .until(() ->
                            a.node().capabilities().of(b.name()).isPresent()
                                    && b.node().capabilities().of(a.name()).isPresent());
            Kernel kernel = a.bean(Kernel.class);
            for (int i = 0; i < 10; i++) {
                kernel.remoteSpawner().spawn(a.name(), "idle", null);
            }

            JsonNode plan = Json.get(b.actuator(), "/actorrebalance");

            assertThat(plan.get("automatic").asBoolean()).isFalse();
            assertThat(plan.get("mean").asDouble()).isEqualTo(5.0);
            assertThat(plan.get("moves").toString())
                    .isEqualTo("{\"a@127.0.0.1\":{\"b@127.0.0.1\":{\"idle\":5}}}");
            assertThat(plan.get("nodes")).hasSize(2);
            assertThat(actors(a)).isEqualTo(10);

            b.actuator()
                    .post()
                    .uri("/actorrebalance")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.nodes.length()")
                    .isEqualTo(2)
                    .jsonPath("$.moves.['a@127.0.0.1'].['b@127.0.0.1'].idle")
                    .isEqualTo(5);

            await().atMost(LIMIT).until(() -> actors(a) == 5 && actors(b) == 5);
        }
    }
}
