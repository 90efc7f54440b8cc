package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.distributedactors.behaviour.InterfaceClient;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.boot.state.JdbcStateStore;
import org.distributedactors.boot.state.StateKeeping;
import org.distributedactors.boot.state.StateStoreAutoConfiguration;
import org.distributedactors.migration.Migrator;
import org.distributedactors.node.Node;
import org.distributedactors.process.Self;
import org.distributedactors.spawn.OnNodeLoss;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.term.Pid;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/// Spawned actors that leave a node which leaves: moved alive, or started elsewhere with the state that was kept.
class MovingActorTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Map<String, ConfigurableApplicationContext> contexts = new ConcurrentHashMap<>();

    interface Cart {
        void add(long n);

        long total();

        String owner();

        void checkOut();
    }

    record Saved(String owner, long total) {}

    abstract static class CartBase implements Cart, Movable<Saved> {
        private String owner = "nobody";
        private long total;

        void init(String newOwner) {
            owner = newOwner;
        }

        @Override
        public void add(long n) {
            total += n;
        }

        @Override
        public long total() {
            return total;
        }

        @Override
        public String owner() {
            return owner;
        }

        @Override
        public void checkOut() {
            throw new org.distributedactors.process.ProcessExit(
                    org.distributedactors.process.ExitReason.NORMAL);
        }

        @Override
        public Saved moveOut() {
            return new Saved(owner, total);
        }

        @Override
        public void moveIn(Self self, Saved saved) {
            owner = saved.owner();
            total = saved.total();
        }
    }

    @Actor(type = "moving", spawnable = true, movable = true, group = "moving")
    static class MovingCart extends CartBase {}

    @Actor(
            type = "kept",
            spawnable = true,
            onNodeLoss = OnNodeLoss.RESTART_ELSEWHERE,
            keepState = StateKeeping.BEFORE_REPLY,
            group = "kept")
    static class KeptCart extends CartBase {}

    @Actor(
            type = "soon",
            spawnable = true,
            onNodeLoss = OnNodeLoss.RESTART_ELSEWHERE,
            keepState = StateKeeping.ASYNCHRONOUS,
            group = "soon")
    static class SoonCart extends CartBase {}

    static class Seen {
        final List<ReadinessState> readiness = new CopyOnWriteArrayList<>();

        @EventListener
        void changed(AvailabilityChangeEvent<ReadinessState> event) {
            readiness.add(event.getState());
        }
    }

    private static DataSource database;

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        SslAutoConfiguration.class,
        DistributedActorsAutoConfiguration.class,
        StateStoreAutoConfiguration.class
    })
    @Import({MovingCart.class, KeptCart.class, SoonCart.class, Seen.class})
    static class Application {

        @Bean
        DataSource dataSource() {
            return database;
        }
    }

    @BeforeEach
    void makeDatabase() {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcStateStore.class))
                .execute(source);
        database = source;
        start("a");
        start("b");
    }

    @AfterEach
    void closeContexts() {
        contexts.values().forEach(ConfigurableApplicationContext::close);
    }

    private void start(String name) {
        List<String> seeds =
                contexts.values().stream()
                        .map(context -> context.getBean(Node.class))
                        .map(node -> {
                            InetSocketAddress at = node.status().orElseThrow().listening();
                            return node.name() + ":" + at.getPort();
                        })
                        .toList();
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .registerShutdownHook(false)
                        .properties(
                                "spring.main.banner-mode=off",
                                "spring.application.name=" + name,
                                "distributed-actors.cookie=a cookie for tests",
                                "distributed-actors.epmd.mode=none",
                                "distributed-actors.remote-spawn.enabled=true",
                                "distributed-actors.discovery.interval=1s",
                                "distributed-actors.discovery.seeds=" + String.join(",", seeds))
                        .run();
        contexts.put(name, context);
        for (ConfigurableApplicationContext other : contexts.values()) {
            if (other != context) {
                await().atMost(LIMIT).until(() -> knows(context, other) && knows(other, context));
            }
        }
    }

    private static boolean knows(
            ConfigurableApplicationContext one, ConfigurableApplicationContext other) {
        return one.getBean(Node.class)
                .capabilities()
                .of(other.getBean(Node.class).name())
                .isPresent();
    }

    private <T> T bean(String name, Class<T> type) {
        return contexts.get(name).getBean(type);
    }

    private Node node(String name) {
        return bean(name, Node.class);
    }

    /// A client of the node b for a cart on the node a.
    private Cart cart(String type, String owner) {
        ServerRef<?> ref =
                bean("b", RemoteSpawner.class).spawn(node("a").name(), type, owner, Object.class);
        return client(ref.whereis().orElseThrow());
    }

    private Cart client(Pid pid) {
        return InterfaceClient.of(Cart.class, ServerRef.of(node("b").processes(), pid));
    }

    @Test
    void anActorMovesAndGoesOnWithItsState() {
        Cart ann = cart("moving", "ann");
        ann.add(5);
        assertThat(ann.total()).isEqualTo(5);
        Pid pid = bean("a", Migrator.class).movable().getFirst().pid();

        assertThat(bean("a", Migrator.class).migrate(pid, node("b").name())).succeedsWithin(LIMIT);

        ann.add(2);
        assertThat(ann.total()).isEqualTo(7);
        assertThat(ann.owner()).isEqualTo("ann");
        assertThat(bean("a", ActorInstances.class).count()).isZero();
        assertThat(bean("b", ActorInstances.class).count()).isEqualTo(1);
        await().until(() -> bean("b", RemoteSpawner.class).actors().count() == 1);
        assertThat(bean("a", RemoteSpawner.class).actors().count()).isZero();
    }

    @Test
    void anApplicationThatClosesGivesItsActorsAway() {
        List<Cart> carts = IntStream.range(0, 20).mapToObj(i -> cart("moving", "c" + i)).toList();
        carts.forEach(cart -> cart.add(1));
        carts.forEach(cart -> assertThat(cart.total()).isEqualTo(1));
        List<ReadinessState> readiness = bean("a", Seen.class).readiness;

        contexts.remove("a").close();

        List<Cart> moved = members("moving").stream().map(this::client).toList();
        assertThat(moved.stream().map(Cart::owner))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "c" + i).toList());
        assertThat(moved).allMatch(cart -> cart.total() == 1);
        assertThat(readiness).contains(ReadinessState.REFUSING_TRAFFIC);
        assertThat(bean("b", Migrator.class).counters().arrived()).isEqualTo(20);
    }

    @Test
    void anActorWhoseStateIsKeptSaysWhatThatIs() {
        for (Class<?> wrong : List.of(Stateless.class)) {
            assertThatExceptionOfType(InvalidActorException.class)
                    .isThrownBy(() ->
                            new SpringApplicationBuilder(Application.class, wrong)
                                    .web(WebApplicationType.NONE)
                                    .properties("spring.main.banner-mode=off")
                                    .run());
        }
    }

    @Actor(keepState = StateKeeping.BEFORE_REPLY)
    static class Stateless implements Cart {
        @Override
        public void add(long n) {}

        @Override
        public long total() {
            return 0;
        }

        @Override
        public String owner() {
            return "";
        }

        @Override
        public void checkOut() {}
    }

    @Test
    void anActorThatCannotMoveIsStartedElsewhereWithWhatWasKept() {
        for (String type : List.of("kept", "soon")) {
            Cart ann = cart(type, "ann");
            ann.add(5);
            assertThat(ann.total()).isEqualTo(5);
        }

        contexts.remove("a").close();

        for (String type : List.of("kept", "soon")) {
            await().atMost(LIMIT).until(() -> !members(type).isEmpty());
            Cart ann = client(members(type).getFirst());
            assertThat(ann.total()).isEqualTo(5);
            assertThat(ann.owner()).isEqualTo("ann");
        }
    }

    private List<Pid> members(String group) {
        return bean("b", org.distributedactors.pg.ProcessGroups.class).scope().members(group);
    }
}
