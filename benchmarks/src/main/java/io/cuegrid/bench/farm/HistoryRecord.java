package io.cuegrid.bench.farm;

import io.cuegrid.persistence.postgres.JdbcUrl;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What PostgreSQL holds: the third of the audit's records.
 *
 * <p>Threading: one thread.
 */
final class HistoryRecord implements AutoCloseable {
    private static final String RUNS =
            "SELECT proc_number, job_number, frame_ordinal, core_units, memory_kib FROM cuegrid.frame_runs WHERE cell = 1";
    /** Written in the transaction of the runs that it counts; small, so that asking often costs nothing. */
    private static final String COUNT = "SELECT coalesce(sum(runs), 0) FROM cuegrid.usage_by_day WHERE cell = 1";

    private static final String GAPS = "SELECT count(*) FROM cuegrid.gaps";
    private static final String UNDEFINED_TABLE = "42P01";
    private static final int FETCH_ROWS = 10_000;

    private final Connection connection;

    HistoryRecord(String jdbcUrl) throws SQLException, IOException {
        connection = JdbcUrl.connect(jdbcUrl);
    }

    /** How many runs have come; 0 before the writer has made the table. */
    long count() throws SQLException {
        return number(COUNT);
    }

    /** Parts of the journal that the writer left out. */
    long gaps() throws SQLException {
        return number(GAPS);
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    /** Writes every row down. */
    void into(RunTable table) throws SQLException {
        // rows come in portions only inside of a transaction
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(RUNS)) {
                while (rows.next()) {
                    long frame = RunTable.frame(rows.getLong(2), rows.getInt(3));
                    table.note(
                            rows.getLong(1),
                            RunTable.ROW,
                            RunTable.fingerprint(frame, rows.getInt(4), rows.getLong(5)));
                }
            }
        }
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
