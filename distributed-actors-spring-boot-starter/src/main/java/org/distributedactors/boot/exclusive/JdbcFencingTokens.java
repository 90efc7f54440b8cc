package org.distributedactors.boot.exclusive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.distributedactors.boot.jdbc.KeyedTable;

/// Fencing tokens from a table with a row for each name. The table must be there:
///
/// ```sql
/// CREATE TABLE ACTOR_FENCING (NAME VARCHAR(255) NOT NULL PRIMARY KEY, TOKEN BIGINT NOT NULL)
/// ```
///
/// Each token is a transaction of its own, on a connection of its own. Any thread may ask.
public final class JdbcFencingTokens implements FencingTokens {

    private final KeyedTable table;

    /// With the table `ACTOR_FENCING`.
    public JdbcFencingTokens(DataSource source) {
        this(source, "ACTOR_FENCING");
    }

    /// @param table its name, which may have a schema before it; letters, digits, `_` and `.`
    public JdbcFencingTokens(DataSource source, String table) {
        this.table = new KeyedTable(source, table);
    }

    /// @throws IllegalStateException when the database has no answer
    @Override
    public long next(String name) {
        return table.transaction(
                "fencing token for " + name,
                connection -> {
                    table.changeOrInsert(
                            connection,
                            name,
                            "UPDATE " + table.name() + " SET TOKEN = TOKEN + 1 WHERE NAME = ?",
                            "INSERT INTO " + table.name() + " (NAME, TOKEN) VALUES (?, 0)");
                    return read(connection, name);
                });
    }

    private long read(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT TOKEN FROM " + table.name() + " WHERE NAME = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
