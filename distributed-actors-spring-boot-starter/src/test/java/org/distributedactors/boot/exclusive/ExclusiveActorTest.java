package org.distributedactors.boot.exclusive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.distributedactors.boot.actor.Actor;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.integration.jdbc.lock.DefaultLockRepository;
import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/// Two nodes that do not see each other, as in a partition that lasts, and a database that both reach.
class ExclusiveActorTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofSeconds(2);

    private static final List<Long> TOKENS = new CopyOnWriteArrayList<>();
    private static final AtomicInteger RUNNING = new AtomicInteger();
    private static final AtomicInteger MOST_RUNNING = new AtomicInteger();

    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();
    private TestDatabase database;

    interface Ledger {
        long token();
    }

    @Actor(global = "ledger", exclusive = true)
    static class LedgerActor implements Ledger, LeaseAware {

        private Lease lease;

        @Override
        public void setLease(Lease itsLease) {
            lease = itsLease;
            TOKENS.add(lease.fencingToken().orElse(0));
            int now = RUNNING.incrementAndGet();
            MOST_RUNNING.accumulateAndGet(now, Math::max);
        }

        @Override
        public long token() {
            return lease.fencingToken().orElse(0);
        }

        @PreDestroy
        void ended() {
            RUNNING.decrementAndGet();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DistributedActorsAutoConfiguration.class,
        ExclusiveNamesAutoConfiguration.class
    })
    @Import(LedgerActor.class)
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    static class Locks {

        @Bean
        DataSourceTransactionManager transactionManager(DataSource source) {
            return new DataSourceTransactionManager(source);
        }

        @Bean
        DefaultLockRepository lockRepository(DataSource source) {
            return new DefaultLockRepository(source);
        }

        @Bean
        JdbcLockRegistry lockRegistry(DefaultLockRepository repository) {
            return new JdbcLockRegistry(repository);
        }

        @Bean
        JdbcFencingTokens fencingTokens(DataSource source) {
            return new JdbcFencingTokens(source);
        }
    }

    @BeforeEach
    void forget() {
        TOKENS.clear();
        RUNNING.set(0);
        MOST_RUNNING.set(0);
    }

    @AfterEach
    void close() {
        contexts.reversed().forEach(ConfigurableApplicationContext::close);
        if (database != null) {
            database.close();
        }
    }

    static Stream<Named<Supplier<TestDatabase>>> databases() {
        return Stream.of(
                Named.of("H2", TestDatabase::h2), Named.of("PostgreSQL", TestDatabase::postgres));
    }

    private ConfigurableApplicationContext node(String name) {
        DataSource source = database.source();
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(Application.class, Locks.class)
                        .web(WebApplicationType.NONE)
                        .initializers(made ->
                                ((GenericApplicationContext) made)
                                        .registerBean(DataSource.class, () -> source))
                        .properties(
                                "spring.main.banner-mode=off",
                                "spring.main.register-shutdown-hook=false",
                                "distributed-actors.cookie=cookie-of-the-tests",
                                "distributed-actors.node.name=" + name,
                                "distributed-actors.epmd.mode=none",
                                "distributed-actors.registry.exclusive-lease="
                                        + LEASE.toMillis()
                                        + "ms")
                        .run();
        contexts.add(context);
        return context;
    }

    private static void awaitInstances(int count) {
        await().atMost(LIMIT).until(() -> TOKENS.size() >= count);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void inAPartitionOneSideRunsItAndTheOtherTakesOverWhenItLeaves(Supplier<TestDatabase> made) {
        database = made.get();
        ConfigurableApplicationContext a = node("a");
        awaitInstances(1);
        node("b");
        await().atMost(LIMIT)
                .during(LEASE.multipliedBy(2))
                .until(() -> TOKENS.size() == 1 && RUNNING.get() == 1);

        a.close();

        awaitInstances(2);
        assertThat(TOKENS).containsExactly(1L, 2L);
        assertThat(MOST_RUNNING).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anOwnerWhoseLockWasTakenAwayEndsAndTheNextOneHasAHigherToken(Supplier<TestDatabase> made) {
        database = made.get();
        node("a");
        awaitInstances(1);

        database.update("DELETE FROM INT_LOCK");

        awaitInstances(2);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(TOKENS).isSorted().contains(2L));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void withoutADatabaseTheOwnerEndsBeforeItsLeaseDoes(Supplier<TestDatabase> made) {
        database = made.get();
        node("a");
        awaitInstances(1);

        database.close();
        database = null;

        await().atMost(LIMIT).until(() -> RUNNING.get() == 0);
    }

    @Test
    void anActorOfThatKindNeedsALockRegistry() {
        assertThatThrownBy(() ->
                        new SpringApplicationBuilder(Application.class)
                                .web(WebApplicationType.NONE)
                                .properties("spring.main.banner-mode=off")
                                .run())
                .hasStackTraceContaining("no bean of a lock registry");
    }
}
