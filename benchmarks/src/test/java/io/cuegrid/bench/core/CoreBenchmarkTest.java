package io.cuegrid.bench.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.bench.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Fork;

class CoreBenchmarkTest {
    /** Of libraries that the core does not use. */
    private static final String CHRONICLE = "-Dchronicle";

    @Test
    void shouldForkWithTheFlagsOfEveryProcess() throws IOException {
        List<String> flags = Files.readAllLines(Path.of("../config/jvm.flags")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith(CHRONICLE))
                .toList();
        Fork fork = CoreBenchmark.class.getAnnotation(Fork.class);

        assertThat(fork.jvmArgsAppend()).startsWith(flags.toArray(new String[0]));
    }

    @Test
    void shouldKeepTheFarmFullWhileRunsEnd() {
        FullFarm farm = new FullFarm(Workloads.completionStorm());
        long full = 80 * 16;
        assertThat(farm.running()).isEqualTo(full);
        long events = farm.driver().eventCount();

        farm.cycle(100);

        assertThat(farm.running()).isEqualTo(full);
        // a start and a stop each, and the confirmations of all that ran
        assertThat(farm.driver().eventCount() - events).isGreaterThanOrEqualTo(2 * 100 + full);
    }

    @Test
    void shouldSubmitTheWholeJobAndReleaseItFrameByFrame() {
        SubmitBenchmark submit = new SubmitBenchmark();
        submit.make();
        submit.encode();
        assertThat(submit.submit()).isPositive();
        DependReleaseBenchmark release = new DependReleaseBenchmark();
        release.fill();

        // a stop, a release and a start each
        assertThat(release.release()).isGreaterThan(3 * 36_000);
    }

    @Test
    void shouldCaptureWhatASnapshotTakes() {
        SnapshotBenchmark benchmark = new SnapshotBenchmark();
        benchmark.fill();
        long whole = benchmark.snapshot();

        assertThat(whole).isNotZero();
        assertThat(benchmark.captureBesideLifecycles()).isNotEqualTo(whole);
        assertThat(benchmark.digest()).isEqualTo(benchmark.digest());
    }
}
