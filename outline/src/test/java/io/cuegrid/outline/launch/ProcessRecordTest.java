package io.cuegrid.outline.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRecordTest {
    @TempDir
    Path folder;

    @Test
    void shouldFindTheProcessAgain() {
        Path file = folder.resolve("node.pid");
        ProcessRecord record =
                ProcessRecord.of("node", ProcessHandle.current(), new Ports(9000), List.of("node", "--home", "x"));
        record.write(file);

        assertThat(ProcessRecord.read(file)).contains(record);
        assertThat(record.process()).contains(ProcessHandle.current());
    }

    @Test
    void shouldNotTakeAnotherProcessWithTheSamePidForIt() {
        ProcessRecord record = ProcessRecord.of("node", ProcessHandle.current(), new Ports(9000), List.of());
        ProcessRecord older = new ProcessRecord(
                record.name(), record.pid(), record.startMillis() - 60_000, record.portBase(), record.arguments());

        assertThat(older.process()).isEmpty();
    }

    @Test
    void shouldTakeATornRecordForNone() throws IOException {
        Path file = folder.resolve("node.pid");
        Files.writeString(file, "{\"name\":\"node\",\"pid\":12");

        assertThat(ProcessRecord.read(file)).isEmpty();
        assertThat(ProcessRecord.read(folder.resolve("none.pid"))).isEmpty();
    }
}
