package io.cuegrid.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuegrid.persistence.PostgresExtension;
import io.cuegrid.persistence.journal.JournalReader;
import io.cuegrid.persistence.journal.JournalSettings;
import io.cuegrid.persistence.journal.JournalWriter;
import io.cuegrid.persistence.journal.Journals;
import io.cuegrid.persistence.journal.SegmentStart;
import io.cuegrid.persistence.postgres.JdbcUrl;
import io.cuegrid.persistence.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A cell's journal, a database and writers between them, for tests. */
@ExtendWith(PostgresExtension.class)
abstract class HistoryBed {
    static final int INCARNATION = 0x5EED;
    static final int CELL = 3;
    static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    final LocalPostgres postgres;
    String url = "";
    Journals journals;
    JournalWriter journal;
    final CellLog cell = new CellLog(0);
    final AtomicLong acknowledged = new AtomicLong();
    final AtomicLong changed = new AtomicLong();
    final AtomicBoolean leading = new AtomicBoolean(true);
    final AtomicLong clock = new AtomicLong(CellLog.START_MILLIS);

    HistoryBed(LocalPostgres postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void open() throws IOException, SQLException {
        url = postgres.newDatabase();
        journals = Journals.open(home, JournalSettings.defaults().withReserveBytes(0));
        journal = journals.begin(CELL, SegmentStart.CREATED, 1, 0, 1, 0);
    }

    @AfterEach
    void close() {
        journals.close();
    }

    final HistoryWriter writer() {
        return writer(60_000);
    }

    final HistoryWriter writer(long gapPatienceMillis) {
        return writer(journals.reader(CELL), gapPatienceMillis);
    }

    final HistoryWriter writer(JournalReader reader, long gapPatienceMillis) {
        return new HistoryWriter(
                new HistoryDatabase(url),
                INCARNATION,
                CELL,
                reader,
                acknowledged::get,
                changed::get,
                leading::get,
                clock::get,
                gapPatienceMillis);
    }

    final void commit() {
        acknowledged.set(cell.commit(journal));
        changed.set(acknowledged.get());
    }

    final void drain(HistoryWriter writer) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            writer.doWork();
            return writer.lagBatches() == 0;
        });
    }

    final HistoryReader reader() throws IOException {
        return new HistoryReader(new HistoryDatabase(url), INCARNATION);
    }

    final long count(String sql) throws SQLException, IOException {
        try (Connection connection = JdbcUrl.connect(url);
                Statement statement = connection.createStatement()) {
            ResultSet found = statement.executeQuery(sql);
            assertThat(found.next()).isTrue();
            return found.getLong(1);
        }
    }

    static HistoryQuery.Jobs everyJob() {
        return new HistoryQuery.Jobs(List.of(), List.of(), "", 0, 0, 0);
    }
}
