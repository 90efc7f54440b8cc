package org.distributedactors.boot.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.distributedactors.boot.exclusive.PostgresServer;
import org.distributedactors.term.Binary;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/// States in a table.
class JdbcStateStoreTest {

    private static final KeptState ONE = new KeptState(1, Binary.of((byte) 1, (byte) 0));
    private static final KeptState TWO = new KeptState(2, Binary.of((byte) 2));

    @FunctionalInterface
    interface Database {
        void with(Consumer<DataSource> test);
    }

    static Stream<Named<Database>> databases() {
        return Stream.of(
                Named.of("H2", JdbcStateStoreTest::h2),
                Named.of("PostgreSQL", JdbcStateStoreTest::postgres));
    }

    static DataSource newH2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        create(source, "schema-h2.sql");
        return source;
    }

    private static void h2(Consumer<DataSource> test) {
        test.accept(newH2());
    }

    private static void postgres(Consumer<DataSource> test) {
        try (PostgresServer server = PostgresServer.start()) {
            create(server.dataSource(), "schema-postgresql.sql");
            test.accept(server.dataSource());
        }
    }

    private static void create(DataSource source, String schema) {
        new ResourceDatabasePopulator(new ClassPathResource(schema, JdbcStateStore.class))
                .execute(source);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatWasSavedIsFoundByTheNextOwnerAndTheOneBeforeCannotSaveAnyMore(Database database) {
        database.with(source -> {
            StateStore store = new JdbcStateStore(source);
            StateStore.Opened first = store.open("a");
            assertThat(first.state()).isEmpty();
            store.save("a", first.owner(), ONE);
            store.save("a", first.owner(), TWO);

            StateStore.Opened second = new JdbcStateStore(source).open("a");

            assertThat(second.state()).contains(TWO);
            assertThat(second.owner()).isGreaterThan(first.owner());
            assertThatThrownBy(() -> store.save("a", first.owner(), ONE))
                    .isInstanceOf(SupersededException.class);
            store.forget("a", first.owner());
            assertThat(store.open("a").state()).contains(TWO);
            assertThat(store.open("b").state()).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsForgottenIsGone(Database database) {
        database.with(source -> {
            StateStore store = new JdbcStateStore(source);
            long owner = store.open("a").owner();
            store.save("a", owner, ONE);

            store.forget("a", owner);

            assertThat(store.open("a").state()).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void manyThatOpenAtOnceAreOwnersOneAfterTheOther(Database database) {
        database.with(source -> {
            StateStore store = new JdbcStateStore(source);
            Set<Long> owners = ConcurrentHashMap.newKeySet();
            Callable<Boolean> open = () -> owners.add(store.open("a").owner());
            try (var threads = Executors.newFixedThreadPool(8)) {
                for (Future<Boolean> one :
                        threads.invokeAll(IntStream.range(0, 24).mapToObj(i -> open).toList())) {
                    assertThat(one.get()).isTrue();
                }
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        });
    }

    @Test
    void withoutATableThereIsNoState() {
        StateStore store = new JdbcStateStore(newH2(), "NOWHERE");

        assertThatIllegalStateException()
                .isThrownBy(() -> store.open("a"))
                .withMessageContaining("no state of the actor a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JdbcStateStore(newH2(), "t; DROP TABLE x"));
    }
}
