package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.snapshot.SnapshotCapture;
import org.junit.jupiter.api.Test;

final class OneThreadTest {
    private final FarmFixture farm = FarmFixture.simple();

    @Test
    void shouldBookStartCompleteAndFinishAJob() {
        long host = farm.host("node1", 2, 8);
        long job = farm.launch(farm.job("test-shot-comp").layer("comp", 3));

        assertThat(farm.running).hasSize(2);
        assertThat(farm.orders).extracting(Run::frameNumber).containsExactly(1, 2);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.RUNNING);
        assertThat(farm.hostRow(host).idleCoreUnits()).isZero();

        for (Run run : farm.runsOf(job)) {
            farm.started(run.proc());
        }
        assertThat(farm.finishAll()).isEqualTo(3);
        assertThat(farm.jobState(job)).isEqualTo(JobState.FINISHED);
        assertThat(farm.jobRow(job).succeeded()).isEqualTo(3);
        assertThat(farm.jobRow(job).coreMillis()).isEqualTo(3_000);
        assertThat(farm.hostRow(host).idleCoreUnits()).isEqualTo(200);
    }

    @Test
    void shouldBookWhenAHostComesUpAfterTheJob() {
        long job = farm.launch(farm.job("test-shot-early").layer("render", 5));
        assertThat(farm.running).isEmpty();
        farm.host("node1", 8, 32);
        assertThat(farm.runsOf(job)).hasSize(5);
    }

    @Test
    void shouldRestoreASnapshotToTheSameDigestAndGoOnAlike() {
        farm.host("node1", 4, 16);
        farm.launch(farm.job("test-shot-a").layer("one", 10).layer("two", 10));
        assertThat(farm.restored().digest()).isEqualTo(farm.cell.digest());
    }

    @Test
    void shouldCaptureTheStateAsItWasWhenTheCaptureBegan() {
        farm.host("node1", 4, 16);
        farm.launch(farm.job("test-shot-a").layer("one", 5_000));
        long before = farm.cell.digest();
        SnapshotCapture capture = farm.cell.capture();
        MemorySnapshot snapshot = new MemorySnapshot();
        boolean done = capture.step(1, snapshot);
        while (!done) {
            for (Run run : farm.running.values().stream().limit(2).toList()) {
                farm.complete(run, 0);
            }
            done = capture.step(1, snapshot);
        }
        assertThat(farm.cell.digest()).isNotEqualTo(before);
        Cell copy = new Cell();
        copy.restore(snapshot.reader());
        assertThat(copy.digest()).isEqualTo(before);
    }
}
