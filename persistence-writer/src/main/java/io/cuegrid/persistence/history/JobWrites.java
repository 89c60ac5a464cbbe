package io.cuegrid.persistence.history;

import io.cuegrid.core.sbe.JobState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes jobs and layers: a job that was staged within the transaction is inserted as it is at its end, another one is
 * changed.
 *
 * <p>Threading: one thread, the writer's.
 */
final class JobWrites {
    private final int incarnation;
    private final int cell;
    private final JobCache cache;
    private final CopyRows inserted = new CopyRows(
            "jobs",
            "incarnation",
            "cell",
            "job_number",
            "submitted_at",
            "launch_id",
            "show_number",
            "folder_number",
            "post_job_of",
            "name",
            "shot",
            "user_name",
            "os",
            "log_dir",
            "priority",
            "max_retries",
            "state",
            "launched_at",
            "finished_at",
            "removed_at",
            "killed",
            "layers",
            "frames",
            "succeeded",
            "eaten",
            "dead",
            "waiting",
            "runs",
            "failed_runs",
            "core_millis",
            "failed_core_millis",
            "gpu_millis",
            "max_rss_kib");

    JobWrites(int incarnation, int cell, JobCache cache) {
        this.incarnation = incarnation;
        this.cell = cell;
        this.cache = cache;
    }

    void insert(Connection connection, HistoryRows rows) throws SQLException {
        inserted.clear();
        for (JobRow job : rows.jobs.values()) {
            JobRow.Staged staged = job.staged;
            if (staged != null) {
                put(job, staged);
                cache.put(job.jobNumber, new JobCache.Job(staged.showNumber(), staged.submittedMillis()));
            }
        }
        inserted.send(connection);
    }

    private void put(JobRow job, JobRow.Staged staged) {
        JobState state = job.state;
        inserted.row()
                .putInt(incarnation)
                .putInt(cell)
                .putLong(job.jobNumber)
                .putTime(staged.submittedMillis())
                .putLong(staged.launchId())
                .putLong(staged.showNumber())
                .putLong(staged.folderNumber())
                .putLong(staged.postJobOf())
                .putText(staged.name())
                .putText(staged.shot())
                .putText(staged.user())
                .putText(staged.os())
                .putText(staged.logDir())
                .putInt(staged.priority())
                .putInt(staged.maxRetries())
                .putText((state == null ? JobState.STARTUP : state).name())
                .putTime(job.launchedMillis)
                .putTime(job.isFinished ? job.finishedMillis : 0)
                .putTime(job.removedMillis)
                .putBoolean(job.killed)
                .putInt(staged.layers())
                .putInt(job.frames)
                .putInt(job.succeeded)
                .putInt(job.eaten)
                .putInt(job.dead)
                .putInt(job.waiting)
                .putLong(job.runs)
                .putLong(job.failedRuns)
                .putLong(job.coreMillis)
                .putLong(job.failedCoreMillis)
                .putLong(job.gpuMillis)
                .putLong(job.maxRssKib);
    }

    void update(Connection connection, HistoryRows rows) throws SQLException {
        Set<Long> numbers = new HashSet<>();
        rows.jobs.values().stream().filter(job -> job.staged == null).forEach(job -> numbers.add(job.jobNumber));
        rows.layerEnds.forEach(end -> numbers.add(end.jobNumber()));
        cache.loadJobs(connection, numbers);
        launched(connection, rows);
        restarted(connection, rows);
        finished(connection, rows);
        removed(connection, rows);
        layersEnded(connection, rows);
        sumsOfLayers(connection, rows);
        dropped(connection, rows);
    }

    /** Sets the parameters of one job's statement before those of its key. @return the next parameter */
    @FunctionalInterface
    private interface Parameters {
        int set(PreparedStatement statement, JobRow job) throws SQLException;
    }

    private void forEach(
            Connection connection, HistoryRows rows, Predicate<JobRow> which, String set, Parameters parameters)
            throws SQLException {
        String sql = "UPDATE jobs SET " + set
                + " WHERE incarnation = ? AND cell = ? AND job_number = ? AND submitted_at = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            boolean any = false;
            for (JobRow job : rows.jobs.values()) {
                JobCache.Job known = cache.job(job.jobNumber);
                if (job.staged != null || known == null || !which.test(job)) {
                    continue;
                }
                int next = parameters.set(statement, job);
                key(statement, next, job.jobNumber, known);
                statement.addBatch();
                any = true;
            }
            if (any) {
                statement.executeBatch();
            }
        }
    }

    private int key(PreparedStatement statement, int from, long jobNumber, JobCache.Job known) throws SQLException {
        int column = from;
        statement.setInt(column++, incarnation);
        statement.setInt(column++, cell);
        statement.setLong(column++, jobNumber);
        statement.setObject(column++, known.submittedAt());
        return column;
    }

    private void launched(Connection connection, HistoryRows rows) throws SQLException {
        String set = "state = ?::job_state, launched_at = ?, frames = ?";
        forEach(connection, rows, job -> job.isLaunched, set, (statement, job) -> {
            statement.setString(1, Objects.requireNonNull(job.state).name());
            statement.setObject(2, at(job.launchedMillis));
            statement.setInt(3, job.frames);
            return 4;
        });
    }

    private void restarted(Connection connection, HistoryRows rows) throws SQLException {
        String set = "state = 'PENDING', finished_at = NULL";
        forEach(connection, rows, job -> job.isRestarted, set, (statement, job) -> 1);
    }

    private void finished(Connection connection, HistoryRows rows) throws SQLException {
        String set = """
                state = 'FINISHED', finished_at = ?, killed = ?, frames = ?, succeeded = ?, eaten = ?, dead = ?,
                waiting = ?, runs = ?, failed_runs = ?, core_millis = ?, failed_core_millis = ?, gpu_millis = ?,
                max_rss_kib = ?
                """;
        forEach(connection, rows, job -> job.isFinished, set, (statement, job) -> {
            int column = 1;
            statement.setObject(column++, at(job.finishedMillis));
            statement.setBoolean(column++, job.killed);
            statement.setInt(column++, job.frames);
            statement.setInt(column++, job.succeeded);
            statement.setInt(column++, job.eaten);
            statement.setInt(column++, job.dead);
            statement.setInt(column++, job.waiting);
            statement.setLong(column++, job.runs);
            statement.setLong(column++, job.failedRuns);
            statement.setLong(column++, job.coreMillis);
            statement.setLong(column++, job.failedCoreMillis);
            statement.setLong(column++, job.gpuMillis);
            statement.setLong(column++, job.maxRssKib);
            return column;
        });
    }

    private void removed(Connection connection, HistoryRows rows) throws SQLException {
        forEach(connection, rows, job -> job.removedMillis > 0, "removed_at = ?", (statement, job) -> {
            statement.setObject(1, at(job.removedMillis));
            return 2;
        });
    }

    private void layersEnded(Connection connection, HistoryRows rows) throws SQLException {
        if (rows.layerEnds.isEmpty()) {
            return;
        }
        String sql = """
                UPDATE layers SET finished_at = ?
                WHERE incarnation = ? AND cell = ? AND job_number = ? AND submitted_at = ? AND layer_index = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (HistoryRows.LayerEnd end : rows.layerEnds) {
                JobCache.Job known = cache.job(end.jobNumber());
                if (known == null) {
                    continue;
                }
                statement.setObject(1, at(end.timeMillis()));
                int next = key(statement, 2, end.jobNumber(), known);
                statement.setInt(next, end.layerIndex());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Sums of the runs of every layer of the jobs that ended, from the rows themselves. */
    private void sumsOfLayers(Connection connection, HistoryRows rows) throws SQLException {
        Set<Long> ended = new HashSet<>();
        long sinceMillis = Long.MAX_VALUE;
        for (JobRow job : rows.jobs.values()) {
            JobCache.Job known = cache.job(job.jobNumber);
            if (job.isFinished && known != null) {
                ended.add(job.jobNumber);
                sinceMillis = Math.min(sinceMillis, known.submittedMillis());
            }
        }
        if (ended.isEmpty()) {
            return;
        }
        String sql = """
                UPDATE layers l SET runs = s.runs, failed_runs = s.failed_runs, core_millis = s.core_millis,
                    failed_core_millis = s.failed_core_millis, cpu_millis = s.cpu_millis, gpu_millis = s.gpu_millis,
                    max_rss_kib = s.max_rss_kib
                FROM (
                    SELECT job_number, layer_index, count(*) AS runs,
                        count(*) FILTER (WHERE NOT succeeded) AS failed_runs,
                        coalesce(sum(core_units * run_millis / 100), 0) AS core_millis,
                        coalesce(sum(core_units * run_millis / 100) FILTER (WHERE NOT succeeded), 0)
                            AS failed_core_millis,
                        coalesce(sum(cpu_millis), 0) AS cpu_millis,
                        coalesce(sum(gpus * run_millis), 0) AS gpu_millis,
                        max(max_rss_kib) AS max_rss_kib
                    FROM (
                        SELECT *, cause = 'COMPLETED' AND exit_status = 0 AND exit_signal = 0 AS succeeded
                        FROM frame_runs
                        WHERE incarnation = ? AND cell = ? AND job_number = ANY (?) AND stopped_at >= ?
                    ) r
                    GROUP BY job_number, layer_index
                ) s
                WHERE l.incarnation = ? AND l.cell = ? AND l.job_number = s.job_number
                    AND l.layer_index = s.layer_index AND l.submitted_at >= ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int column = 1;
            statement.setInt(column++, incarnation);
            statement.setInt(column++, cell);
            statement.setArray(column++, connection.createArrayOf("bigint", ended.toArray()));
            statement.setObject(column++, at(sinceMillis));
            statement.setInt(column++, incarnation);
            statement.setInt(column++, cell);
            statement.setObject(column, at(sinceMillis));
            statement.executeUpdate();
        }
    }

    /** Launches that did not come about leave nothing. */
    private void dropped(Connection connection, HistoryRows rows) throws SQLException {
        if (rows.droppedLaunches.isEmpty()) {
            return;
        }
        String sql = """
                WITH gone AS (
                    DELETE FROM jobs
                    WHERE incarnation = ? AND cell = ? AND launch_id = ANY (?) AND state = 'STARTUP'
                    RETURNING job_number, submitted_at
                )
                DELETE FROM layers l USING gone g
                WHERE l.incarnation = ? AND l.cell = ? AND l.job_number = g.job_number
                    AND l.submitted_at = g.submitted_at
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int column = 1;
            statement.setInt(column++, incarnation);
            statement.setInt(column++, cell);
            statement.setArray(column++, connection.createArrayOf("bigint", rows.droppedLaunches.toArray()));
            statement.setInt(column++, incarnation);
            statement.setInt(column, cell);
            statement.executeUpdate();
        }
    }

    private static @Nullable OffsetDateTime at(long epochMillis) {
        return epochMillis <= 0 ? null : Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC);
    }
}
