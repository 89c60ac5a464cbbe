package io.cuegrid.bench.farm;

import io.cuegrid.persistence.postgres.JdbcUrl;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.agrona.collections.LongHashSet;

/** The runs that PostgreSQL holds: the third of the audit's records. Threading: one thread. */
final class HistoryRecord {
    private static final String RUNS = "SELECT proc_number FROM cuegrid.frame_runs";
    private static final String COUNT = "SELECT count(*) FROM cuegrid.frame_runs";
    private static final String UNDEFINED_TABLE = "42P01";
    private static final int FETCH_ROWS = 10_000;

    private final LongHashSet procs = new LongHashSet();
    private long repeated;

    private HistoryRecord() {}

    /** Reads the number of every run. */
    static HistoryRecord read(String jdbcUrl) throws SQLException, IOException {
        HistoryRecord record = new HistoryRecord();
        try (Connection connection = JdbcUrl.connect(jdbcUrl)) {
            // rows come in portions only inside of a transaction
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCH_ROWS);
                try (ResultSet rows = statement.executeQuery(RUNS)) {
                    while (rows.next()) {
                        if (!record.procs.add(rows.getLong(1))) {
                            record.repeated++;
                        }
                    }
                }
            }
        }
        return record;
    }

    /** How many runs are there; 0 before the writer has made the table. */
    static long count(String jdbcUrl) throws SQLException, IOException {
        try (Connection connection = JdbcUrl.connect(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COUNT)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    LongHashSet procs() {
        return procs;
    }

    /** Rows of a run that has a row already. */
    long repeated() {
        return repeated;
    }
}
