package org.distributedactors.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.distributedactors.boot.actor.Actor;
import org.distributedactors.boot.actor.ActorInstances;
import org.distributedactors.boot.actor.Whereis;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.node.Node;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/// The actors of a node, as the endpoint shows them.
class ActorsEndpointTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    DistributedActorsAutoConfiguration.class,
                                    NodeEndpointsAutoConfiguration.class))
                    .withUserConfiguration(Application.class)
                    .withPropertyValues("management.endpoints.web.exposure.include=actors");

    interface Counter {
        long get();
    }

    @Actor(name = "counter", type = "counting")
    static class CounterActor implements Counter {
        @Override
        public long get() {
            return 7;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(CounterActor.class)
    static class Application {

        @Bean
        Runnable asks(@Whereis(local = "counter") Counter counter) {
            return counter::get;
        }
    }

    @Test
    void anActorIsListedWithWhatItIsAt() {
        contexts.run(context -> {
            context.getBean("asks", Runnable.class).run();
            ActorsEndpoint endpoint = context.getBean(ActorsEndpoint.class);
            await().until(() ->
                    endpoint.actors().actors().getFirst().state() == ActorInstances.State.WAITING);

            assertThat(Json.normal(MAPPER.valueToTree(endpoint.actors())))
                    .isEqualTo(
                            Json.of(
                                    """
                                    { "total": 1,
                                      "actors": [ { "pid": "<0.41.0>", "name": "counter", "global": null, "type": "counting",
                                                    "state": "WAITING", "mailbox": 0, "handled": 1, "restarts": 0, "links": 1, "monitors": 0,
                                                    "since": "2026-11-22T15:00:11.937Z" } ],
                                      "truncated": null }
                                    """));
        });
    }

    @Test
    void oneIsFoundByItsNameOrPid() {
        contexts.run(context -> {
            ActorsEndpoint endpoint = context.getBean(ActorsEndpoint.class);
            String pid = endpoint.actors().actors().getFirst().pid();

            assertThat(endpoint.actor("counter").actor().pid()).isEqualTo(pid);
            assertThat(endpoint.actor(pid).actor().name()).isEqualTo("counter");
            assertThat(endpoint.actor("nobody")).isNull();
        });
    }

    @Test
    void oneIsShownWithAllItHasWithOthers() {
        contexts.run(context -> {
            ActorsEndpoint endpoint = context.getBean(ActorsEndpoint.class);
            Node node = context.getBean(Node.class);
            Pid counter = node.whereis("counter").orElseThrow();
            node.spawn(self -> {
                self.monitor(counter);
                self.receive(message -> () -> message);
            });
            await().until(() -> endpoint.actor("counter").monitoredBy().size() == 1);
            await().until(() ->
                    endpoint.actor("counter").actor().state() == ActorInstances.State.WAITING);

            // It may still be at the answer to the last look.
            await().untilAsserted(() ->
                    assertThat(Json.normal(MAPPER.valueToTree(endpoint.actor("counter"))))
                            .isEqualTo(
                                    Json.of(
                                            """
                                            { "actor": { "pid": "<0.41.0>", "name": "counter", "global": null, "type": "counting",
                                                         "state": "WAITING", "mailbox": 0, "handled": 0, "restarts": 0, "links": 1,
                                                         "monitors": 0, "since": "2026-11-22T15:00:11.937Z" },
                                              "links": [ "nonode@nohost/<0.40.0>" ], "monitors": [],
                                              "monitoredBy": [ "nonode@nohost/<0.42.0>" ], "trapsExits": false,
                                              "message": null, "busyFor": null, "stack": [] }
                                            """)));
        });
    }

    @Test
    void aKilledOneIsGoneAndTheNextCountsAsARestart() {
        contexts.run(context -> {
            Node node = context.getBean(Node.class);
            ActorsEndpoint endpoint = context.getBean(ActorsEndpoint.class);
            Pid first = node.whereis("counter").orElseThrow();

            node.exit(first, ExitReason.KILL);

            await().until(() ->
                    endpoint.actors().total() == 1
                            && endpoint.actors().actors().getFirst().restarts() == 1);
        });
    }
}
