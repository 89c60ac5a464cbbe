package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.RecordKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Maestro's scenarios about caps: LIMIT, LICENSE, FOLDER, CAPDROP, SHOWTIER, STRANDGROW, SLICE, SOLOFILL. 672 cores. */
final class CapScenariosTest {
    private static final long STEP_MILLIS = 500;
    private static final int STEPS = 40;
    private static final int TREES = 400;

    private final ScenarioFarm scenario = ScenarioFarm.simple().hosts(3, 4, 10);
    private final FarmFixture farm = scenario.farm;

    private long flood(String name, int frames) {
        return scenario.launch(farm.job(name).layer("render", frames));
    }

    @Test
    void shouldKeepALimitOfFiftyFullAndNeverPassIt() {
        farm.limit(5, 50);
        scenario.runMillis = run -> 500 + run.proc() % 7 * 100;
        long limited = scenario.launch(farm.job("limited").priority(9).layer("render", 2_500, l -> l.limit(5)));
        flood("others", 20_000);
        scenario.started = run -> assertThat(farm.runsOf(limited).size())
                .as("frames of the limit")
                .isLessThanOrEqualTo(50);
        for (int step = 0; step < STEPS; step++) {
            scenario.run(STEP_MILLIS);
            assertThat(farm.runsOf(limited))
                    .as("after %d ms", step * STEP_MILLIS)
                    .hasSize(50);
            assertThat(scenario.cores())
                    .as("the rest of the farm does other work")
                    .isEqualTo(scenario.capacity());
        }
    }

    @Test
    void shouldUseFiveLicencesOnFiveHostsForAsManyFramesAsFitThere() {
        farm.limit(5, 5, true);
        long licensed = scenario.launch(farm.job("licensed").priority(9).layer("render", 2_000, l -> l.limit(5)));
        Set<Long> hosts = new HashSet<>();
        for (int step = 0; step < 8; step++) {
            hosts.clear();
            farm.runsOf(licensed).forEach(run -> hosts.add(run.host()));
            assertThat(hosts).hasSizeLessThanOrEqualTo(5);
            assertThat(farm.runsOf(licensed).size())
                    .as("frames on five licences")
                    .isGreaterThan(200);
            scenario.run(STEP_MILLIS);
        }
    }

    @Test
    void shouldKeepAFolderOfFiftyCoresFullAndNeverPassIt() {
        farm.folder(2, FarmFixture.SHOW, FarmFixture.ROOT, 5_000, -1);
        farm.folder(3, FarmFixture.SHOW, 2, -1, -1);
        scenario.runMillis = run -> 500 + run.proc() % 7 * 100;
        long one = scenario.launch(farm.job("one").folder(2).priority(9).layer("render", 1_500));
        long two = scenario.launch(farm.job("two").folder(3).priority(9).layer("render", 1_500));
        flood("others", 20_000);
        scenario.started =
                run -> assertThat(farm.runsOf(one).size() + farm.runsOf(two).size())
                        .as("cores of the folder")
                        .isLessThanOrEqualTo(50);
        for (int step = 0; step < STEPS; step++) {
            scenario.run(STEP_MILLIS);
            assertThat(farm.runsOf(one).size() + farm.runsOf(two).size()).isEqualTo(50);
            assertThat(farm.usage(RecordKind.FOLDER, 2).coreUnits()).isEqualTo(5_000);
        }
    }

    @Test
    void shouldStartNothingUntilUseIsBelowACapThatWasLowered() {
        scenario.runMillis = run -> 1_000 + run.proc() % 97 * 10;
        long job = flood("job", 3_000);
        assertThat(farm.runsOf(job)).hasSize(672);
        farm.change(job, JobSetting.MAX_CORE_UNITS, 10_000);
        int[] before = {672};
        boolean[] reached = new boolean[1];
        for (int step = 0; step < STEPS; step++) {
            scenario.run(100);
            int now = farm.runsOf(job).size();
            assertThat(now).isLessThanOrEqualTo(Math.max(100, before[0]));
            assertThat(farm.jobRow(job).reservedCoreUnits())
                    .as("the counter is the sum of what runs")
                    .isEqualTo(now * 100);
            before[0] = now;
            reached[0] |= now == 100;
        }
        assertThat(reached[0]).isTrue();
        assertThat(before[0]).as("and then the cap is kept full").isEqualTo(100);
    }

    @Test
    void shouldShareCoresBetweenShowsBySubscriptionSize() {
        farm.show(2, "other", 20);
        farm.subscription(FarmFixture.SHOW, FarmFixture.ALLOCATION, 16_800, 1_000_000);
        farm.subscription(2, FarmFixture.ALLOCATION, 50_400, 1_000_000);
        scenario.runMillis = run -> 500 + run.proc() % 7 * 100;
        long quarter = flood("quarter", 20_000);
        long rest = scenario.launch(new JobSpec("rest").show(2, 20).layer("render", 20_000));
        scenario.run(3_000);
        for (int step = 0; step < 10; step++) {
            scenario.run(STEP_MILLIS);
            assertThat(farm.runsOf(quarter).size()).isBetween(165, 171);
            assertThat(farm.runsOf(rest).size()).isBetween(501, 507);
        }
    }

    @Test
    void shouldGiveFramesThatUseTheMemoryOfFiveCoresFiveCoresThoughTheyAskForLess() {
        ScenarioFarm small = ScenarioFarm.simple().hosts(0, 0, 10);
        small.farm.rssKib = 18L << 20;
        small.farm.pssKib = 18L << 20;
        List<Run> grown = new ArrayList<>();
        small.started = run -> {
            if (run.memoryKib() > 2L << 20) {
                grown.add(run);
            }
        };
        long job = small.launch(small.farm
                .job("strand")
                .layer("render", 400, l -> l.memoryGib(2).threadable()));
        assertThat(small.farm.runsOf(job))
                .as("nobody knows better: a core each")
                .hasSize(160);
        small.run(3_000);
        assertThat(grown)
                .hasSizeGreaterThan(60)
                .allSatisfy(run -> assertThat(run.memoryKib()).isEqualTo(18L << 20));
        assertThat(grown.get(grown.size() - 1).coreUnits()).isGreaterThanOrEqualTo(300);
        small.drain();
        assertThat(small.farm.jobRow(job).succeeded()).isEqualTo(400);
        long idle = small.host("idle", 16, 56, "general special");
        small.launch(small.farm
                .job("alone")
                .layer("render", 3, l -> l.memoryGib(18).threadable().tags("special")));
        assertThat(grown.stream().filter(run -> run.host() == idle))
                .extracting(Run::coreUnits)
                .as("18 of 56 GiB are 5 of 16 cores; three such frames leave no core idle")
                .containsExactly(500, 800, 300);
    }

    @Test
    void shouldStartTwentyFramesOnOneHostInOnePass() {
        ScenarioFarm one = ScenarioFarm.simple().hosts(1, 0, 0);
        one.farm.settling = false;
        one.farm.launch(
                one.farm.job("slice").layer("render", 20, l -> l.coreUnits(400).memoryGib(16)));
        assertThat(one.farm.running).isEmpty();
        one.farm.work(FarmFixture.BUDGET);
        assertThat(one.farm.running).as("frames that the first pass started").hasSize(20);
    }

    @Test
    void shouldFillTheFarmAsFastWithOneLayerAsWithFifty() {
        int solo = batchesToFill(1, 20_000);
        int many = batchesToFill(50, 400);
        assertThat(solo).as("batches with one layer; with fifty: " + many).isLessThanOrEqualTo(many + 1);
    }

    private static int batchesToFill(int layers, int frames) {
        ScenarioFarm farm = ScenarioFarm.simple();
        for (int i = 0; i < layers; i++) {
            farm.launch(farm.farm.job("job" + i).paused().layer("render", frames));
        }
        farm.fullFarm();
        farm.farm.settling = false;
        for (long job = 1; job <= layers; job++) {
            farm.farm.change(job, JobSetting.PAUSED, 0);
        }
        int batches = 0;
        while (farm.farm.cell.hasWork()) {
            farm.farm.work(FarmFixture.BUDGET);
            batches++;
        }
        assertThat(farm.farm.running).hasSize(layers * frames);
        return batches;
    }

    @Test
    void shouldRunNothingBeforeWhatItDependsOnHasEndedOnAFullFarm() {
        ScenarioFarm scenario = ScenarioFarm.simple().fullFarm();
        FarmFixture farm = scenario.farm;
        Set<Long> ended = new HashSet<>();
        Map<Long, Long> parent = new HashMap<>();
        scenario.runMillis = run -> 300 + run.proc() % 11 * 50;
        for (int tree = 0; tree < TREES; tree++) {
            List<Long> jobs = farm.launch(
                    List.of(
                            farm.job("root" + tree)
                                    .layer("render", 40, CapScenariosTest::fourCores)
                                    .layer("comp", 10, CapScenariosTest::fourCores),
                            farm.job("child" + tree).layer("render", 30, CapScenariosTest::fourCores),
                            farm.job("grandchild" + tree).layer("render", 20)),
                    depends -> {
                        depends.add(new FarmFixture.LaunchDepend(
                                io.cuegrid.core.sbe.DependType.JOB_ON_JOB, 1, -1, -1, 0, -1, -1));
                        depends.add(new FarmFixture.LaunchDepend(
                                io.cuegrid.core.sbe.DependType.JOB_ON_JOB, 2, -1, -1, 1, -1, -1));
                    });
            parent.put(jobs.get(1), jobs.get(0));
            parent.put(jobs.get(2), jobs.get(1));
        }
        Map<Long, Integer> done = new HashMap<>();
        scenario.exitStatus = run -> {
            int frames = run.job() % 3 == 1 ? 50 : run.job() % 3 == 2 ? 30 : 20;
            if (done.merge(run.job(), 1, Integer::sum) == frames) {
                ended.add(run.job());
            }
            return 0;
        };
        scenario.started = run -> {
            Long waitsFor = parent.get(run.job());
            assertThat(waitsFor == null || ended.contains(waitsFor))
                    .as("job %d runs though job %d has not ended", run.job(), waitsFor)
                    .isTrue();
        };
        scenario.note();
        assertThat(scenario.cores()).as("the roots fill the farm").isEqualTo(scenario.capacity());
        scenario.drain();
        assertThat(ended).hasSize(3 * TREES);
    }

    private static JobSpec.LayerSpec fourCores(JobSpec.LayerSpec layer) {
        return layer.coreUnits(400).maxCoreUnits(400).threadable();
    }
}
