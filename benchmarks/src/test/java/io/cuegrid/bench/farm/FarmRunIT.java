package io.cuegrid.bench.farm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.cell.Cell;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of the whole benchmark: PostgreSQL, a node, 80 simulated hosts, the audit. */
class FarmRunIT {
    private static final String NODE_OPTIONS = "-Xms256m -Xmx512m";

    @TempDir
    private Path home;

    @Test
    void shouldEndByItselfAndAuditClean() throws Exception {
        Path root = Path.of(System.getProperty("cuegrid.root"));
        FarmRun run =
                new FarmRun(FarmScenario.COMPLETIONSTORM, root, home, 1, NODE_OPTIONS, Cell::new, System.err::println);

        FarmResult result = run.run(1, 3);

        assertThat(result.verdict())
                .isEqualTo(new Audit.Verdict(result.verdict().runs(), 0, 0, 0, 0, true));
        assertThat(result.verdict().runs())
                .isEqualTo(result.measured().launchedFrames())
                .isGreaterThanOrEqualTo(result.measured().window().lifecycles());
        assertThat(result.measured().window().lifecycles()).isPositive();
        assertThat(result.figures().json())
                .contains("\"lifecyclesPerSecond\":")
                .contains("\"loopBytesPerLifecycle\":")
                .contains("\"historyLagSeconds\":")
                .contains("\"doubleBooked\":0,\"overshoots\":0,\"lost\":0,\"historyMissing\":0,")
                .contains("\"digestsEqual\":true");
    }
}
