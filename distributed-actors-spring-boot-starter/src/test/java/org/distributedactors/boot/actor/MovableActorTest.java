package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.boot.metrics.MigrationMetrics;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.migration.MigrationEvent;
import org.distributedactors.migration.Migrator;
import org.distributedactors.migration.MovableProcess;
import org.distributedactors.node.Node;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/// An actor that moves between two applications in one JVM, and outlives the one it began in.
class MovableActorTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final List<String> DESTROYED = new CopyOnWriteArrayList<>();

    private final ActorContexts contexts = new ActorContexts(Application.class);

    interface Counter {
        void add(long n);

        long get();
    }

    @Actor(global = "moving", group = "movers", movable = true)
    static class CounterActor implements Counter, Movable<CounterActor.Saved> {

        record Saved(long value) {}

        private long value;

        @Override
        public void add(long n) {
            value += n;
        }

        @Override
        public long get() {
            return value;
        }

        @Override
        public Saved moveOut() {
            return new Saved(value);
        }

        @Override
        public void moveIn(Self self, Saved state) {
            value = state.value();
        }

        @PreDestroy
        void destroyed() {
            DESTROYED.add("at " + value);
        }
    }

    @Actor(movable = true)
    static class ImmovableActor implements Counter {

        @Override
        public void add(long n) {}

        @Override
        public long get() {
            return 0;
        }
    }

    record Client(@Whereis("moving") Counter counter) {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({SslAutoConfiguration.class, DistributedActorsAutoConfiguration.class})
    @Import(CounterActor.class)
    static class Application {

        final List<MigrationEvent> events = new CopyOnWriteArrayList<>();

        @Bean
        Client client(@Whereis("moving") Counter counter) {
            return new Client(counter);
        }

        @EventListener
        void moved(MigrationEvent event) {
            events.add(event);
        }
    }

    @AfterEach
    void closeContexts() {
        contexts.close();
    }

    @Test
    void anActorMovesAndGoesOnWhenItsFirstApplicationCloses() throws Exception {
        ConfigurableApplicationContext a = contexts.start("a");
        await().atMost(LIMIT).until(() -> owner(a) != null);
        ConfigurableApplicationContext b = contexts.start("b", a);
        Pid before = owner(a);
        await().atMost(LIMIT).until(() -> before.equals(owner(b)));
        counter(b).add(7);
        assertThat(counter(b).get()).isEqualTo(7);
        Migrator migrator = a.getBean(Migrator.class);
        assertThat(migrator.movable())
                .containsExactly(new MovableProcess(before, CounterActor.class.getName(), 0));

        Pid after =
                migrator.migrate(before, b.getBean(Node.class).name())
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS);

        await().atMost(LIMIT).until(() -> after.equals(owner(a)) && after.equals(owner(b)));
        counter(a).add(1);
        assertThat(counter(a).get()).isEqualTo(8);
        await().atMost(LIMIT).until(() -> DESTROYED.equals(List.of("at 7")));
        await().atMost(LIMIT)
                .until(() ->
                        b.getBean(Application.class)
                                .events
                                .contains(
                                        new MigrationEvent.Arrived(
                                                CounterActor.class.getName(), before, after)));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        new MigrationMetrics(migrator).bindTo(meters);
        assertThat(
                        meters.get("distributed.actors.migrations")
                                .tag("direction", "out")
                                .functionCounter()
                                .count())
                .isEqualTo(1);

        a.close();

        assertThat(b.getBean(Node.class).processes().isAlive(after)).isTrue();
        assertThat(counter(b).get()).isEqualTo(8);
    }

    @Test
    void anActorThatDoesNotSayHowItMovesIsRefused() {
        try (AnnotationConfigApplicationContext context =
                new AnnotationConfigApplicationContext()) {
            context.register(ImmovableActor.class);
            context.refresh();
            assertThatThrownBy(() -> ActorDefinitions.of(context.getBeanFactory()))
                    .isInstanceOf(InvalidActorException.class)
                    .hasMessageContaining("does not say how its state travels");
        }
    }

    private static Counter counter(ConfigurableApplicationContext context) {
        return context.getBean(Client.class).counter();
    }

    private static Pid owner(ConfigurableApplicationContext context) {
        try {
            return context.getBean(GlobalRegistry.class).whereis("moving").orElse(null);
        } catch (CallFailedException notYet) {
            return null;
        }
    }
}
