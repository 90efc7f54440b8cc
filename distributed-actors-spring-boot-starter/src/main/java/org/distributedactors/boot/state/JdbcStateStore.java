package org.distributedactors.boot.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.distributedactors.boot.jdbc.KeyedTable;
import org.distributedactors.term.Binary;

/// States in a table with a row for each actor. The table must be there; the files `schema-h2.sql` and
/// `schema-postgresql.sql` beside this class make it.
///
/// Each call is a transaction of its own, on a connection of its own, so the pool limits how many actors save at a time.
public final class JdbcStateStore implements StateStore {

    private final KeyedTable table;

    /// With the table `ACTOR_STATE`.
    public JdbcStateStore(DataSource source) {
        this(source, "ACTOR_STATE");
    }

    /// @param table its name, which may have a schema before it; letters, digits, `_` and `.`
    public JdbcStateStore(DataSource source, String table) {
        this.table = new KeyedTable(source, table);
    }

    private <T> T transaction(String actor, KeyedTable.Work<T> work) {
        return table.transaction("state of the actor " + actor, work);
    }

    /// Each owner supersedes the one before; no two have one number.
    @Override
    public Opened open(String actor) {
        return transaction(
                actor,
                connection -> {
                    table.changeOrInsert(
                            connection,
                            actor,
                            "UPDATE " + table.name() + " SET OWNER = OWNER + 1 WHERE ACTOR = ?",
                            "INSERT INTO "
                                    + table.name()
                                    + " (ACTOR, OWNER, VERSION) VALUES (?, 0, 0)");
                    return read(connection, actor);
                });
    }

    private Opened read(Connection connection, String actor) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT OWNER, VERSION, STATE FROM " + table.name() + " WHERE ACTOR = ?")) {
            select.setString(1, actor);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("no row for the actor " + actor);
                }
                int version = row.getInt(2);
                Optional<KeptState> state =
                        Optional.ofNullable(row.getBytes(3))
                                .map(bytes -> new KeptState(version, Binary.wrap(bytes)));
                return new Opened(row.getLong(1), state);
            }
        }
    }

    @Override
    public void save(String actor, long owner, KeptState state) {
        boolean saved =
                transaction(
                        actor,
                        connection -> {
                            try (PreparedStatement update =
                                    connection.prepareStatement(
                                            "UPDATE "
                                                    + table.name()
                                                    + " SET VERSION = ?, STATE = ? WHERE ACTOR = ?"
                                                    + " AND OWNER = ?")) {
                                update.setInt(1, state.version());
                                update.setBytes(2, state.bytes().toByteArray());
                                update.setString(3, actor);
                                update.setLong(4, owner);
                                return update.executeUpdate() == 1;
                            }
                        });
        if (!saved) {
            throw new SupersededException(actor);
        }
    }

    @Override
    public void forget(String actor, long owner) {
        transaction(
                actor,
                connection -> {
                    try (PreparedStatement delete =
                            connection.prepareStatement(
                                    "DELETE FROM "
                                            + table.name()
                                            + " WHERE ACTOR = ? AND OWNER = ?")) {
                        delete.setString(1, actor);
                        delete.setLong(2, owner);
                        return delete.executeUpdate();
                    }
                });
    }
}
