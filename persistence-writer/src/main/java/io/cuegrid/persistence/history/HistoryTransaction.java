package io.cuegrid.persistence.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Writes collected rows in the connection's transaction: inserts by COPY, then changes. Commits nothing.
 *
 * <p>Threading: one thread, the writer's.
 */
final class HistoryTransaction {
    private final int incarnation;
    private final int cell;
    private final JobCache cache;
    private final JobWrites jobWrites;
    private final NameWrites nameWrites;

    HistoryTransaction(int incarnation, int cell) {
        this.incarnation = incarnation;
        this.cell = cell;
        this.cache = new JobCache(incarnation, cell);
        this.jobWrites = new JobWrites(incarnation, cell, cache);
        this.nameWrites = new NameWrites(incarnation, cell, cache);
    }

    /** Forgets what a transaction that did not come about may have left. */
    void forget() {
        cache.clear();
    }

    /** Runs were sent before. */
    void write(Connection connection, HistoryRows rows) throws SQLException {
        jobWrites.insert(connection, rows);
        rows.layers.send(connection);
        rows.hostChanges.send(connection);
        rows.audit.send(connection);
        nameWrites.write(connection, rows);
        jobWrites.update(connection, rows);
        usage(connection, rows);
    }

    private record ShowUsage(long epochDay, long showNumber, long allocationNumber) {}

    private void usage(Connection connection, HistoryRows rows) throws SQLException {
        if (rows.usage.isEmpty()) {
            return;
        }
        Set<Long> jobs = new HashSet<>();
        Set<Long> hosts = new HashSet<>();
        for (HistoryRows.UsageKey key : rows.usage.keySet()) {
            jobs.add(key.jobNumber());
            hosts.add(key.hostNumber());
        }
        cache.loadJobs(connection, jobs);
        cache.loadHosts(connection, hosts);
        Map<ShowUsage, HistoryRows.Usage> sums = new LinkedHashMap<>();
        for (Map.Entry<HistoryRows.UsageKey, HistoryRows.Usage> entry : rows.usage.entrySet()) {
            HistoryRows.UsageKey key = entry.getKey();
            ShowUsage show =
                    new ShowUsage(key.epochDay(), cache.showOf(key.jobNumber()), cache.allocationOf(key.hostNumber()));
            sums.computeIfAbsent(show, unused -> new HistoryRows.Usage()).add(entry.getValue());
        }
        String sql = """
                INSERT INTO usage_by_day AS u (day, incarnation, cell, show_number, allocation_number,
                    runs, failed_runs, core_millis, failed_core_millis, gpu_millis)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (day, incarnation, cell, show_number, allocation_number) DO UPDATE SET
                    runs = u.runs + excluded.runs,
                    failed_runs = u.failed_runs + excluded.failed_runs,
                    core_millis = u.core_millis + excluded.core_millis,
                    failed_core_millis = u.failed_core_millis + excluded.failed_core_millis,
                    gpu_millis = u.gpu_millis + excluded.gpu_millis
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Map.Entry<ShowUsage, HistoryRows.Usage> entry : sums.entrySet()) {
                ShowUsage key = entry.getKey();
                HistoryRows.Usage sum = entry.getValue();
                int column = 1;
                statement.setObject(column++, LocalDate.ofEpochDay(key.epochDay()));
                statement.setInt(column++, incarnation);
                statement.setInt(column++, cell);
                statement.setLong(column++, key.showNumber());
                statement.setLong(column++, key.allocationNumber());
                statement.setLong(column++, sum.runs);
                statement.setLong(column++, sum.failedRuns);
                statement.setLong(column++, sum.coreMillis);
                statement.setLong(column++, sum.failedCoreMillis);
                statement.setLong(column, sum.gpuMillis);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
