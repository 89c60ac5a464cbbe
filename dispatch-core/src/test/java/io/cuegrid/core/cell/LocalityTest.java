package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.LockState;
import org.junit.jupiter.api.Test;

/** Of several hosts with room a frame gets one that has run its layer; which frame comes next does not depend on it. */
final class LocalityTest {
    private final FarmFixture farm = FarmFixture.simple();
    private final long node1 = farm.host("node1", 1, 16);
    private final long node2 = farm.host("node2", 1, 16);
    private final long node3 = farm.host("node3", 1, 16);

    /** Runs one frame of the job's first waiting layer on a host and leaves the job paused, with every host idle. */
    private void ranOn(long job, String... busy) {
        for (String name : busy) {
            farm.launch(farm.job("on " + name).priority(9).layer("render", 1, l -> l.tags(name)));
        }
        farm.change(job, JobSetting.PAUSED, 0);
        farm.change(job, JobSetting.PAUSED, 1);
        farm.finishAll();
        assertThat(farm.running).isEmpty();
    }

    private void goesOn(long job) {
        farm.shadow = farm.restored();
        farm.orders.clear();
        farm.change(job, JobSetting.PAUSED, 0);
    }

    @Test
    void shouldStartAFrameWhereItsLayerHasRun() {
        long job = farm.launch(farm.job("a").maxCores(1).paused().layer("render", 6));
        ranOn(job, "node1", "node2");
        goesOn(job);
        assertThat(farm.orders).extracting(Run::frameIndex, Run::host).containsExactly(tuple(1, node3));
    }

    @Test
    void shouldTakeAnotherHostWhenThatOneIsBusyOrLocked() {
        long job = farm.launch(farm.job("a").maxCores(1).paused().layer("render", 6));
        ranOn(job, "node1", "node2");
        farm.change(node3, HostSetting.LOCK_STATE, LockState.LOCKED.value());
        goesOn(job);
        assertThat(farm.orders).extracting(Run::host).containsExactly(node1);
        farm.change(job, JobSetting.PAUSED, 1);
        farm.finishAll();
        farm.launch(farm.job("other").layer("render", 1, l -> l.tags("node1")));
        farm.change(node3, HostSetting.LOCK_STATE, LockState.OPEN.value());
        goesOn(job);
        assertThat(farm.orders)
                .as("the one before is remembered too")
                .extracting(Run::host)
                .containsExactly(node3);
    }

    @Test
    void shouldKeepTheOrderOfFramesAndPlaceEachWhereItsLayerHasRun() {
        long job = farm.launch(
                farm.job("a").maxCores(1).paused().layer("render", 3).layer("comp", 3));
        ranOn(job, "node1", "node2");
        ranOn(job, "node1", "node3");
        farm.change(job, JobSetting.MAX_CORE_UNITS, -1);
        goesOn(job);
        assertThat(farm.orders)
                .extracting(Run::layer, Run::frameIndex, Run::host)
                .containsExactly(tuple(0, 1, node3), tuple(1, 1, node2), tuple(0, 2, node1));
    }

    @Test
    void shouldNotDrawAFrameToAHostOnWhichOneHasFailed() {
        long job = farm.launch(farm.job("a").maxCores(1).maxRetries(3).paused().layer("render", 6));
        for (String name : new String[] {"node1", "node2"}) {
            farm.launch(farm.job("on " + name).priority(9).layer("render", 1, l -> l.tags(name)));
        }
        farm.change(job, JobSetting.PAUSED, 0);
        farm.change(job, JobSetting.PAUSED, 1);
        Run failing = farm.runsOf(job).get(0);
        assertThat(failing.host()).isEqualTo(node3);
        farm.complete(failing, 1);
        farm.finishAll();
        goesOn(job);
        assertThat(farm.orders).extracting(Run::frameIndex, Run::host).containsExactly(tuple(0, node1));
    }

    @Test
    void shouldNotDrawAFrameToAHostOnWhichOnlyItsOwnersPartitionHasRunTheLayer() {
        for (long host : new long[] {node1, node2, node3}) {
            farm.change(host, HostSetting.LOCK_STATE, LockState.LOCKED.value());
        }
        farm.deed(1, node3, FarmFixture.SHOW);
        long job = farm.launch(farm.job("a").maxCores(1).layer("render", 6));
        long partition = PartitionCommands.add(farm, "owner1", node3, job, -1, -1, 1, 1, 4L << 20, 0)
                .number();
        assertThat(farm.runsOf(job)).extracting(Run::host).containsExactly(node3);
        farm.complete(farm.runsOf(job).get(0), 0);
        farm.change(job, JobSetting.PAUSED, 1);
        PartitionCommands.delete(farm, partition);
        farm.finishAll();
        for (long host : new long[] {node1, node2, node3}) {
            farm.change(host, HostSetting.LOCK_STATE, LockState.OPEN.value());
        }
        goesOn(job);
        assertThat(farm.orders).extracting(Run::host).containsExactly(node1);
    }

    @Test
    void shouldTakeTheFirstHostForALayerThatHasNotRun() {
        long job = farm.launch(farm.job("a").maxCores(1).paused().layer("render", 6));
        goesOn(job);
        assertThat(farm.orders).extracting(Run::host).containsExactly(node1);
    }
}
