package io.cuegrid.persistence.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes the months of the tables that grow, before a row needs them. An advisory lock keeps writers of several cells from
 * making the same one.
 *
 * <p>Threading: one thread, the writer's.
 */
final class Partitions {
    static final List<String> TABLES = List.of("jobs", "layers", "frame_runs", "host_changes", "usage_by_day", "audit");
    /** Beside the month of a row, so many after it are made. */
    private static final int MONTHS_AHEAD = 2;
    /** Any number that nobody else uses: "cuegrid" in letters of a telephone. */
    private static final long LOCK = 2_834_743L;

    private final Set<YearMonth> known = new HashSet<>();

    static YearMonth monthOf(long epochMillis) {
        return YearMonth.from(Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC));
    }

    static long startOf(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /** Whether these months and those ahead of them are there. */
    boolean hold(Set<YearMonth> months) {
        return known.containsAll(withAhead(months));
    }

    private static Set<YearMonth> withAhead(Set<YearMonth> months) {
        Set<YearMonth> all = new HashSet<>();
        for (YearMonth month : months) {
            for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
                all.add(month.plusMonths(ahead));
            }
        }
        return all;
    }

    /** Makes what is missing for these months, in a transaction of its own. */
    void ensure(Connection connection, Set<YearMonth> months) throws SQLException {
        Set<YearMonth> wanted = withAhead(months);
        if (known.containsAll(wanted)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            for (YearMonth month : wanted) {
                for (String table : TABLES) {
                    statement.execute(String.format(
                            Locale.ROOT,
                            "CREATE TABLE IF NOT EXISTS %1$s_%2$04d_%3$02d PARTITION OF %1$s"
                                    + " FOR VALUES FROM ('%2$04d-%3$02d-01') TO ('%4$s-01')",
                            table,
                            month.getYear(),
                            month.getMonthValue(),
                            month.plusMonths(1)));
                }
            }
        }
        connection.commit();
        known.addAll(wanted);
    }

    void forget() {
        known.clear();
    }
}
