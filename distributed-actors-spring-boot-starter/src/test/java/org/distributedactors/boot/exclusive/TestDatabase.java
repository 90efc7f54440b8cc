package org.distributedactors.boot.exclusive;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/// A database with the tables for locks and fencing tokens.
final class TestDatabase implements AutoCloseable {

    private static final String FENCING =
            "CREATE TABLE ACTOR_FENCING (NAME VARCHAR(255) NOT NULL PRIMARY KEY, TOKEN BIGINT NOT NULL)";

    private final DataSource source;
    private final String schema;
    private final Runnable end;

    private TestDatabase(DataSource source, String schema, Runnable end) {
        this.source = source;
        this.schema = schema;
        this.end = end;
        create();
    }

    static TestDatabase h2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return new TestDatabase(
                source, "schema-h2.sql", () -> new JdbcTemplate(source).execute("SHUTDOWN"));
    }

    static TestDatabase postgres() {
        PostgresServer server = PostgresServer.start();
        return new TestDatabase(server.dataSource(), "schema-postgresql.sql", server::close);
    }

    DataSource source() {
        return source;
    }

    /// Makes the tables.
    void create() {
        new ResourceDatabasePopulator(
                        new ClassPathResource("org/springframework/integration/jdbc/" + schema),
                        new ByteArrayResource(FENCING.getBytes(StandardCharsets.UTF_8)))
                .execute(source);
    }

    void update(String sql) {
        new JdbcTemplate(source).update(sql);
    }

    /// The database is gone.
    @Override
    public void close() {
        end.run();
    }
}
