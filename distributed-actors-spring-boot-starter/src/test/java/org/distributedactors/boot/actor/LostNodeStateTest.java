package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.InterfaceClient;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.boot.state.JdbcStateStore;
import org.distributedactors.boot.state.StateKeeping;
import org.distributedactors.boot.state.StateStoreAutoConfiguration;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.Node;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.spawn.OnNodeLoss;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.term.Pid;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/// Actors whose state is kept and whose node is gone in the midst of calls: its application is not asked and moves nothing. What
/// somebody has an answer to is known to the next instance.
class LostNodeStateTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CALLS = 100;

    private static DataSource database;

    private final ActorContexts contexts =
            new ActorContexts(Application.class)
                    .with("distributed-actors.remote-spawn.enabled=true");
    private final List<Long> answers = new ArrayList<>();
    private int asked;
    private ConfigurableApplicationContext a;
    private ConfigurableApplicationContext b;
    private ConfigurableApplicationContext c;

    interface Ledger {
        long add(long n);
    }

    abstract static class LedgerBase implements Ledger {

        @ActorState private long total;

        @Override
        public long add(long n) {
            total += n;
            return total;
        }
    }

    @Actor(global = "ledger", keepState = StateKeeping.BEFORE_REPLY)
    static class GlobalLedger extends LedgerBase {}

    @Actor(
            type = "ledger",
            spawnable = true,
            onNodeLoss = OnNodeLoss.RESTART_ELSEWHERE,
            keepState = StateKeeping.BEFORE_REPLY,
            group = "ledgers")
    static class SpawnedLedger extends LedgerBase {}

    record Client(Ledger ledger) {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        SslAutoConfiguration.class,
        DistributedActorsAutoConfiguration.class,
        StateStoreAutoConfiguration.class
    })
    @Import({GlobalLedger.class, SpawnedLedger.class})
    static class Application {

        @Bean
        DataSource dataSource() {
            return database;
        }

        @Bean
        Client client(@Whereis("ledger") Ledger ledger) {
            return new Client(ledger);
        }
    }

    @BeforeEach
    void start() {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcStateStore.class))
                .execute(source);
        database = source;
        a = contexts.start("a");
        await().atMost(LIMIT).until(() -> owner(a) != null);
        b = contexts.start("b", a);
        c = contexts.start("c", a, b);
        for (ConfigurableApplicationContext one : List.of(a, b, c)) {
            for (ConfigurableApplicationContext other : List.of(a, b, c)) {
                await().atMost(LIMIT).until(() -> one == other || knows(one, node(other)));
            }
            await().atMost(LIMIT).until(() -> owner(a).equals(owner(one)));
        }
    }

    @AfterEach
    void closeContexts() {
        contexts.close();
    }

    private static Node node(ConfigurableApplicationContext context) {
        return context.getBean(Node.class);
    }

    private static boolean knows(ConfigurableApplicationContext one, Node other) {
        return node(one).capabilities().of(other.name()).isPresent();
    }

    private static Pid owner(ConfigurableApplicationContext context) {
        return context.getBean(GlobalRegistry.class).whereis("ledger").orElse(null);
    }

    private boolean isOnTheLostNode(Pid pid) {
        return pid.node().equals(node(a).name().atom());
    }

    private boolean isAnswered(Ledger ledger) {
        asked++;
        try {
            answers.add(ledger.add(1));
            return true;
        } catch (CallFailedException lost) {
            return false;
        }
    }

    /// Calls, has the node of the actor go meanwhile, and calls the next instance.
    private void callThroughTheLoss(Ledger first, Supplier<Ledger> next) {
        CompletableFuture<Void> lost = null;
        while (lost == null || !lost.isDone()) {
            if (asked == CALLS) {
                lost = CompletableFuture.runAsync(a.getBean(Kernel.class)::stop);
            }
            isAnswered(first);
        }
        int before = answers.size();
        assertThat(before).isGreaterThanOrEqualTo(CALLS);
        await().atMost(LIMIT).until(() -> next.get() != null && isAnswered(next.get()));
        for (int i = 0; i < CALLS; i++) {
            isAnswered(next.get());
        }

        assertThat(answers.size()).isGreaterThan(before);
        // Each answer counts all that were given before it, of whichever instance they were.
        assertThat(answers).isSorted().doesNotHaveDuplicates();
        assertThat(answers.getLast()).isBetween((long) answers.size(), (long) asked);
    }

    @Test
    void aGlobalActorGoesOnWithWhatWasAnswered() {
        assertThat(isOnTheLostNode(owner(b))).isTrue();
        Ledger ledger = b.getBean(Client.class).ledger();

        callThroughTheLoss(
                ledger,
                () -> {
                    Pid now = owner(b);
                    return now == null || isOnTheLostNode(now) ? null : ledger;
                });
    }

    @Test
    void aSpawnedActorGoesOnWithWhatWasAnswered() {
        Pid pid = b.getBean(RemoteSpawner.class).spawn(node(a).name(), "ledger", null);

        callThroughTheLoss(
                client(pid),
                () ->
                        b.getBean(ProcessGroups.class).scope().members("ledgers").stream()
                                .filter(member -> !isOnTheLostNode(member))
                                .findFirst()
                                .map(this::client)
                                .orElse(null));
    }

    private Ledger client(Pid pid) {
        return InterfaceClient.of(Ledger.class, ServerRef.of(node(b).processes(), pid));
    }
}
