package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.CallTimeoutException;
import org.distributedactors.behaviour.InterfaceClient;
import org.distributedactors.behaviour.Invocation;
import org.distributedactors.behaviour.ServerCallbacks;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.boot.context.ActorFailedEvent;
import org.distributedactors.boot.health.NodeHealthContributorAutoConfiguration;
import org.distributedactors.boot.health.NodeHealthIndicator;
import org.distributedactors.boot.metrics.ActorRestartMetrics;
import org.distributedactors.boot.metrics.NodeMetricsAutoConfiguration;
import org.distributedactors.node.Node;
import org.distributedactors.process.ExitReason;
import org.distributedactors.spawn.RemoteSpawner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

/// What an application shows of actors that fail: events, meters, health and liveness.
class FailingActorTest {

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    SslAutoConfiguration.class,
                                    DistributedActorsAutoConfiguration.class,
                                    NodeHealthContributorAutoConfiguration.class,
                                    NodeMetricsAutoConfiguration.class))
                    .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                    .withBean(Events.class);

    interface Fragile {
        void fail();

        String get();
    }

    @Actor("fragile")
    static class FragileActor implements Fragile {

        @Override
        public void fail() {
            throw new IllegalStateException("as asked");
        }

        @Override
        public String get() {
            return "well";
        }
    }

    @Actor("steady")
    static class SteadyActor extends FragileActor {}

    static class Events {
        final List<ActorFailedEvent> failures = new CopyOnWriteArrayList<>();
        final List<Object> liveness = new CopyOnWriteArrayList<>();

        @EventListener
        void failed(ActorFailedEvent event) {
            failures.add(event);
        }

        @EventListener
        void changed(AvailabilityChangeEvent<LivenessState> event) {
            liveness.add(event.getState());
        }
    }

    record Clients(
            @Whereis(local = "fragile") Fragile fragile,
            @Whereis(local = "steady") Fragile steady) {}

    private ApplicationContextRunner withActors() {
        return contexts.withUserConfiguration(FragileActor.class, SteadyActor.class)
                .withBean(Clients.class);
    }

    private static Health health(ApplicationContext context) {
        return context.getBean(NodeHealthIndicator.class).health();
    }

    private static void failUntilDown(ApplicationContext context) {
        Fragile fragile = context.getBean(Clients.class).fragile();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    fragile.fail();
                    return !context.getBean(ActorStates.class).down().isEmpty();
                });
    }

    @Test
    void oneThatFailsTooOftenStaysDownAndTheOthersRun() {
        withActors()
                .run(context -> {
                    failUntilDown(context);

                    assertThat(context.getBean(Clients.class).steady().get()).isEqualTo("well");
                    assertThat(context.getBean(Node.class).whereis("fragile")).isEmpty();
                });
    }

    @Test
    void healthIsDownAndNamesIt() {
        withActors()
                .run(context -> {
                    assertThat(health(context).getStatus()).isEqualTo(Status.UP);
                    failUntilDown(context);

                    Health health = health(context);
                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.getDetails().get("actorsDown"))
                            .hasToString(
                                    "{failingActorTest.FragileActor=java.lang.IllegalStateException}");
                    assertThat(context.getBean(Events.class).liveness).isEmpty();
                });
    }

    @Test
    void healthRecoversWhenTheApplicationStartsAgain() {
        withActors()
                .run(context -> {
                    failUntilDown(context);
                    context.stop();
                    context.start();

                    assertThat(health(context).getStatus()).isEqualTo(Status.UP);
                    assertThat(context.getBean(Clients.class).fragile().get()).isEqualTo("well");
                });
    }

    @Test
    void eachFailureIsAnEvent() {
        withActors()
                .run(context -> {
                    failUntilDown(context);
                    List<ActorFailedEvent> failures = context.getBean(Events.class).failures;
                    await().until(() -> failures.size() == ActorRestarts.MAX + 1);

                    assertThat(failures.getFirst())
                            .satisfies(first -> {
                                assertThat(first.beanName())
                                        .isEqualTo("failingActorTest.FragileActor");
                                assertThat(first.restart()).isEqualTo(1);
                                assertThat(first.maxRestarts()).isEqualTo(ActorRestarts.MAX);
                                assertThat(first.reason().kind())
                                        .isEqualTo("java.lang.IllegalStateException");
                                assertThat(first.staysDown()).isFalse();
                            });
                    assertThat(failures.getLast().staysDown()).isTrue();
                });
    }

    /// What Boot does with each binder and registry.
    private static void count(ApplicationContext context) {
        context.getBean(ActorRestartMetrics.class).bindTo(context.getBean(MeterRegistry.class));
    }

    @Test
    void restartsAreCountedByTypeAndException() {
        withActors()
                .run(context -> {
                    count(context);
                    failUntilDown(context);

                    await().until(() ->
                            restarts(context, "IllegalStateException") == ActorRestarts.MAX);
                });
    }

    /// Counted after whoever listens to events has been told.
    private static double restarts(ApplicationContext context, String exception) {
        Counter counter =
                context.getBean(MeterRegistry.class)
                        .find("distributed.actors.restarts")
                        .tag("type", "failingActorTest.FragileActor")
                        .tag("exception", exception)
                        .counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void anActorThatIsKilledIsCountedToo() {
        withActors()
                .run(context -> {
                    count(context);
                    Node node = context.getBean(Node.class);
                    node.processes().exit(node.whereis("fragile").orElseThrow(), ExitReason.KILL);
                    List<ActorFailedEvent> failures = context.getBean(Events.class).failures;
                    await().until(() -> failures.size() == 1);

                    assertThat(failures.getFirst().reason()).isEqualTo(ExitReason.KILLED);
                    await().until(() -> restarts(context, "killed") == 1);
                });
    }

    @Test
    void theEndOfTheSupervisorOfAllBreaksTheLiveness() {
        withActors()
                .run(context -> {
                    Node node = context.getBean(Node.class);
                    node.processes()
                            .exit(
                                    node.whereis(ActorLifecycle.SUPERVISOR).orElseThrow(),
                                    ExitReason.KILL);
                    List<Object> liveness = context.getBean(Events.class).liveness;
                    await().until(() -> !liveness.isEmpty());

                    assertThat(liveness).containsExactly(LivenessState.BROKEN);
                    assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health(context).getDetails().get("reason").toString())
                            .contains("supervisor")
                            .contains("killed");
                });
    }

    @Test
    void anOrderlyEndBreaksNothing() {
        Events events = new Events();
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(
                                SslAutoConfiguration.class,
                                DistributedActorsAutoConfiguration.class))
                .withBean(Events.class, () -> events)
                .withUserConfiguration(FragileActor.class)
                .run(context -> {});

        assertThat(events.liveness).isEmpty();
        assertThat(events.failures).isEmpty();
    }

    @Actor
    static class WorkerActor extends FragileActor {}

    @Test
    void anInstanceThatNobodyStartsAgainIsAnEventToo() {
        contexts.withUserConfiguration(WorkerActor.class)
                .run(context -> {
                    Node node = context.getBean(Node.class);
                    var worker =
                            context.getBean(RemoteSpawner.class)
                                    .spawn(node.name(), "failingActorTest.WorkerActor", null);
                    node.processes().exit(worker, ExitReason.NORMAL);
                    InterfaceClient.of(Fragile.class, ServerRef.of(node.processes(), worker))
                            .fail();
                    List<ActorFailedEvent> failures = context.getBean(Events.class).failures;
                    await().until(() -> failures.size() == 1);

                    assertThat(failures.getFirst().restart()).isZero();
                    assertThat(failures.getFirst().staysDown()).isTrue();
                });
    }

    interface Stubborn {
        String get() throws InterruptedException;
    }

    @Actor("stubborn")
    static class StubbornActor implements Stubborn, ServerCallbacks {

        @Override
        public String get() throws InterruptedException {
            new CountDownLatch(1).await();
            return "never";
        }

        @Override
        public void terminate(ExitReason reason) throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    record StubbornClients(
            @Whereis(local = "stubborn") Stubborn typed,
            @Whereis(local = "stubborn") ServerRef<Invocation> ref) {}

    @Test
    @Timeout(60)
    void actorsThatDoNotEndHoldUpTheApplicationForTheGracePeriodOnly() {
        contexts.withUserConfiguration(StubbornActor.class)
                .withPropertyValues(
                        "distributed-actors.actor.shutdown-timeout=1h",
                        "distributed-actors.shutdown.grace-period=20ms")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    @Timeout(60)
    void anActorThatDoesNotEndInItsTimeIsKilled() {
        contexts.withUserConfiguration(StubbornActor.class)
                .withPropertyValues(
                        "distributed-actors.actor.shutdown-timeout=20ms",
                        "distributed-actors.shutdown.grace-period=1h")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void callsOfAllClientsWaitForTheTimeOfTheProperty() {
        contexts.withUserConfiguration(StubbornActor.class)
                .withBean(StubbornClients.class)
                .withPropertyValues(
                        "distributed-actors.actor.call-timeout=30ms",
                        "distributed-actors.shutdown.grace-period=20ms")
                .run(context -> {
                    StubbornClients clients = context.getBean(StubbornClients.class);
                    assertThat(
                                    catchThrowableOfType(
                                                    CallTimeoutException.class,
                                                    () -> clients.typed().get())
                                            .timeout())
                            .isEqualTo(Duration.ofMillis(30));
                    assertThat(
                                    catchThrowableOfType(
                                                    CallFailedException.class,
                                                    () -> clients.ref().call(new Ping()))
                                            .reason())
                            .isEqualTo(ExitReason.TIMEOUT);
                });
    }

    record Ping() implements Call<Invocation, String> {}
}
