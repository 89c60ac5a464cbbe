package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.cell.book.WhyReason;
import io.cuegrid.core.cell.columns.TokenPages;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.LayerBlockedDecoder;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.ReplyCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hosts that are kept for wide layers, and what runs there meanwhile. */
final class ReservationTest {
    private static final long LOOK_MILLIS = 10_000;
    private static final long BLOCKED_MILLIS = 300_000;

    private final ScenarioFarm scenario = ScenarioFarm.simple();
    private final FarmFixture farm = scenario.farm;
    private long small;
    private long wide;

    /** Small frames of 5 to 15 s fill every core; a wide layer of a higher priority finds none free. */
    private void flooded(int frames, int wideCores, int wideFrames) {
        scenario.runMillis = run -> run.job() == small ? 5_000 + TokenPages.count(run.proc()) % 11 * 1_000 : 20_000;
        small = scenario.launch(farm.job("small").priority(1).layer("render", frames));
        wide = scenario.launch(farm.job("wide")
                .priority(5)
                .layer(
                        "render",
                        wideFrames,
                        l -> l.coreUnits(wideCores * 100)
                                .maxCoreUnits(wideCores * 100)
                                .threadable()));
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            scenario.run(LOOK_MILLIS);
        }
    }

    private long reservedHosts() {
        return scenario.coresOfHost.keySet().stream()
                .filter(host -> farm.hostRow(host).reservedJobNumber() != 0)
                .count();
    }

    @Test
    void shouldStartAWideLayerThatSmallFramesKeepOut() {
        scenario.host("node1", 16, 64, "general");
        flooded(20_000, 16, 1);
        look(29);
        assertThat(farm.runsOf(wide))
                .as("not before it has been blocked for five minutes")
                .isEmpty();
        assertThat(farm.events).contains(LayerBlockedDecoder.TEMPLATE_ID);
        look(4);
        assertThat(farm.runsOf(wide)).hasSize(1);
        assertThat(reservedHosts()).as("used up").isZero();
    }

    @Test
    void shouldLookOnceBookingHasSettledWhenItHadNotAtTheFirstTickOfAnInterval() {
        scenario.host("node1", 16, 64, "general");
        flooded(20_000, 16, 1);
        look(1);
        for (int i = 0; i < 35; i++) {
            scenario.run(LOOK_MILLIS / 2);
            farm.settling = false;
            farm.change(wide, JobSetting.PRIORITY, 6 - i % 2);
            assertThat(farm.cell.hasWork()).isTrue();
            farm.tick(LOOK_MILLIS / 2);
            farm.settling = true;
            farm.settle();
        }
        assertThat(farm.orders).extracting(Run::job).contains(wide);
    }

    @Test
    void shouldStartAWideLayerThoughThereIsAPartitionAndFramesEndInEachBatch() {
        scenario.host("node1", 16, 64, "general");
        long desk = farm.host("desk1", 8, 32);
        farm.deed(1, desk, FarmFixture.SHOW);
        farm.change(desk, HostSetting.LOCK_STATE, LockState.LOCKED.value());
        flooded(20_000, 16, 1);
        long own = farm.launch(farm.job("own").paused().layer("render", 1));
        Answer added = PartitionCommands.add(farm, "owner1", desk, own, -1, -1, 1, 8, 1L << 20, 0);
        assertThat(added.code()).as(added.detail()).isEqualTo(ReplyCode.OK);
        farm.settling = false;
        for (int i = 0; i < 60 && farm.runsOf(wide).isEmpty(); i++) {
            look(1);
            farm.settle();
            scenario.note();
        }
        assertThat(farm.runsOf(wide)).hasSize(1);
    }

    @Test
    void shouldLetOnlyFramesThatEndInTimeRunMeanwhile() {
        scenario.host("node1", 16, 64, "general");
        List<Run> started = new ArrayList<>();
        long quick = scenario.launch(farm.job("quick").priority(0).layer("render", 20_000));
        scenario.runMillis = run -> 500;
        look(1);
        flooded(20_000, 16, 1);
        scenario.runMillis = run -> run.job() == quick
                ? 500
                : run.job() == small ? 5_000 + TokenPages.count(run.proc()) % 11 * 1_000 : 20_000;
        for (int i = 0; i < 60 && reservedHosts() == 0; i++) {
            look(1);
        }
        assertThat(reservedHosts()).isEqualTo(1);
        long reservedAt = farm.now;
        scenario.started = started::add;
        while (farm.runsOf(wide).isEmpty()) {
            scenario.run(100);
            assertThat(farm.now - reservedAt)
                    .as("milliseconds until the wide frame starts")
                    .isLessThan(15_100);
        }
        assertThat(started).extracting(Run::job).contains(quick).doesNotContain(small);
    }

    @Test
    void shouldSayThatAHostIsKeptAndGiveItBackWhenTheWideJobIsPaused() {
        scenario.host("node1", 16, 64, "general");
        flooded(20_000, 16, 1);
        for (int i = 0; i < 60 && reservedHosts() == 0; i++) {
            look(1);
        }
        scenario.run(7_000);
        assertThat(WhyLine.of(farm.cell, small))
                .filteredOn(line -> line.frames() > 0)
                .extracting(WhyLine::reason)
                .containsExactly(WhyReason.RESERVED);
        farm.change(wide, JobSetting.PAUSED, 1);
        look(1);
        assertThat(reservedHosts()).isZero();
        assertThat(scenario.cores()).isEqualTo(16);
    }

    @Test
    void shouldKeepAtMostHalfOfTheHostsForALayer() {
        scenario.hosts(0, 0, 6);
        flooded(60_000, 16, 4);
        long most = 0;
        for (int i = 0; i < 45; i++) {
            look(1);
            most = Math.max(most, reservedHosts());
        }
        assertThat(most).isBetween(1L, 3L);
        assertThat(farm.orders.stream().filter(run -> run.job() == wide).count())
                .isEqualTo(4);
    }

    @Test
    void shouldNotKeepAGpuHostForOtherWorkWhileGpuWorkWaits() {
        long gpuHost = farm.host("gpu1", 16, 64, 2, "general", "linux");
        scenario.coresOfHost.put(gpuHost, 16);
        flooded(20_000, 16, 1);
        look(20);
        long gpu = scenario.launch(farm.job("gpu")
                .priority(0)
                .layer("render", 4, l -> l.coreUnits(1_600).threadable().gpus(2)));
        look(80);
        assertThat(farm.orders.stream().filter(run -> run.job() == gpu).count())
                .as("gpu frames started: nobody waits for the other for ever")
                .isEqualTo(4);
        assertThat(farm.orders.stream().filter(run -> run.job() == wide).count())
                .isEqualTo(1);
    }

    @Test
    void shouldKeepTheHostThatAWideLayerNames() {
        scenario.hosts(0, 0, 2);
        long named = scenario.host("node3", 16, 64, "general");
        scenario.runMillis = run -> run.job() == small ? 5_000 + TokenPages.count(run.proc()) % 11 * 1_000 : 20_000;
        small = scenario.launch(farm.job("small").priority(1).layer("render", 60_000));
        wide = scenario.launch(farm.job("wide")
                .priority(5)
                .layer(
                        "render",
                        1,
                        l -> l.coreUnits(1_600).maxCoreUnits(1_600).threadable().tags("node3")));
        look(29);
        assertThat(farm.runsOf(wide)).isEmpty();
        look(5);
        assertThat(farm.runsOf(wide)).extracting(Run::host).containsExactly(named);
        assertThat(farm.runsOf(small)).as("the other hosts went on").hasSize(32);
    }

    @Test
    void shouldKeepNoHostForALayerThatIsNotTheFirst() {
        scenario.host("node1", 16, 64, "general");
        flooded(20_000, 16, 1);
        farm.change(wide, JobSetting.PRIORITY, 0);
        look((int) (2 * BLOCKED_MILLIS / LOOK_MILLIS));
        assertThat(reservedHosts()).isZero();
        assertThat(farm.runsOf(wide)).isEmpty();
    }

    @Test
    void shouldGoOnAfterARestoreWithTheSameReservations() {
        scenario.host("node1", 16, 64, "general");
        flooded(20_000, 16, 1);
        for (int i = 0; i < 60 && reservedHosts() == 0; i++) {
            look(1);
        }
        farm.shadow = farm.restored();
        look(3);
        assertThat(farm.runsOf(wide)).hasSize(1);
    }

    @Test
    void shouldServeWideLayersOnAFarmOfSixtyTwoHosts() {
        scenario.hosts(10, 12, 40);
        flooded(100_000, 64, 4);
        look((int) (BLOCKED_MILLIS / LOOK_MILLIS) + 8);
        assertThat(farm.orders.stream().filter(run -> run.job() == wide).count())
                .as("wide frames of 64 cores started")
                .isEqualTo(4);
        assertThat(scenario.cores() / (double) scenario.capacity()).isGreaterThan(0.97);
    }
}
