package org.distributedactors.boot.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.node.Node;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.CloseReason;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

/// What the methods of a user's bean are told, in whole applications.
class EventListenersTest {

    static class Listening {
        final List<Object> nodes = new CopyOnWriteArrayList<>();
        final List<GlobalNameConflictEvent> conflicts = new CopyOnWriteArrayList<>();
        final List<ConnectionRemovedEvent> removals = new CopyOnWriteArrayList<>();

        @EventListener
        void up(NodeUpEvent event) {
            nodes.add(event);
        }

        @EventListener
        void down(NodeDownEvent event) {
            nodes.add(event);
        }

        @EventListener
        void removed(ConnectionRemovedEvent event) {
            removals.add(event);
        }

        @EventListener
        void conflict(GlobalNameConflictEvent event) {
            conflicts.add(event);
        }
    }

    private static ApplicationContextRunner application(String name) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DistributedActorsAutoConfiguration.class))
                .withBean(Listening.class)
                .withPropertyValues(
                        "spring.application.name=" + name,
                        "distributed-actors.cookie=a cookie for tests",
                        "distributed-actors.epmd.mode=none",
                        "distributed-actors.discovery.mode=none");
    }

    private static boolean connect(ApplicationContext one, ApplicationContext other) {
        return node(one)
                .connectAsync(node(other).name(), node(other).status().orElseThrow().listening())
                .toCompletableFuture()
                .join();
    }

    private static Node node(ApplicationContext context) {
        return context.getBean(Node.class);
    }

    private static Listening told(ApplicationContext context) {
        return context.getBean(Listening.class);
    }

    @Test
    void nodesThatComeAndGoAreTold() {
        application("orders")
                .run(orders -> {
                    application("billing")
                            .run(billing -> {
                                assertThat(connect(orders, billing)).isTrue();
                                await().until(() -> !told(orders).nodes.isEmpty());
                                await().until(() -> !told(billing).nodes.isEmpty());

                                assertThat(told(billing).nodes)
                                        .containsExactly(new NodeUpEvent(node(orders).name()));
                                assertThat(told(orders).nodes)
                                        .containsExactly(new NodeUpEvent(node(billing).name()));
                            });
                    await().until(() -> told(orders).nodes.size() == 2);

                    assertThat(told(orders).nodes)
                            .last()
                            .isInstanceOfSatisfying(
                                    NodeDownEvent.class,
                                    down -> {
                                        assertThat(down.node()).hasToString("billing@127.0.0.1");
                                        assertThat(down.reason())
                                                .isEqualTo(CloseReason.CLOSED_BY_PEER);
                                    });
                });
    }

    @Test
    void twoOwnersOfOneNameAreToldOnTheNodeThatDecides() {
        application("orders")
                .run(orders ->
                        application("billing")
                                .run(billing -> {
                                    List<Pid> owners = List.of(owner(orders), owner(billing));
                                    assertThat(connect(orders, billing)).isTrue();
                                    await().atMost(Duration.ofSeconds(30))
                                            .until(() -> !conflicts(orders, billing).isEmpty());

                                    assertThat(conflicts(orders, billing))
                                            .singleElement()
                                            .satisfies(conflict -> {
                                                assertThat(conflict.name())
                                                        .isEqualTo(node(orders).toTerm("counter"));
                                                assertThat(owners)
                                                        .contains(conflict.kept())
                                                        .containsExactlyInAnyOrder(
                                                                conflict.first(),
                                                                conflict.second());
                                            });
                                }));
    }

    @Test
    void aConnectionThatIsClosedToPreventOverlapsIsTold() {
        application("orders")
                .run(orders ->
                        application("billing")
                                .run(billing ->
                                        application("stock")
                                                .run(stock -> parts(orders, billing, stock))));
    }

    private static void parts(ApplicationContext... contexts) {
        assertThat(connect(contexts[0], contexts[1])).isTrue();
        assertThat(connect(contexts[0], contexts[2])).isTrue();
        assertThat(connect(contexts[1], contexts[2])).isTrue();
        for (ApplicationContext context : contexts) {
            await().until(() -> context.getBean(GlobalRegistry.class).known().size() == 2);
        }

        node(contexts[0]).disconnect(node(contexts[1]).name());

        List<ConnectionRemovedEvent> removals = told(contexts[2]).removals;
        await().until(() -> !removals.isEmpty());
        assertThat(removals)
                .allSatisfy(removal ->
                        assertThat(List.of(removal.reporter(), removal.lost()))
                                .contains(removal.node())
                                .containsExactlyInAnyOrder(
                                        node(contexts[0]).name().atom(),
                                        node(contexts[1]).name().atom()));
    }

    private static Pid owner(ApplicationContext context) {
        Pid owner = node(context).spawn(self -> self.receive(message -> () -> message));
        assertThat(context.getBean(GlobalRegistry.class).register("counter", owner)).isTrue();
        return owner;
    }

    private static List<GlobalNameConflictEvent> conflicts(ApplicationContext... contexts) {
        List<GlobalNameConflictEvent> all = new ArrayList<>();
        for (ApplicationContext context : contexts) {
            all.addAll(told(context).conflicts);
        }
        return all;
    }
}
