package io.cuegrid.host.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessStatTest {
    @Test
    void shouldReadALineWhoseProgramNameLooksLikeFields() {
        String line =
                "77 (a) R 1 (b c) S 5 6 7 0 -1 4194560 99 0 0 0 11 12 13 14 20 0 1 0 4711 8192 345 18446744073709551615";

        ProcessStat stat = ProcessStat.parse(77, line);

        assertThat(stat).isEqualTo(new ProcessStat(77, 'S', 5, 6, 7, 4711, 50, 345));
    }

    @Test
    void shouldFindOnlyTheProcessThatIsMeant() {
        long own = ProcessHandle.current().pid();
        ProcessStat stat = Objects.requireNonNull(ProcessStat.read(own));

        assertThat(ProcessStat.read(own, stat.startTicks())).isNotNull();
        assertThat(ProcessStat.read(own, stat.startTicks() + 1)).isNull();
        assertThat(new Signals().send(own, stat.startTicks() + 1, Signals.KILL)).isFalse();
    }

    @Test
    void shouldFindAProcessByAnEntryOfItsEnvironment() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "60");
        builder.environment().put("CUEGRID_RUN", "test:" + System.nanoTime());
        Process process = builder.start();
        try {
            String entry = "CUEGRID_RUN=" + builder.environment().get("CUEGRID_RUN");
            assertThat(ProcessTable.read().marked(entry))
                    .extracting(ProcessStat::pid)
                    .contains(process.pid());
            assertThat(ProcessTable.read().marked(entry.substring(0, entry.length() - 1)))
                    .isEmpty();
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
