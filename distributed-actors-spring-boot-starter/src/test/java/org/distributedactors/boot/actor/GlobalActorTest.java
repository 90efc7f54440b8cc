package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.node.Node;
import org.distributedactors.process.Ticker;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Several contexts in one JVM, each a node of one cluster, and an actor that all of them have but one of them runs.
class GlobalActorTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final List<CounterActor> MADE = new CopyOnWriteArrayList<>();

    private final ActorContexts contexts = new ActorContexts(Application.class);

    interface Counter {
        void add(long n);

        long get();

        void fail();
    }

    @Actor(global = "counter")
    static class CounterActor implements Counter {

        private long value;

        CounterActor() {
            MADE.add(this);
        }

        @Override
        public void add(long n) {
            value += n;
        }

        @Override
        public long get() {
            return value;
        }

        @Override
        public void fail() {
            throw new IllegalStateException("as asked");
        }
    }

    record Client(@Whereis("counter") Counter counter) {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({SslAutoConfiguration.class, DistributedActorsAutoConfiguration.class})
    @Import(CounterActor.class)
    static class Application {

        @Bean
        Client client(@Whereis("counter") Counter counter) {
            return new Client(counter);
        }
    }

    @BeforeEach
    void forgetInstances() {
        MADE.clear();
    }

    @AfterEach
    void closeContexts() {
        contexts.close();
    }

    @Test
    void aContextThatHasStartedFindsAnOwnerOfEachName() {
        ConfigurableApplicationContext a = contexts.start("a");
        assertThat(a.getBean(GlobalRegistry.class).whereis("counter")).isPresent();
        ConfigurableApplicationContext b = contexts.start("b", a);
        assertThat(b.getBean(GlobalRegistry.class).whereis("counter")).isPresent();
    }

    @Test
    void theWaitForAnOwnerEndsWithItOrWithTheTime() {
        ConfigurableApplicationContext a = contexts.start("a");
        GlobalRegistry names = a.getBean(GlobalRegistry.class);
        OwnedNames owned = new OwnedNames(names, Ticker.system());
        assertThat(owned.await(List.of("counter", "nobody"), Duration.ofMillis(20)))
                .containsExactly("nobody");
        CompletableFuture<List<String>> waiting =
                CompletableFuture.supplyAsync(
                        () -> owned.await(List.of("nobody"), Duration.ofMinutes(1)));
        names.register("nobody", a.getBean(Node.class).spawn(self -> self.receive(m -> null)));
        assertThat(waiting).succeedsWithin(LIMIT).isEqualTo(List.of());
    }

    @Test
    void oneNodeRunsTheActorAndAllReachIt() {
        ConfigurableApplicationContext a = contexts.start("a");
        awaitOwner(a);
        ConfigurableApplicationContext b = contexts.start("b", a);
        awaitConnected(b);

        counter(a).add(2);
        await().atMost(LIMIT)
                .ignoreExceptionsInstanceOf(CallFailedException.class)
                .until(() -> counter(b).get() == 2);
        counter(b).add(3);
        assertThat(counter(b).get()).isEqualTo(5);
        assertThat(counter(a).get()).isEqualTo(5);
        assertThat(MADE).hasSize(1);
    }

    @Test
    void anotherNodeTakesOverWhenTheOwnersContextCloses() {
        ConfigurableApplicationContext a = contexts.start("a");
        Pid owner = awaitOwner(a);
        ConfigurableApplicationContext b = contexts.start("b", a);
        await().atMost(LIMIT).until(() -> owner.equals(owner(b)));
        counter(b).add(7);

        a.close();

        await().atMost(LIMIT)
                .ignoreExceptionsInstanceOf(CallFailedException.class)
                .until(() -> counter(b).get() == 0);
        assertThat(owner(b).node()).isEqualTo(b.getBean(Node.class).name().atom());
        assertThat(MADE).hasSize(2);
    }

    @Test
    void aFailedActorIsStartedAgainWhereItWas() {
        ConfigurableApplicationContext a = contexts.start("a");
        Pid owner = awaitOwner(a);
        ConfigurableApplicationContext b = contexts.start("b", a);
        await().atMost(LIMIT).until(() -> owner.equals(owner(b)));
        counter(b).add(7);

        counter(b).fail();

        await().atMost(LIMIT)
                .ignoreExceptionsInstanceOf(CallFailedException.class)
                .until(() -> counter(b).get() == 0);
        assertThat(owner(b).node()).isEqualTo(a.getBean(Node.class).name().atom());
    }

    @Test
    void afterAPartitionOneIsLeftAndTheOtherNodeIsItsCandidate() {
        ConfigurableApplicationContext a = contexts.start("a");
        ConfigurableApplicationContext b = contexts.start("b");
        awaitOwner(a);
        awaitOwner(b);

        Node nodeOfA = a.getBean(Node.class);
        b.getBean(Node.class).connectAsync(nodeOfA.name(), ActorContexts.address(nodeOfA));

        await().atMost(LIMIT).until(() -> owner(a) != null && owner(a).equals(owner(b)));
        boolean ownerIsA = owner(a).node().equals(nodeOfA.name().atom());
        ConfigurableApplicationContext survivor = ownerIsA ? a : b;
        ConfigurableApplicationContext other = ownerIsA ? b : a;
        Pid before = owner(other);
        survivor.close();

        await().atMost(LIMIT).until(() -> owner(other) != null && !owner(other).equals(before));
        assertThat(owner(other).node()).isEqualTo(other.getBean(Node.class).name().atom());
    }

    private static Counter counter(ConfigurableApplicationContext context) {
        return context.getBean(Client.class).counter();
    }

    private static Pid owner(ConfigurableApplicationContext context) {
        return context.getBean(GlobalRegistry.class).whereis("counter").orElse(null);
    }

    private static Pid awaitOwner(ConfigurableApplicationContext context) {
        await().atMost(LIMIT).until(() -> owner(context) != null);
        return owner(context);
    }

    private static void awaitConnected(ConfigurableApplicationContext context) {
        await().atMost(LIMIT).until(() -> !context.getBean(Node.class).nodes().isEmpty());
    }
}
