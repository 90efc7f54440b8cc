package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.node.Node;
import org.distributedactors.spawn.NodeLoad;
import org.distributedactors.spawn.Placement;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Where actors start in a cluster of applications: by the application's placement, by none, and by a key.
class PlacementBeanTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private ActorContexts contexts;

    interface Worker {
        void work();
    }

    @Actor(type = "worker", spawnable = true)
    static class WorkerActor implements Worker {
        @Override
        public void work() {}
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({SslAutoConfiguration.class, DistributedActorsAutoConfiguration.class})
    @Import(WorkerActor.class)
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @Import(Application.class)
    static class LastByName {

        @Bean
        Placement placement() {
            return request ->
                    request.nodes().stream()
                            .map(NodeLoad::node)
                            .filter(node -> node.toString().startsWith("b@"))
                            .findFirst();
        }
    }

    @AfterEach
    void closeContexts() {
        contexts.close();
    }

    private void application(Class<?> application) {
        contexts =
                new ActorContexts(application).with("distributed-actors.remote-spawn.enabled=true");
    }

    /// Starts a node and waits until all see the loads of all.
    private ConfigurableApplicationContext start(
            String name, ConfigurableApplicationContext... others) {
        ConfigurableApplicationContext context = contexts.start(name, others);
        awaitLoads(context, others.length + 1);
        for (ConfigurableApplicationContext other : others) {
            awaitLoads(other, others.length + 1);
        }
        return context;
    }

    private static void awaitLoads(ConfigurableApplicationContext context, int count) {
        await().atMost(LIMIT)
                .until(() -> spawner(context).loads().nodes("worker", LIMIT).size() == count);
    }

    private static RemoteSpawner spawner(ConfigurableApplicationContext context) {
        return context.getBean(RemoteSpawner.class);
    }

    private static Atom name(ConfigurableApplicationContext context) {
        return context.getBean(Node.class).name().atom();
    }

    private static Atom spawned(ConfigurableApplicationContext from, Placement where) {
        Pid pid =
                (where == null
                                ? spawner(from).spawn("worker", null, Object.class)
                                : spawner(from).spawn(where, "worker", null, Object.class))
                        .whereis()
                        .orElseThrow();
        return pid.node();
    }

    @Test
    void thePlacementOfTheApplicationIsWhatASpawnWithoutOneTakes() {
        application(LastByName.class);
        ConfigurableApplicationContext a = start("a");
        ConfigurableApplicationContext b = start("b", a);

        for (int i = 0; i < 4; i++) {
            assertThat(spawned(a, null)).isEqualTo(name(b));
            assertThat(spawned(b, null)).isEqualTo(name(b));
        }
        assertThat(spawned(a, Placement.local())).isEqualTo(name(a));
    }

    @Test
    void withoutOneTheyGoWhereLeastIs() {
        application(Application.class);
        ConfigurableApplicationContext a = start("a");
        ConfigurableApplicationContext b = start("b", a);

        Set<Atom> nodes =
                IntStream.range(0, 60).mapToObj(i -> spawned(a, null)).collect(Collectors.toSet());

        assertThat(nodes).containsExactlyInAnyOrder(name(a), name(b));
    }

    @Test
    void aKeyHasOneNodeAndANodeThatJoinsTakesItsKeysAlone() {
        application(Application.class);
        ConfigurableApplicationContext a = start("a");
        ConfigurableApplicationContext b = start("b", a);
        Map<String, NodeName> before = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            String key = "key" + i;
            before.put(key, placed(a, key));
            assertThat(placed(b, key)).isEqualTo(before.get(key));
        }
        assertThat(Set.copyOf(before.values())).hasSize(2);
        assertThat(spawned(a, Placement.byKey("key7"))).isEqualTo(before.get("key7").atom());
        assertThat(spawned(b, Placement.byKey("key7"))).isEqualTo(before.get("key7").atom());

        ConfigurableApplicationContext c = start("c", a, b);

        int moved = 0;
        for (Map.Entry<String, NodeName> entry : before.entrySet()) {
            NodeName after = placed(a, entry.getKey());
            for (ConfigurableApplicationContext other : List.of(b, c)) {
                assertThat(placed(other, entry.getKey())).isEqualTo(after);
            }
            if (!after.equals(entry.getValue())) {
                assertThat(after.atom()).isEqualTo(name(c));
                moved++;
            }
        }
        // A third, as far as chance has it.
        assertThat(moved).isBetween(40, 95);
    }

    private static NodeName placed(ConfigurableApplicationContext from, String key) {
        return spawner(from).place(Placement.byKey(key), "worker");
    }
}
