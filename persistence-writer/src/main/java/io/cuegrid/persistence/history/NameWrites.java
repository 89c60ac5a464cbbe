package io.cuegrid.persistence.history;

import io.cuegrid.core.directory.Allocation;
import io.cuegrid.core.directory.CatalogRecord;
import io.cuegrid.core.directory.Facility;
import io.cuegrid.core.directory.Show;
import io.cuegrid.core.sbe.RecordKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Writes the names that other tables refer to by number: hosts, and the directory's facilities, shows and allocations.
 * Cells repeat the directory's events; the newer version stays.
 *
 * <p>Threading: one thread, the writer's.
 */
final class NameWrites {
    private final int incarnation;
    private final int cell;
    private final JobCache cache;

    NameWrites(int incarnation, int cell, JobCache cache) {
        this.incarnation = incarnation;
        this.cell = cell;
        this.cache = cache;
    }

    void write(Connection connection, HistoryRows rows) throws SQLException {
        for (Map.Entry<Long, HistoryRows.HostRow> entry : rows.hosts.entrySet()) {
            host(connection, entry.getKey(), entry.getValue());
        }
        for (HistoryRows.CatalogRow row : rows.catalog) {
            catalog(connection, row);
        }
    }

    private void host(Connection connection, long number, HistoryRows.HostRow host) throws SQLException {
        HistoryRows.HostRow.Registered registered = host.registered;
        if (registered != null) {
            String sql = """
                    INSERT INTO hosts (incarnation, cell, host_number, name, allocation_number, core_units, memory_kib,
                        gpus, gpu_memory_kib, os, tags, registered_at, removed_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
                    ON CONFLICT (incarnation, cell, host_number) DO UPDATE SET name = excluded.name,
                        allocation_number = excluded.allocation_number, core_units = excluded.core_units,
                        memory_kib = excluded.memory_kib, gpus = excluded.gpus,
                        gpu_memory_kib = excluded.gpu_memory_kib, os = excluded.os, tags = excluded.tags,
                        registered_at = excluded.registered_at, removed_at = NULL
                    """;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int column = 1;
                statement.setInt(column++, incarnation);
                statement.setInt(column++, cell);
                statement.setLong(column++, number);
                statement.setString(column++, registered.name());
                statement.setLong(column++, registered.allocationNumber());
                statement.setInt(column++, registered.coreUnits());
                statement.setLong(column++, registered.memoryKib());
                statement.setInt(column++, registered.gpus());
                statement.setLong(column++, registered.gpuMemoryKib());
                statement.setString(column++, registered.os());
                statement.setString(column++, registered.tags());
                statement.setObject(
                        column, Instant.ofEpochMilli(registered.timeMillis()).atOffset(ZoneOffset.UTC));
                statement.executeUpdate();
            }
        }
        String sql = """
                UPDATE hosts SET allocation_number = CASE WHEN ? >= 0 THEN ? ELSE allocation_number END,
                    os = coalesce(?, os), tags = coalesce(?, tags), removed_at = coalesce(?, removed_at)
                WHERE incarnation = ? AND cell = ? AND host_number = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int column = 1;
            statement.setLong(column++, host.allocationNumber);
            statement.setLong(column++, host.allocationNumber);
            statement.setString(column++, host.os);
            statement.setString(column++, host.tags);
            statement.setObject(
                    column++,
                    host.removedMillis == 0
                            ? null
                            : Instant.ofEpochMilli(host.removedMillis).atOffset(ZoneOffset.UTC),
                    Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setInt(column++, incarnation);
            statement.setInt(column++, cell);
            statement.setLong(column, number);
            statement.executeUpdate();
        }
        if (host.allocationNumber >= 0) {
            cache.putAllocation(number, host.allocationNumber);
        }
    }

    private void catalog(Connection connection, HistoryRows.CatalogRow row) throws SQLException {
        CatalogRecord record = row.record();
        if (record == null) {
            removed(connection, row);
        } else if (record instanceof Facility facility) {
            String sql = """
                    INSERT INTO facilities AS old (incarnation, facility_number, directory_version, name, cell)
                    VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (incarnation, facility_number) DO UPDATE SET name = excluded.name,
                        cell = excluded.cell, directory_version = excluded.directory_version, removed = false
                    WHERE old.directory_version < excluded.directory_version
                    """;
            put(connection, sql, row, facility.name(), facility.cell());
        } else if (record instanceof Show show) {
            String sql = """
                    INSERT INTO shows AS old (incarnation, show_number, directory_version, name)
                    VALUES (?, ?, ?, ?)
                    ON CONFLICT (incarnation, show_number) DO UPDATE SET name = excluded.name,
                        directory_version = excluded.directory_version, removed = false
                    WHERE old.directory_version < excluded.directory_version
                    """;
            put(connection, sql, row, show.name());
        } else if (record instanceof Allocation allocation) {
            String sql = """
                    INSERT INTO allocations AS old
                        (incarnation, allocation_number, directory_version, name, tag, billable)
                    VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (incarnation, allocation_number) DO UPDATE SET name = excluded.name,
                        tag = excluded.tag, billable = excluded.billable,
                        directory_version = excluded.directory_version, removed = false
                    WHERE old.directory_version < excluded.directory_version
                    """;
            put(connection, sql, row, allocation.name(), allocation.tag(), allocation.billable());
        }
    }

    private void put(Connection connection, String sql, HistoryRows.CatalogRow row, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int column = 1;
            statement.setInt(column++, incarnation);
            statement.setLong(column++, row.number());
            statement.setLong(column++, row.directoryVersion());
            for (Object value : values) {
                statement.setObject(column++, value);
            }
            statement.executeUpdate();
        }
    }

    private void removed(Connection connection, HistoryRows.CatalogRow row) throws SQLException {
        String table = row.kind() == RecordKind.FACILITY
                ? "facilities"
                : row.kind() == RecordKind.SHOW ? "shows" : "allocations";
        String key = row.kind() == RecordKind.FACILITY
                ? "facility_number"
                : row.kind() == RecordKind.SHOW ? "show_number" : "allocation_number";
        String sql = "UPDATE " + table + " SET removed = true, directory_version = ? WHERE incarnation = ? AND " + key
                + " = ? AND directory_version < ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, row.directoryVersion());
            statement.setInt(2, incarnation);
            statement.setLong(3, row.number());
            statement.setLong(4, row.directoryVersion());
            statement.executeUpdate();
        }
    }
}
