package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.migration.Migrator;
import org.distributedactors.migration.MovableProcess;
import org.distributedactors.node.Node;
import org.distributedactors.process.Self;
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

/// Global actors, whose state nobody keeps, on nodes that leave: they move, and are looked after where they have gone.
class LeavingGlobalActorTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> ENDED = new CopyOnWriteArrayList<>();

    private final ActorContexts contexts = new ActorContexts(Application.class);

    interface Ledger {
        void add(long n);

        long total();

        void fail();
    }

    record Saved(long total) {}

    abstract static class LedgerBase implements Ledger, Movable<Saved> {
        private long total;

        @Override
        public void add(long n) {
            total += n;
        }

        @Override
        public long total() {
            return total;
        }

        @Override
        public void fail() {
            throw new IllegalStateException("told to fail");
        }

        @Override
        public Saved moveOut() {
            return new Saved(total);
        }

        @Override
        public void moveIn(Self self, Saved saved) {
            total = saved.total();
        }

        @PreDestroy
        void ended() {
            ENDED.add(getClass().getSimpleName() + " at " + total);
        }
    }

    @Actor(global = "ledger", movable = true)
    static class MovableLedger extends LedgerBase {}

    @Actor(name = "local-ledger", movable = true)
    static class LocalLedger extends LedgerBase {}

    record Client(Ledger ledger) {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({SslAutoConfiguration.class, DistributedActorsAutoConfiguration.class})
    @Import({MovableLedger.class, LocalLedger.class})
    static class Application {

        @Bean
        Client client(@Whereis("ledger") Ledger ledger) {
            return new Client(ledger);
        }
    }

    @BeforeEach
    void forget() {
        ENDED.clear();
    }

    @AfterEach
    void closeContexts() {
        contexts.close();
    }

    /// A node whose actor has gone, or not come yet, knows the owner all the same.
    private ConfigurableApplicationContext start(
            String name, ConfigurableApplicationContext... seeds) {
        ConfigurableApplicationContext context = contexts.start(name, seeds);
        await().atMost(LIMIT).until(() -> owner(context) != null);
        for (ConfigurableApplicationContext seed : seeds) {
            await().atMost(LIMIT)
                    .until(() ->
                            knows(context, seed)
                                    && knows(seed, context)
                                    && Objects.equals(owner(context), owner(seed)));
        }
        return context;
    }

    private static boolean knows(
            ConfigurableApplicationContext one, ConfigurableApplicationContext other) {
        return one.getBean(Node.class)
                .capabilities()
                .of(other.getBean(Node.class).name())
                .isPresent();
    }

    private static Pid owner(ConfigurableApplicationContext context) {
        return context.getBean(GlobalRegistry.class).whereis("ledger").orElse(null);
    }

    private static boolean isOn(ConfigurableApplicationContext context) {
        Pid owner = owner(context);
        return owner != null && owner.node().equals(context.getBean(Node.class).name().atom());
    }

    private static Ledger ledger(ConfigurableApplicationContext context) {
        return context.getBean(Client.class).ledger();
    }

    @Test
    void theActorOfAnApplicationThatClosesGoesOnElsewhereWithItsState() {
        ConfigurableApplicationContext a = start("a");
        ConfigurableApplicationContext b = start("b", a);
        ledger(b).add(7);
        assertThat(ledger(b).total()).isEqualTo(7);

        a.close();

        assertThat(isOn(b)).isTrue();
        assertThat(ledger(b).total()).isEqualTo(7);
        assertThat(ENDED).contains("MovableLedger at 7", "LocalLedger at 0");
    }

    @Test
    void itSurvivesTheRestartOfEachNodeInTurn() {
        ConfigurableApplicationContext a = start("a");
        ConfigurableApplicationContext b = start("b", a);
        ledger(b).add(1);
        for (int i = 0; i < 2; i++) {
            a.close();
            assertThat(isOn(b)).isTrue();
            a = start("a", b);
            ledger(a).add(1);
            b.close();
            assertThat(isOn(a)).isTrue();
            b = start("b", a);
            ledger(b).add(1);
        }

        assertThat(ledger(b).total()).isEqualTo(5);
    }

    @Test
    void whereItHasGoneItIsStartedAgainWhenItFailsAndEndsInOrder() {
        ConfigurableApplicationContext a = start("a");
        ConfigurableApplicationContext b = start("b", a);
        ledger(b).add(7);
        a.close();
        Pid moved = owner(b);

        ledger(b).fail();

        await().atMost(LIMIT).until(() -> !moved.equals(owner(b)) && isOn(b));
        ledger(b).add(2);
        assertThat(ledger(b).total()).isEqualTo(2);
        b.close();
        assertThat(ENDED).contains("MovableLedger at 7", "MovableLedger at 2");
    }

    @Test
    void aNodeThatItHasLeftAndThatStaysIsItsCandidateAgain() throws Exception {
        ConfigurableApplicationContext a = start("a");
        ConfigurableApplicationContext b = start("b", a);
        Migrator migrator = a.getBean(Migrator.class);
        MovableProcess process =
                migrator.movable().stream()
                        .filter(one -> one.pid().equals(owner(a)))
                        .findFirst()
                        .orElseThrow();
        ledger(b).add(3);
        migrator.migrate(process.pid(), b.getBean(Node.class).name())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        await().atMost(LIMIT).until(() -> isOn(b) && owner(b).equals(owner(a)));

        // Closes it, and with it the actor, which goes back.
        b.close();

        assertThat(isOn(a)).isTrue();
        assertThat(ledger(a).total()).isEqualTo(3);
        assertThat(a.getBean(ActorInstances.class).all()).hasSize(2);
    }
}
