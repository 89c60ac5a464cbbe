package io.cuegrid.persistence.history;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rows of other tables need to know of jobs (their show, their month) and hosts (their allocation). Soft: what is not
 * here is read from the tables.
 *
 * <p>Threading: one thread, the writer's.
 */
final class JobCache {
    /** A cell keeps fewer jobs in memory. */
    private static final int JOBS_MAX = 200_000;

    private static final int HOSTS_MAX = 200_000;
    private static final float LOAD_FACTOR = 0.75f;
    private static final int INITIAL = 1_024;

    private final int incarnation;
    private final int cell;
    private final Map<Long, Job> jobs = bounded(JOBS_MAX);
    private final Map<Long, Long> allocations = bounded(HOSTS_MAX);

    /** @param submittedMillis its month is that of its partition */
    record Job(long showNumber, long submittedMillis) {
        OffsetDateTime submittedAt() {
            return Instant.ofEpochMilli(submittedMillis).atOffset(ZoneOffset.UTC);
        }
    }

    JobCache(int incarnation, int cell) {
        this.incarnation = incarnation;
        this.cell = cell;
    }

    private static <V> Map<Long, V> bounded(int max) {
        return new LinkedHashMap<>(INITIAL, LOAD_FACTOR, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
                return size() > max;
            }
        };
    }

    void put(long jobNumber, Job job) {
        jobs.put(jobNumber, job);
    }

    void putAllocation(long hostNumber, long allocationNumber) {
        allocations.put(hostNumber, allocationNumber);
    }

    void clear() {
        jobs.clear();
        allocations.clear();
    }

    @Nullable
    Job job(long jobNumber) {
        return jobs.get(jobNumber);
    }

    long showOf(long jobNumber) {
        Job job = jobs.get(jobNumber);
        return job == null ? 0 : job.showNumber;
    }

    long allocationOf(long hostNumber) {
        return allocations.getOrDefault(hostNumber, 0L);
    }

    /** Reads the jobs of these numbers that are not here. */
    void loadJobs(Connection connection, Set<Long> numbers) throws SQLException {
        Long[] missing =
                numbers.stream().filter(number -> !jobs.containsKey(number)).toArray(Long[]::new);
        if (missing.length == 0) {
            return;
        }
        String sql = """
                SELECT job_number, show_number, submitted_at FROM jobs
                WHERE incarnation = ? AND cell = ? AND job_number = ANY (?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ResultSet found = query(connection, statement, missing);
            while (found.next()) {
                long submittedMillis =
                        found.getObject(3, OffsetDateTime.class).toInstant().toEpochMilli();
                jobs.put(found.getLong(1), new Job(found.getLong(2), submittedMillis));
            }
        }
    }

    /** Reads the allocations of hosts that are not here. */
    void loadHosts(Connection connection, Set<Long> numbers) throws SQLException {
        Long[] missing = numbers.stream()
                .filter(number -> !allocations.containsKey(number))
                .toArray(Long[]::new);
        if (missing.length == 0) {
            return;
        }
        String sql = """
                SELECT host_number, allocation_number FROM hosts
                WHERE incarnation = ? AND cell = ? AND host_number = ANY (?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ResultSet found = query(connection, statement, missing);
            while (found.next()) {
                allocations.put(found.getLong(1), found.getLong(2));
            }
        }
    }

    private ResultSet query(Connection connection, PreparedStatement statement, Long[] numbers) throws SQLException {
        Array array = connection.createArrayOf("bigint", numbers);
        statement.setInt(1, incarnation);
        statement.setInt(2, cell);
        statement.setArray(3, array);
        return statement.executeQuery();
    }
}
