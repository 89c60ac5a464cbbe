package io.cuegrid.persistence.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The row that says how far history of a machine has come.
 *
 * @param epochNumber of the last batch
 * @param sequence of the last batch; 0 when there is none
 */
public record HistoryPosition(long epochNumber, long sequence) {

    /** Reads it. @return null when the machine is not known */
    static @Nullable HistoryPosition read(Connection connection, int incarnation, int machine, boolean lock)
            throws SQLException {
        String sql = "SELECT epoch, sequence FROM cuegrid.positions WHERE incarnation = ? AND machine = ?"
                + (lock ? " FOR UPDATE" : "");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, incarnation);
            statement.setInt(2, machine);
            ResultSet found = statement.executeQuery();
            return found.next() ? new HistoryPosition(found.getLong(1), found.getLong(2)) : null;
        }
    }

    /** Makes the row when it is missing. */
    static void ensure(Connection connection, int incarnation, int machine) throws SQLException {
        String sql = """
                INSERT INTO cuegrid.positions (incarnation, machine, epoch, sequence) VALUES (?, ?, 0, 0)
                ON CONFLICT (incarnation, machine) DO NOTHING
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, incarnation);
            statement.setInt(2, machine);
            statement.executeUpdate();
        }
    }

    void write(Connection connection, int incarnation, int machine, long batchMillis) throws SQLException {
        String sql = """
                UPDATE cuegrid.positions SET epoch = ?, sequence = ?, batch_at = coalesce(?, batch_at), written_at = now()
                WHERE incarnation = ? AND machine = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, epochNumber);
            statement.setLong(2, sequence);
            statement.setObject(
                    3,
                    batchMillis == 0 ? null : Instant.ofEpochMilli(batchMillis).atOffset(ZoneOffset.UTC),
                    Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setInt(4, incarnation);
            statement.setInt(5, machine);
            if (statement.executeUpdate() != 1) {
                throw new SQLException("the position of machine " + machine + " is gone from cuegrid.positions");
            }
        }
    }
}
