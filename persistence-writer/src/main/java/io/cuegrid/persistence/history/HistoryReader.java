package io.cuegrid.persistence.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cuegrid.persistence.postgres.JdbcUrl;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads history. Connects when it is first asked; a database that is away makes a call fail, not the reader.
 *
 * <p>Threading: any thread; calls block.
 */
public final class HistoryReader implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 4;
    private static final long CONNECT_MILLIS_MAX = 5_000;
    private static final int QUERY_SECONDS_MAX = 30;

    private final HikariDataSource pool;
    private final int incarnation;

    /** @param incarnation of the grid whose history is read; others in the same database are not seen */
    public HistoryReader(HistoryDatabase database, int incarnation) throws IOException {
        this.incarnation = incarnation;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(JdbcUrl.withoutPasswordFile(database.url()));
        config.setDataSourceProperties(JdbcUrl.properties(database.url()));
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECT_MILLIS_MAX);
        config.setInitializationFailTimeout(-1);
        config.setReadOnly(true);
        config.setPoolName("history-reader");
        this.pool = new HikariDataSource(config);
    }

    /** How far history of a machine has come, or null when nothing of it is there. */
    public @Nullable HistoryPosition position(int machine) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return HistoryPosition.read(connection, incarnation, machine, false);
        } catch (SQLException e) {
            if (isWithoutSchema(e)) {
                return null;
            }
            throw e;
        }
    }

    /** Jobs, newest first. */
    public List<HistoryJob> jobs(HistoryQuery.Jobs query) throws SQLException {
        String sql = """
                SELECT j.cell, j.job_number, j.name, coalesce(f.name, ''), coalesce(s.name, ''), j.shot, j.user_name,
                    j.state::text, j.killed, j.submitted_at, j.finished_at, j.layers, j.frames, j.succeeded, j.dead,
                    j.eaten, j.core_millis, j.runs
                FROM cuegrid.jobs j
                LEFT JOIN cuegrid.facilities f ON f.incarnation = j.incarnation AND f.cell = j.cell
                LEFT JOIN cuegrid.shows s ON s.incarnation = j.incarnation AND s.show_number = j.show_number
                WHERE j.incarnation = ? AND j.state <> 'STARTUP'
                    AND (cardinality(?::text[]) = 0 OR s.name = ANY (?::text[]))
                    AND (cardinality(?::text[]) = 0 OR j.user_name = ANY (?::text[]))
                    AND (? = '' OR position(lower(?) IN lower(j.name)) > 0)
                    AND (? = 0 OR j.cell = ? AND j.job_number = ?)
                ORDER BY j.submitted_at DESC, j.job_number DESC
                LIMIT ?
                """;
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(QUERY_SECONDS_MAX);
            String[] shows = query.shows().toArray(String[]::new);
            String[] users = query.users().toArray(String[]::new);
            int column = 1;
            statement.setInt(column++, incarnation);
            statement.setArray(column++, connection.createArrayOf("text", shows));
            statement.setArray(column++, connection.createArrayOf("text", shows));
            statement.setArray(column++, connection.createArrayOf("text", users));
            statement.setArray(column++, connection.createArrayOf("text", users));
            statement.setString(column++, query.nameContains());
            statement.setString(column++, query.nameContains());
            statement.setLong(column++, query.jobNumber());
            statement.setInt(column++, query.cell());
            statement.setLong(column++, query.jobNumber());
            statement.setInt(column, query.limit());
            List<HistoryJob> jobs = new ArrayList<>();
            ResultSet found = statement.executeQuery();
            while (found.next()) {
                jobs.add(job(found));
            }
            return jobs;
        } catch (SQLException e) {
            if (isWithoutSchema(e)) {
                return List.of();
            }
            throw e;
        }
    }

    private HistoryJob job(ResultSet row) throws SQLException {
        int column = 1;
        return new HistoryJob(
                incarnation,
                row.getInt(column++),
                row.getLong(column++),
                row.getString(column++),
                row.getString(column++),
                row.getString(column++),
                row.getString(column++),
                row.getString(column++),
                row.getString(column++),
                row.getBoolean(column++),
                millis(row, column++),
                millis(row, column++),
                row.getInt(column++),
                row.getInt(column++),
                row.getInt(column++),
                row.getInt(column++),
                row.getInt(column++),
                row.getLong(column++),
                row.getLong(column));
    }

    /** Runs of a job's frames, by frame and attempt. */
    public List<HistoryFrameRun> frameRuns(HistoryQuery.FrameRuns query) throws SQLException {
        String sql = """
                WITH job AS (
                    SELECT incarnation, cell, job_number, submitted_at, name FROM cuegrid.jobs
                    WHERE incarnation = ? AND (? <> 0 AND cell = ? AND job_number = ? OR ? = 0 AND name = ?)
                    ORDER BY submitted_at DESC, job_number DESC LIMIT 1
                )
                SELECT r.cell, r.job_number, r.layer_index, r.frame_ordinal, j.name, l.name, r.frame_number, r.attempt,
                    r.proc_number, coalesce(h.name, ''), r.started_at, r.stopped_at, r.run_millis, r.exit_status,
                    r.exit_signal, r.outcome::text, r.cause::text, r.max_rss_kib, r.cpu_millis, r.core_units
                FROM job j
                JOIN cuegrid.frame_runs r ON r.incarnation = j.incarnation AND r.cell = j.cell
                    AND r.job_number = j.job_number AND r.stopped_at >= j.submitted_at
                JOIN cuegrid.layers l ON l.incarnation = j.incarnation AND l.cell = j.cell
                    AND l.job_number = j.job_number AND l.submitted_at = j.submitted_at
                    AND l.layer_index = r.layer_index
                LEFT JOIN cuegrid.hosts h ON h.incarnation = r.incarnation AND h.cell = r.cell
                    AND h.host_number = r.host_number
                WHERE (? = '' OR l.name = ?)
                    AND (? = '' OR l.name = ? AND r.frame_number = ?)
                ORDER BY r.frame_ordinal, r.attempt, r.stopped_at
                LIMIT ?
                """;
        FrameName frame = FrameName.parse(query.frame());
        if (!query.frame().isEmpty() && frame == null) {
            return List.of();
        }
        String frameLayer = frame == null ? "" : frame.layer();
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(QUERY_SECONDS_MAX);
            int column = 1;
            statement.setInt(column++, incarnation);
            statement.setLong(column++, query.jobNumber());
            statement.setInt(column++, query.cell());
            statement.setLong(column++, query.jobNumber());
            statement.setLong(column++, query.jobNumber());
            statement.setString(column++, query.jobName());
            statement.setString(column++, query.layer());
            statement.setString(column++, query.layer());
            statement.setString(column++, frameLayer);
            statement.setString(column++, frameLayer);
            statement.setInt(column++, frame == null ? 0 : frame.number());
            statement.setInt(column, query.limit());
            List<HistoryFrameRun> runs = new ArrayList<>();
            ResultSet found = statement.executeQuery();
            while (found.next()) {
                runs.add(frameRun(found));
            }
            return runs;
        } catch (SQLException e) {
            if (isWithoutSchema(e)) {
                return List.of();
            }
            throw e;
        }
    }

    private HistoryFrameRun frameRun(ResultSet row) throws SQLException {
        String layer = row.getString(6);
        int number = row.getInt(7);
        return new HistoryFrameRun(
                incarnation,
                row.getInt(1),
                row.getLong(2),
                row.getInt(3),
                row.getInt(4),
                row.getString(5),
                layer,
                new FrameName(number, layer).toString(),
                number,
                row.getInt(8),
                row.getLong(9),
                row.getString(10),
                millis(row, 11),
                millis(row, 12),
                row.getLong(13),
                row.getInt(14),
                row.getInt(15),
                row.getString(16),
                row.getString(17),
                row.getLong(18),
                row.getLong(19),
                row.getInt(20));
    }

    private static long millis(ResultSet row, int column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? 0 : time.getTime();
    }

    /** A database that no writer has reached yet has no schema: nothing happened so far. */
    private static boolean isWithoutSchema(SQLException e) {
        String state = e.getSQLState();
        return "3F000".equals(state) || "42P01".equals(state);
    }

    @Override
    public void close() {
        pool.close();
    }
}
