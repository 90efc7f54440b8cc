package org.distributedactors.boot.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import javax.sql.DataSource;

/// A table with a row for each key, in a database of the application. The table must be there.
///
/// Each piece of work is a transaction of its own, on a connection of its own. Any thread may ask.
public final class KeyedTable {

    /// The class of SQL states for a row that is there already.
    private static final String INTEGRITY = "23";

    private final DataSource source;
    private final String name;

    /// What is done within a transaction.
    @FunctionalInterface
    public interface Work<T> {

        /// @throws SQLException when the database refuses; the transaction is rolled back
        T on(Connection connection) throws SQLException;
    }

    /// @param name its name, which may have a schema before it; letters, digits, `_` and `.`
    /// @throws IllegalArgumentException when it has others
    public KeyedTable(DataSource source, String name) {
        if (!name.matches("[A-Za-z0-9_.]+")) {
            throw new IllegalArgumentException("no name of a table: " + name);
        }
        this.source = source;
        this.name = name;
    }

    /// Its name, to stand in a statement.
    public String name() {
        return name;
    }

    /// Commits what the work did, or rolls it back. The connection is given back as it was.
    ///
    /// @param what is wanted, for the message of the failure
    /// @throws IllegalStateException when the database has no answer
    public <T> T transaction(String what, Work<T> work) {
        try (Connection connection = source.getConnection()) {
            boolean before = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(before);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("no " + what, failure);
        }
    }

    /// Changes the row of a key, which is made if it is not there. The row stays locked until the commit, so nobody else
    /// changes it in between.
    ///
    /// @param update the change, with one parameter, the key
    /// @param insert makes the row, with one parameter, the key
    /// @throws IllegalStateException when there is no row after all
    public void changeOrInsert(Connection connection, String key, String update, String insert)
            throws SQLException {
        if (change(connection, key, update)) {
            return;
        }
        insert(connection, key, insert);
        if (!change(connection, key, update)) {
            throw new IllegalStateException("no row for " + key + " in " + name);
        }
    }

    private static boolean change(Connection connection, String key, String update)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setString(1, key);
            return statement.executeUpdate() == 1;
        }
    }

    /// In a transaction of its own: one that found the row there already may go no further on some databases.
    private static void insert(Connection connection, String key, String insert)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, key);
            statement.executeUpdate();
            connection.commit();
        } catch (SQLException failure) {
            connection.rollback();
            if (!isThereAlready(failure)) {
                throw failure;
            }
        }
    }

    private static boolean isThereAlready(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLIntegrityConstraintViolationException
                || state != null && state.startsWith(INTEGRITY);
    }
}
