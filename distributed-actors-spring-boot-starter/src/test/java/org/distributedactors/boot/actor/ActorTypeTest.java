package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.distributedactors.behaviour.InterfaceClient;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.node.Node;
import org.distributedactors.process.ExitReason;
import org.distributedactors.spawn.ActorTypes;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.spawn.SpawnFailedException;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/// Actors without a name: types of which somebody starts instances.
class ActorTypeTest {

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    SslAutoConfiguration.class,
                                    DistributedActorsAutoConfiguration.class))
                    .withBean(Ended.class)
                    .withUserConfiguration(WorkerActor.class, HiddenActor.class);

    static class Ended {
        final List<String> names = new CopyOnWriteArrayList<>();
    }

    record Job(String name, int size) {}

    interface Worker {
        String describe();
    }

    @Actor(type = "worker", spawnable = true)
    static class WorkerActor implements Worker {

        private final Ended ended;
        private String name = "";
        private int size;

        WorkerActor(Ended ended) {
            this.ended = ended;
        }

        void init(Job job) {
            name = job.name();
            size = job.size();
        }

        @Override
        public String describe() {
            return name + " " + size;
        }

        @PreDestroy
        void end() {
            ended.names.add(name);
        }
    }

    @Actor
    static class HiddenActor implements Worker {

        @Override
        public String describe() {
            return "hidden";
        }
    }

    @Test
    void nothingRunsUntilSomebodyStartsIt() {
        contexts.run(context -> {
            ActorTypes types = context.getBean(ActorTypes.class);

            assertThat(types.names()).containsExactly("actorTypeTest.HiddenActor", "worker");
            assertThat(types.find("worker"))
                    .hasValueSatisfying(type -> assertThat(type.spawnable()).isTrue());
            assertThat(types.find("actorTypeTest.HiddenActor"))
                    .hasValueSatisfying(type -> assertThat(type.spawnable()).isFalse());
        });
    }

    @Test
    void theArgumentArrivesInInit() {
        contexts.run(context -> {
            Node node = context.getBean(Node.class);
            Pid ann = spawn(context.getBean(RemoteSpawner.class), node, new Job("ann", 3));

            Worker worker = InterfaceClient.of(Worker.class, ServerRef.of(node.processes(), ann));
            assertThat(worker.describe()).isEqualTo("ann 3");
        });
    }

    @Test
    void eachIsAnInstanceOfItsOwnThatEndsWithItsProcess() {
        contexts.run(context -> {
            Node node = context.getBean(Node.class);
            RemoteSpawner spawner = context.getBean(RemoteSpawner.class);
            Pid ann = spawn(spawner, node, new Job("ann", 3));
            Pid bob = spawn(spawner, node, new Job("bob", 4));

            // One that ends before its first signal has no instance yet.
            Worker worker = InterfaceClient.of(Worker.class, ServerRef.of(node.processes(), ann));
            assertThat(worker.describe()).isEqualTo("ann 3");

            node.exit(ann, ExitReason.SHUTDOWN);

            List<String> ended = context.getBean(Ended.class).names;
            await().untilAsserted(() -> assertThat(ended).containsExactly("ann"));
            assertThat(node.processes().isAlive(bob)).isTrue();
        });
    }

    @Test
    void anArgumentOfAnotherFormIsRefused() {
        contexts.run(context ->
                assertThatExceptionOfType(SpawnFailedException.class)
                        .isThrownBy(() ->
                                spawn(
                                        context.getBean(RemoteSpawner.class),
                                        context.getBean(Node.class),
                                        "no job"))
                        .withMessageContaining("badarg"));
    }

    private static Pid spawn(RemoteSpawner spawner, Node node, Object argument) {
        return spawner.spawn(node.name(), "worker", argument);
    }
}
