package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Interfaces that are clients by themselves.
class ImportActorClientsTest {

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(DistributedActorsAutoConfiguration.class))
                    .withPropertyValues("team=blue");

    interface Counter {
        void add(long n);

        long get();
    }

    @Actor(name = "blue-counter", group = "counters")
    static class CounterActor implements Counter {
        private long value;

        @Override
        public void add(long n) {
            value += n;
        }

        @Override
        public long get() {
            return value;
        }
    }

    /// What the actor understands, as one that uses it wants to see it.
    @ActorClient(local = "${team}-counter")
    interface CounterClient {
        void add(long n);

        CompletionStage<Long> get();
    }

    @ActorClient(group = "counters")
    interface AllCounters {
        void add(long n);
    }

    interface Mute {
        void add(long n);
    }

    @ActorClient
    interface Nameless {
        void add(long n);
    }

    @Configuration(proxyBeanMethods = false)
    @Import(CounterActor.class)
    @ImportActorClients({CounterClient.class, AllCounters.class})
    static class Application {

        @Bean
        Runnable adds(CounterClient one, @Autowired AllCounters all) {
            return () -> {
                one.add(2);
                all.add(3);
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportActorClients(Mute.class)
    static class WithMute {}

    @Configuration(proxyBeanMethods = false)
    @ImportActorClients(Nameless.class)
    static class WithNameless {}

    @Test
    void clientsAreInjectedLikeAnyBean() {
        contexts.withUserConfiguration(Application.class)
                .run(context -> {
                    context.getBean("adds", Runnable.class).run();

                    CounterClient client = context.getBean(CounterClient.class);
                    await().until(() ->
                            client.get().toCompletableFuture().get(5, TimeUnit.SECONDS) == 5);
                });
    }

    @Test
    void anInterfaceThatDoesNotSayWhomItIsForIsRefused() {
        contexts.withUserConfiguration(WithMute.class)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("is no interface with @ActorClient"));
        contexts.withUserConfiguration(WithNameless.class)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("gives no name"));
    }
}
